import type { TaskType } from '../../../routing/task.ts';
import { defaultInstructions } from '../../../routing/taskTypes.ts';
import { codeLines } from './codeLines.ts';
import { type Declaration, declarationsIn } from './declarations.ts';
import type { Edit, ScopeProblem } from './repetitions.ts';

/** What share of the target's code an answer has to keep in size, from this many lines on. */
const leastShare: Partial<Record<TaskType, number>> = {
  docs: 0.9,
  test: 0.5,
  refactor: 0.06,
};
const otherLeastShare = 0.3;
const leastWhenOnlyTaken = 0.4;
const fromLines = 6;

const asksToRemove =
  /\b(?:remov|delet|drop|strip|eliminat|shorten|shrink|inline|extract|mov|replac|trim|clean|cut|rewrit)/i;
const asksToRename =
  /\b(?:renam|call(?:ed)? |name[ds]? |nam(?:e|ing)\b|split|convert|turn |merge|combin|replac|remov|delet)/i;

/** The target's code is gone where nobody asked for that. */
export function lossesIn(edit: Edit, type: TaskType): ScopeProblem[] {
  const problems = [
    lostNames(edit, type),
    changedCode(edit, type) ?? lostTail(edit),
    asksToRemove.test(edit.instruction) ? undefined : lostSize(edit, type),
  ];
  return problems.filter((problem) => problem !== undefined).slice(0, 2);
}

/** What the target declares at its outermost level must still be declared. */
function lostNames(edit: Edit, type: TaskType): ScopeProblem | undefined {
  if (type === 'test' || asksToRename.test(edit.instruction)) return undefined;
  const { language } = edit;
  const wanted = outermost(declarationsIn(codeLines(edit.target.join('\n'), language)));
  const given = declarationsIn(codeLines(edit.answer.join('\n'), language));
  const names = new Set(given.map(({ name }) => name));
  const lost = [...new Set(wanted.map(({ name }) => name))].filter((name) => !names.has(name));
  if (lost.length === 0) return undefined;
  const outside = [...edit.before, ...edit.after].join('\n');
  const needed = lost.filter((name) => hasWord(outside, name));
  const all = lost.length === new Set(wanted.map(({ name }) => name)).size;
  if (!all && needed.length === 0) return undefined;
  const missing = (all ? lost : needed).join(', ');
  return { line: 0, message: `The answer does not declare ${missing}, which it was to replace.` };
}

function outermost(declarations: readonly Declaration[]): Declaration[] {
  const least = Math.min(...declarations.map(({ indent }) => indent));
  return declarations.filter(({ indent }) => indent === least);
}

function hasWord(text: string, word: string): boolean {
  const literal = word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(?<![\\w$])${literal}(?![\\w$])`).test(text);
}

/** The answer stops in the middle of the target: its last line stands there, and nothing after it. */
function lostTail({ target, answer }: Edit): ScopeProblem | undefined {
  const full = (lines: readonly string[]) => lines.map((line) => line.trim()).filter(Boolean);
  const wanted = full(target);
  const given = full(answer);
  const last = given.at(-1);
  if (last === undefined || !/\w/.test(last)) return undefined;
  const places = [...wanted.keys()].filter((index) => startsWith(wanted[index]!, last));
  // Where the line stands more than once, the line above tells which one it is.
  const place =
    places.length > 1 ? places.find((index) => wanted[index - 1] === given.at(-2)) : places[0];
  if (place === undefined) return undefined;
  const tail = wanted.slice(place + 1).filter((line) => /\w/.test(line));
  const present = new Set(given);
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

/** The answer is far smaller than what it replaces. */
function lostSize({ target, answer, language }: Edit, type: TaskType): ScopeProblem | undefined {
  const own = target.map((line) => line.trim()).filter((line) => /\w/.test(line));
  const given = answer.map((line) => line.trim()).filter((line) => /\w/.test(line));
  if (own.length < fromLines) return undefined;
  // What only takes lines away has to leave more than what says the same in fewer words.
  const known = new Set(own);
  const least = given.every((line) => known.has(line))
    ? leastWhenOnlyTaken
    : (leastShare[type] ?? otherLeastShare);
  const share = tokens(answer, language).length / tokens(target, language).length;
  if (share >= least) return undefined;
  const message = `The answer holds only ${Math.round(share * 100)} % of the code it was to replace.`;
  return { line: 0, message };
}

/** Documenting code leaves the code itself as it is, but for its layout. */
function changedCode({ target, answer, language, instruction }: Edit, type: TaskType) {
  if (type !== 'docs' || instruction !== defaultInstructions.docs) return undefined;
  const wanted = layoutFree(target, language);
  const given = layoutFree(answer, language);
  const change = wanted.findIndex((token, index) => token !== given[index]);
  const same = change < 0 && wanted.length === given.length;
  if (same && keepsStrings(target, answer, language)) return undefined;
  return { line: 0, message: 'The answer changes code that it was to document only.' };
}

/** All strings are there in their order; documentation may have added some, as in Python. */
function keepsStrings(
  target: readonly string[],
  answer: readonly string[],
  language: string,
): boolean {
  const given = stringsIn(answer, language);
  let from = 0;
  return stringsIn(target, language).every((text) => {
    const place = given.indexOf(text, from);
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

/** Words and signs of the code, without comments and the insides of strings. */
function tokens(lines: readonly string[], language: string): string[] {
  const code = codeLines(lines.join('\n'), language).map((line) => line.code);
  return code.join('\n').match(/[\w$]+|[^\s\w]/g) ?? [];
}
