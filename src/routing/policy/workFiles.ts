import { languageOfPath } from '../reading/languageOfPath.ts';
import type { Task } from '../task.ts';
import { inEnglish, type Say } from '../say.ts';

/*
 * Which files a piece of work is about, for rules. A command has one file; a conversation has what is
 * attached, and an agent's loop has what it read and edited so far.
 */

/** The paths that rules on paths and `critical` look at, each once. */
export function pathsOfWork({ path, attachments = [], turn }: Task): readonly string[] {
  const { attached = [], read = [], edited = [] } = turn?.loop.files ?? {};
  // A file that was only read counts too: the answer rests on it, and a loop reads a file before it edits it,
  // so a rule that waited for the edit would come one turn too late.
  const files = [...attachments, ...attached, ...edited, ...read];
  return [...new Set([path, ...files.map((file) => file.path)])];
}

/**
 * The languages of the files that the work changes or is given. A loop reads files of many languages on its
 * way, so what is only read says nothing of the language of its work. Empty when no file is known.
 */
export function languagesOfWork(task: Task): readonly string[] {
  const { conversation, path, language, attachments = [], turn } = task;
  if (!conversation || path !== '') return [language];
  const { attached = [], edited = [] } = turn?.loop.files ?? {};
  const known = [...attachments, ...attached, ...edited].map((file) => languageOfPath(file.path));
  return [...new Set(known.filter((each) => each !== undefined))];
}

export function isOfLanguage(task: Task, wanted: readonly string[]): boolean {
  return languagesOfWork(task).some((each) => wanted.includes(each));
}

/**
 * How many lines the work is about. The most is undefined where it is not known: a conversation with whole
 * files, or with none. A rule with `maxLines` then does not match.
 */
export function linesOfWork({ conversation, path, target, attachments = [], turn }: Task): {
  readonly atLeast: number;
  readonly atMost?: number;
} {
  if (!conversation || path !== '') {
    const lines = target.endLine - target.startLine + 1;
    return { atLeast: lines, atMost: lines };
  }
  const ranges = [...attachments, ...(turn?.loop.files.attached ?? [])]
    // What a loop attached before is among the newest attachments once more when it is attached again.
    .filter((file, at, all) => all.findIndex((each) => each.path === file.path) === at)
    .map(({ range }) => range);
  const atLeast = ranges.reduce(
    (sum, range) => sum + (range ? range.endLine - range.startLine + 1 : 0),
    0,
  );
  const isKnown = ranges.length > 0 && ranges.every((range) => range !== undefined);
  return { atLeast: Math.max(1, atLeast), ...(isKnown && { atMost: atLeast }) };
}

/** The number of lines for people. */
export function describeLines(task: Task, say: Say = inEnglish): string {
  const { atLeast, atMost } = linesOfWork(task);
  if (atMost !== undefined) return String(atMost);
  return atLeast > 1 ? say('at least {0}', atLeast) : say('an unknown number of lines');
}
