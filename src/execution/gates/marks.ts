import type { Task } from '../../routing/task.ts';
import type { Finding } from '../../routing/verdict.ts';
import { diffForm } from '../answer/otherForms.ts';
import { linesInTexts } from '../answer/texts.ts';
import type { AnswerLines } from './tabs.ts';

interface Mark {
  readonly pattern: RegExp;
  readonly message: string;
  /** Words of an instruction that asks for such marks. */
  readonly askedFor: RegExp;
}

const marks: readonly Mark[] = [
  {
    pattern: /^@@ -\d+(?:,\d+)? \+\d+/,
    message: `The answer ${diffForm.says}.`,
    askedFor: diffForm.askedFor,
  },
  {
    pattern: /^(?:<{7}|>{7})(?: |$)/,
    message: 'The answer contains merge or search-and-replace marks.',
    askedFor: /[<>]{7}|\b(?:conflict|merg|marker)/i,
  },
  {
    pattern: /^\s*<(?:target lines|file path|related path|earlier-answer model)="/,
    message: 'The answer contains a tag of the request.',
    askedFor: /<(?:target|file|related|earlier-answer)\b/i,
  },
  {
    pattern: /\uFFFD|\0/,
    message: 'The answer contains unreadable characters.',
    askedFor: /\uFFFD|FFFD|replacement char|\bNUL\b|null (?:byte|char)/i,
  },
];

/**
 * Marks of a diff, a merge or the request, which do not belong in code unless the file had them, the
 * instruction asks for them or they stand in a text of several lines.
 */
export function foreignMarks(
  { path, language, instruction, target, fileText: original }: Task,
  fileText: string,
  { start, end }: AnswerLines,
): Finding[] | undefined {
  const lines = fileText.split(/\r?\n/);
  const answer = lines.slice(start, end);
  let inTexts: ReturnType<typeof linesInTexts>;
  const isInText = (index: number): boolean => {
    inTexts ??= linesInTexts(fileText, language) ?? [];
    return inTexts[start + index] === 'text';
  };
  for (const { pattern, message, askedFor } of marks) {
    const index = answer.findIndex((line, at) => pattern.test(line) && !isInText(at));
    if (index < 0 || askedFor.test(instruction)) continue;
    if (original.split(/\r?\n/).some((line) => pattern.test(line))) continue;
    return [{ path, line: start + 1 + index, message }];
  }
  if (!areNumbered(answer, { first: start + 1, original })) return undefined;
  const message = 'The answer has line numbers in front of its lines.';
  return [{ path, line: target.startLine, message }];
}

const gutter = /^\s*(\d+)\s*([|:│])(?: (.*)|(.*))$/;

/**
 * Whether numbers before the lines count them. Keys of objects are numbers, too: they count only where
 * they are those of the lines, or where the file has the lines without them.
 */
function areNumbered(
  answer: readonly string[],
  { first, original }: { readonly first: number; readonly original: string },
): boolean {
  const filled = answer.filter((line) => line.trim() !== '');
  const read = filled.map((line) => gutter.exec(line));
  if (filled.length < 2 || read.some((each) => each === null)) return false;
  const before = original.split(/\r?\n/).map((line) => line.trim());
  if (filled.every((line) => before.includes(line.trim()))) return false;
  const numbers = read.map((each) => Number(each![1]));
  const areInOrder = numbers.every((each, at) => each === numbers[0]! + at);
  const known = new Set(before.filter((line) => line !== ''));
  const rests = read.map((each) => (each![3] ?? each![4] ?? '').trim());
  const areKnown = rests.some((rest) => known.has(rest));
  const isBar = read.every((each) => each![2] !== ':');
  if (isBar) return areInOrder && (numbers[0] === first || numbers[0] === 1 || areKnown);
  const areValues = rests.every((rest) => /^["'`\d[{]|,$/.test(rest));
  return areKnown || (areInOrder && numbers[0] === first && first > 1 && !areValues);
}
