import type { TaskType } from '../../../routing/task.ts';
import { defaultInstructions } from '../../../routing/taskTypes.ts';
import type { Asked } from './asked.ts';
import { codeLines } from './codeLines.ts';
import { type Edit, letters, type ScopeProblem } from './edit.ts';
import { lineDiff } from './lineDiff.ts';
import { oddBrackets } from './brackets.ts';
import { lostImports } from './lostImports.ts';
import { lostNames } from './lostNames.ts';
import { lostNotes } from './lostNotes.ts';

// All chosen by judgement.
/** The share of the target's size that an answer must reach, by task type. */
const leastShare: Partial<Record<TaskType, number>> = {
  docs: 0.9,
  test: 0.5,
  refactor: 0.06,
};
const otherLeastShare = 0.3;
/** The share for answers that only take lines away. */
const leastShareWithoutNewLines = 0.4;
/** Smaller targets are not checked for size. */
const smallestTarget = 6;

/** Finds code of the target that the answer drops although the instruction does not ask for it. */
export function lossesIn(edit: Edit, type: TaskType, asked: Asked): ScopeProblem[] {
  const { wishes } = asked;
  const mayShrink = wishes.has('remove') || wishes.has('regroup');
  const others: ScopeProblem[] = [
    changedCode(edit, type) ?? (mayShrink ? undefined : lostTail(edit)),
    mayShrink ? undefined : lostSize(edit, type),
    asked.adds && !mayShrink && !wishes.has('rename') ? lostLines(edit) : undefined,
  ].filter((problem) => problem !== undefined);
  // What an instruction means that nobody can read is left to the developer.
  const read =
    wishes.size > 0 ? others : others.map((each) => ({ ...each, doubtful: true as const }));
  const problems = [
    ...lostNames(edit, type, asked),
    ...lostImports(edit),
    ...lostNotes(edit, asked),
    ...oddBrackets(edit),
    ...read,
  ];
  const sure = problems.filter(({ doubtful }) => !doubtful);
  return (sure.length > 0 ? sure : problems).slice(0, 2);
}

/** Lines in a row that are gone without anything in their place. Both chosen by judgement. */
const leastLostLines = 4;
const leastLostLetters = 40;

/** Checks that lines are not simply gone where something was to be added. */
function lostLines({ target, answer }: Edit): ScopeProblem | undefined {
  const before = target.map((line) => line.trim()).filter((line) => /[\p{L}\p{N}]/u.test(line));
  const after = answer.map((line) => line.trim()).filter((line) => /[\p{L}\p{N}]/u.test(line));
  const present = new Set(after);
  for (const { gone, come } of lineDiff(before, after)) {
    const lost = gone.map((index) => before[index]!).filter((line) => !present.has(line));
    const isShort = lost.length < leastLostLines || letters(lost.join('')) < leastLostLetters;
    if (come.length > 0 || isShort) continue;
    return {
      line: 0,
      message: `The answer leaves out ${lost.length} lines in a row, from "${shortened(lost[0]!)}" on.`,
    };
  }
  return undefined;
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** Checks that the answer does not stop in the middle of the target. */
function lostTail({ target, answer }: Edit): ScopeProblem | undefined {
  const trimmed = (lines: readonly string[]) => lines.map((line) => line.trim()).filter(Boolean);
  const targetLines = trimmed(target);
  const answerLines = trimmed(answer);
  const last = answerLines.at(-1);
  if (last === undefined || !/\w/.test(last)) return undefined;
  const places = [...targetLines.keys()].filter((index) => startsWith(targetLines[index]!, last));
  // When the target has the line more than once, the line above it decides which one it is.
  const isAfterSameLine = (index: number) => targetLines[index - 1] === answerLines.at(-2);
  const place = places.length > 1 ? places.find(isAfterSameLine) : places[0];
  if (place === undefined) return undefined;
  const tail = targetLines.slice(place + 1).filter((line) => /\w/.test(line));
  const present = new Set(answerLines);
  const lost = tail.filter((line) => !present.has(line));
  if (tail.length < 2 || lost.length < tail.length / 2) return undefined;
  return {
    line: answer.length - 1,
    message: `The answer stops at "${last}" and leaves out the ${tail.length} lines after it.`,
  };
}

function startsWith(line: string, beginning: string): boolean {
  return line === beginning || (beginning.length >= 4 && line.startsWith(beginning));
}

/** Checks that the answer is not far smaller than what it replaces. */
function lostSize({ target, answer, language }: Edit, type: TaskType): ScopeProblem | undefined {
  const targetLines = target.map((line) => line.trim()).filter((line) => /\w/.test(line));
  const answerLines = answer.map((line) => line.trim()).filter((line) => /\w/.test(line));
  if (targetLines.length < smallestTarget) return undefined;
  // An answer that only takes lines away must keep more than one that rewrites them more briefly.
  const inTarget = new Set(targetLines);
  const least = answerLines.every((line) => inTarget.has(line))
    ? leastShareWithoutNewLines
    : (leastShare[type] ?? otherLeastShare);
  const size = tokens(target, language).length;
  // A target of comments alone has none.
  const share = size === 0 ? 1 : tokens(answer, language).length / size;
  if (share >= least) return undefined;
  const message = `The answer holds only ${Math.round(share * 100)} % of the code it should replace.`;
  return { line: 0, message };
}

/** Checks that a request for documentation alone changes no code except its layout. */
function changedCode({ target, answer, language, instruction }: Edit, type: TaskType) {
  if (type !== 'docs' || instruction !== defaultInstructions.docs) return undefined;
  const inTarget = layoutFree(target, language);
  const inAnswer = layoutFree(answer, language);
  const change = inTarget.findIndex((token, index) => token !== inAnswer[index]);
  const same = change < 0 && inTarget.length === inAnswer.length;
  if (same && keepsStrings(target, answer, language)) return undefined;
  return { line: 0, message: 'The answer changes code that it should only document.' };
}

/** Whether all strings are kept in their order. Documentation may add strings, as in Python. */
function keepsStrings(
  target: readonly string[],
  answer: readonly string[],
  language: string,
): boolean {
  const answerStrings = stringsIn(answer, language);
  let from = 0;
  return stringsIn(target, language).every((text) => {
    const place = answerStrings.indexOf(text, from);
    from = place + 1;
    return place >= 0;
  });
}

function stringsIn(lines: readonly string[], language: string): string[] {
  return codeLines(lines.join('\n'), language)
    .flatMap(({ strings }) => strings)
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

function layoutFree(lines: readonly string[], language: string): string[] {
  return tokens(lines, language).filter((token) => !/["'`,;]/.test(token));
}

/** Words and signs of the code, without comments and the contents of strings. */
function tokens(lines: readonly string[], language: string): string[] {
  const code = codeLines(lines.join('\n'), language).map((line) => line.code);
  return code.join('\n').match(/[\w$]+|[^\s\w]/g) ?? [];
}
