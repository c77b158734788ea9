import { languageOfPath } from '../../../routing/reading/languageOfPath.ts';
import type { FencedBlock } from '../fences.ts';

/*
 * Where models write the name of a block's file, each as it was seen: in the opening line of the block
 * (```ts src/a.ts, ```ts:src/a.ts, ```ts title="src/a.ts"), in a comment on its first line (// filepath:
 * src/a.ts, as VS Code's own chat asks for) and alone on the line above (**src/a.ts**, `### src/a.ts`,
 * <file path="src/a.ts">).
 */

/** The file that the opening line of a block names; undefined when it names none. */
export function nameInInfo(info: string): string | undefined {
  const given = /(?:^|\s)(?:path|file|filename|filepath|title)=(?:"([^"]+)"|'([^']+)'|(\S+))/i.exec(
    info,
  );
  const attribute = given?.[1] ?? given?.[2] ?? given?.[3];
  if (attribute !== undefined) return pathOf(attribute);
  const [first = '', second] = info.split(/\s+/);
  const behindColon = /^[\w+#-]+:(.+)$/.exec(first)?.[1];
  return pathOf(behindColon ?? second ?? first);
}

const commentLine =
  /^\s*(?:\/\/|#|--|;|%|\/\*|<!--|")\s*(file(?:path|name)?\s*:\s*)?(\S+?)\s*(?:\*\/|-->)?\s*$/i;

/** The file that a comment on the first line names, which has to be a path with folders unless it says `file:`. */
export function nameInFirstLine({
  info,
  code,
}: Pick<FencedBlock, 'info' | 'code'>): string | undefined {
  const [, label, written = ''] = commentLine.exec(code.split('\n', 1)[0]!) ?? [];
  const isHeading = /^(?:md|markdown|mdx)\b/i.test(info);
  if (label === undefined && (isHeading || !written.includes('/'))) return undefined;
  return pathOf(written);
}

const tagWithName =
  /^\s*<(?:file|document|code|edit)\s[^>]*\b(?:path|name|file)="([^"]+)"[^>]*>\s*$/i;

/** The file that stands alone on the line above a block, with at most one blank line between. */
export function nameAbove(lines: readonly string[], start: number): string | undefined {
  const above = lines[start - 1]?.trim() === '' ? lines[start - 2] : lines[start - 1];
  const attribute = tagWithName.exec(above ?? '')?.[1];
  if (attribute !== undefined) return pathOf(attribute);
  const bare = (above ?? '')
    .trim()
    .replace(/^(?:#{1,6}|[-*+]|\d{1,3}[.)])\s+/, '')
    .replace(/\((?:new|new file|changed|updated)\)/i, '')
    .replaceAll(/[*`]/g, '')
    .trim()
    .replace(/^(?:(?:new|updated|changed|modified)\s+)?file(?:name|path)?\s*:\s*/i, '')
    .replace(/:$/, '')
    .trim();
  return pathOf(bare);
}

/** Whether words above a block are surely a file's name: `Client/Server` and `console.log` are none. */
export function isSurelyFile(path: string): boolean {
  return languageOfPath(path) !== undefined || /(?:^|\/)\.[A-Za-z]|\/[^/]*\.[a-z]\w*$/.test(path);
}

const namesWithoutDot = /^(?:Dockerfile|Makefile|LICENSE|Jenkinsfile|Gemfile|Rakefile|Procfile)$/;

/** A path as it is meant; undefined for words that are none. */
function pathOf(written: string): string | undefined {
  const path = written.replaceAll('\\', '/');
  if (!/^[^\s"'`<>|*?{}=,;:]+$/.test(path) || path.endsWith('/')) return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isFile = path.includes('/') || /^\.?[\w@+()[\]-][\w.@+()[\]-]*\.[A-Za-z]\w*$/.test(name);
  return isFile || /^\.[A-Za-z]/.test(name) || namesWithoutDot.test(name) ? path : undefined;
}

/** Models name a file by its path in the workspace, by its name alone or by its path on the disk. */
export function isSameFile(named: string, path: string): boolean {
  const [one, other] = [named.replaceAll('\\', '/').replace(/^(?:\.\/)+/, ''), path];
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}
