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
export function writeQuestion(files: readonly FileToWrite[]): WriteQuestion | undefined {
  const asked = files.filter((file) => warningsOf(file).length > 0);
  const [first] = asked;
  if (!first) return undefined;
  if (files.length === 1) {
    return {
      message: `Write ${wholePath(first)}?`,
      detail: warningsOf(first)
        .map((warning) => `${capitalised(warning)}.`)
        .join('\n'),
      button: `Write ${visibleName(first.path)}`,
    };
  }
  const others = files.filter((file) => !asked.includes(file)).map(({ path }) => visiblePath(path));
  return {
    message: `Write these ${files.length} files?`,
    detail: [
      ...asked.map((file) => `${wholePath(file)}: ${warningsOf(file).join('; ')}.`),
      ...(others.length > 0 ? [`The others are ordinary files: ${others.join(', ')}.`] : []),
    ].join('\n'),
    button: `Write All ${files.length} Files`,
  };
}

function wholePath({ path, really }: FileToWrite): string {
  const link = really === undefined ? '' : ` (a link to ${visiblePath(really)})`;
  return `${visiblePath(path)}${link}`;
}

function warningsOf({ risks, drop, doubts }: FileToWrite): string[] {
  const shorter =
    drop &&
    `it would go from ${drop.from} lines of text to ${drop.to}, and the task did not ask for that`;
  return [...risks.map(visiblePath), ...doubts.map(visiblePath), ...(shorter ? [shorter] : [])];
}

function capitalised(text: string): string {
  return text.startsWith('npm ') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
