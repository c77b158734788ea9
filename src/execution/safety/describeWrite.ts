import { inEnglish, type Say } from '../../routing/say.ts';
import { visibleName, visiblePath } from './visiblePath.ts';
import type { SizeDrop } from './sizeDrop.ts';

/*
 * Which writes are asked about, and which are refused, before an answer is put into the developer's files.
 *
 * In come paths that a model or a developer named, and texts before and after a change. Out come the places
 * that ask first (`protectedPlaces.ts` holds them, `protectedPlace.ts` finds them), where a path really leads
 * (`writePlace.ts`), what a change to a manifest would run (`manifestChange.ts`), whether most of a text would
 * be gone (`sizeDrop.ts`), and the question, in which nothing is hidden (`describeWrite.ts`). All writing goes
 * through `editor/writing/writeChanges.ts`.
 */

/** A file to be written, and what the developer should know before it is. */
export interface FileToWrite {
  /** Its path as the developer knows it: relative to its folder, else absolute. */
  readonly path: string;
  /** Where links lead it, in the same words; omitted where that is the same place. */
  readonly really?: string;
  /** What follows from writing it, each the end of “… because”. Empty when nothing has to be asked. */
  readonly risks: readonly string[];
  readonly drop?: SizeDrop;
  /** What checks found in it, each a sentence without its point. */
  readonly doubts: readonly string[];
}

/** A question in a window of its own: nothing is written before it is answered. */
export interface WriteQuestion {
  readonly message: string;
  readonly detail: string;
  readonly button: string;
}

/** The one question about these files; undefined when nothing has to be asked. */
export function writeQuestion(
  files: readonly FileToWrite[],
  say: Say = inEnglish,
): WriteQuestion | undefined {
  const asked = files.filter((file) => warningsOf(file, say).length > 0);
  const [first] = asked;
  if (!first) return undefined;
  if (files.length === 1) {
    return {
      message: say('Write {0}?', wholePath(first, say)),
      detail: warningsOf(first, say)
        .map((warning) => `${capitalised(warning)}.`)
        .join('\n'),
      button: say('Write {0}', visibleName(first.path)),
    };
  }
  const others = files.filter((file) => !asked.includes(file)).map(({ path }) => visiblePath(path));
  return {
    message: say('Write these {0} files?', files.length),
    detail: [
      ...asked.map((file) => `${wholePath(file, say)}: ${warningsOf(file, say).join('; ')}.`),
      ...(others.length > 0 ? [say('The others are ordinary files: {0}.', others.join(', '))] : []),
    ].join('\n'),
    button: say('Write All {0} Files', files.length),
  };
}

function wholePath({ path, really }: FileToWrite, say: Say): string {
  const written = visiblePath(path);
  return really === undefined ? written : say('{0} (a link to {1})', written, visiblePath(really));
}

function warningsOf({ risks, drop, doubts }: FileToWrite, say: Say): string[] {
  const shorter =
    drop &&
    say(
      'it would go from {0} lines of text to {1}, and the task did not ask for that',
      drop.from,
      drop.to,
    );
  return [...risks.map(visiblePath), ...doubts.map(visiblePath), ...(shorter ? [shorter] : [])];
}

function capitalised(text: string): string {
  return text.startsWith('npm ') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
