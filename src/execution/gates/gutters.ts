import { documentLanguages } from '../answer/fences.ts';
import { textRulesOf } from '../answer/textRules.ts';

/** `12 | code`, `12: code`, and what other tools show models: `12→code`, `L12: code`, `12#a1:code`, `12. code`. */
const gutter = /^\s*(L?)(\d+)(#\w{1,4})?[ ]*([|:│→.\t])(?: (.*)|(.*))$/;

/**
 * Whether numbers before the lines of an answer count them. Keys of objects are numbers, too: they count only where
 * they are those of the lines, or where the file has the lines without them.
 * @param first The line of the file that the answer begins at, from 1.
 */
export function areNumbered(
  answer: readonly string[],
  {
    first,
    original,
    language,
  }: { readonly first: number; readonly original: string; readonly language: string },
): boolean {
  const filled = answer.filter((line) => line.trim() !== '');
  const read = filled.map((line) => gutter.exec(line));
  if (filled.length < 2 || read.some((each) => each === null)) return false;
  const before = original.split(/\r?\n/).map((line) => line.trim());
  const known = new Set(before.filter((line) => line !== ''));
  if (filled.every((line) => known.has(line.trim()))) return false;
  const numbers = read.map((each) => Number(each![2]));
  const areInOrder = numbers.every((each, at) => each === numbers[0]! + at);
  const rests = read.map((each) => (each![5] ?? each![6] ?? '').trim());
  const areKnown = rests.some((rest) => known.has(rest));
  const isUsual = read.every((each) => each![1] === '' && !each![3] && /[|:│]/.test(each![4]!));
  // Lists and tables of a document have numbers of their own.
  const isCode = textRulesOf(language) !== undefined && !documentLanguages.has(language);
  if (!isUsual) return isCode && areInOrder && areKnown;
  const isBar = read.every((each) => each![4] !== ':');
  if (isBar) return areInOrder && (numbers[0] === first || numbers[0] === 1 || areKnown);
  const areValues = rests.every((rest) => /^["'`\d[{]|,$/.test(rest));
  return areKnown || (areInOrder && numbers[0] === first && first > 1 && !areValues);
}
