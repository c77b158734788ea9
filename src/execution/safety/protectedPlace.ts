import { toSay } from '../../routing/say.ts';
import { comparablePath } from './comparablePath.ts';
import { protectedPlaces } from './protectedPlaces.ts';

/** Windows gives long names a second, short one: `.git` is also `GIT~1`. */
const shortName = /(?:^|\/)[^/.~]{1,6}~\d{1,6}(?:\.[^/.]{0,3})?(?:\/|$)/;
const shortNameRisk = toSay(
  'Windows may take its short name for another file, such as one of git’s',
);

const rows = protectedPlaces.map(({ risk, paths }) => ({ risk, finds: patternOf(paths) }));

function patternOf(paths: readonly string[]): RegExp {
  const each = paths.map((path) => {
    const isFolder = path.endsWith('/');
    const names = (isFolder ? path.slice(0, -1) : path)
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^/]*');
    return `${names}${isFolder ? '(?:/|$)' : '$'}`;
  });
  return new RegExp(`(?:^|/)(?:${each.join('|')})`);
}

/**
 * Why a change to this file is asked about, as the end of “… because”, in English and to be said; undefined when it is
 * not. The path is relative, or absolute for a file outside the opened folders.
 */
export function riskOfPath(path: string): string | undefined {
  const comparable = comparablePath(path);
  const row = rows.find(({ finds }) => finds.test(comparable));
  return row?.risk ?? (shortName.test(comparable) ? shortNameRisk : undefined);
}

/** Whether the file is a manifest of npm, whose risk depends on what changes in it. */
export function isManifest(path: string): boolean {
  return /(?:^|\/)package\.json$/.test(comparablePath(path));
}
