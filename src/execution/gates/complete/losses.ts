import type { TaskType } from '../../../routing/task.ts';
import { defaultInstructions } from '../../../routing/taskTypes.ts';
import { codeLines } from './codeLines.ts';
import { type Declaration, declarationsIn } from './declarations.ts';
import type { Edit, ScopeProblem } from './repetitions.ts';

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

const asksToRemove =
  /\b(?:remov|delet|drop|strip|eliminat|shorten|shrink|inline|extract|mov|replac|trim|clean|cut|rewrit)/i;
const asksToRename =
  /\b(?:renam|call(?:ed)? |name[ds]? |nam(?:e|ing)\b|split|convert|turn |merge|combin|replac|remov|delet)/i;

/** Finds code of the target that the answer drops although the instruction does not ask for it. */
export function lossesIn(edit: Edit, type: TaskType): ScopeProblem[] {
  const problems = [
    lostNames(edit, type),
    changedCode(edit, type) ?? lostTail(edit),
    asksToRemove.test(edit.instruction) ? undefined : lostSize(edit, type),
  ];
  return problems.filter((problem) => problem !== undefined).slice(0, 2);
}

/** Checks that what the target declares at its outermost level is still declared. */
function lostNames(edit: Edit, type: TaskType): ScopeProblem | undefined {
  if (type === 'test' || asksToRename.test(edit.instruction)) return undefined;
  const { language } = edit;
  const inTarget = outermost(declarationsIn(codeLines(edit.target.join('\n'), language)));
  const inAnswer = declarationsIn(codeLines(edit.answer.join('\n'), language));
  const targetNames = new Set(inTarget.map(({ name }) => name));
  const answerNames = new Set(inAnswer.map(({ name }) => name));
  const lost = [...targetNames].filter((name) => !answerNames.has(name));
  if (lost.length === 0) return undefined;
  const outside = [...edit.before, ...edit.after].join('\n');
  const needed = lost.filter((name) => hasWord(outside, name));
  const all = lost.length === targetNames.size;
  if (!all && needed.length === 0) return undefined;
  const missing = (all ? lost : needed).join(', ');
  return { line: 0, message: `The answer does not declare ${missing}, which it should replace.` };
}

function outermost(declarations: readonly Declaration[]): Declaration[] {
  const least = Math.min(...declarations.map(({ indent }) => indent));
  return declarations.filter(({ indent }) => indent === least);
}

function hasWord(text: string, word: string): boolean {
  const literal = word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(?<![\\w$])${literal}(?![\\w$])`).test(text);
}

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
  const share = tokens(answer, language).length / tokens(target, language).length;
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
