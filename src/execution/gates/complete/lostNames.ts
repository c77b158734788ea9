import type { TaskType } from '../../../routing/task.ts';
import { type Asked, hasName } from './asked.ts';
import { codeLines } from './codeLines.ts';
import type { Edit, ScopeProblem } from './edit.ts';
import { type Named, type NameKind, namesIn } from './names.ts';

type Opinion = 'fine' | 'doubtful' | 'lost';

/** Names of code may change their kind: a function becomes a constant, a field an accessor. */
const ofCode: ReadonlySet<NameKind> = new Set(['function', 'type', 'field', 'export']);

const keyOf = ({ kind, name }: Named): string => `${ofCode.has(kind) ? 'code' : kind} ${name}`;

/** Everything that one lost name is judged by. */
interface Losses {
  readonly edit: Edit;
  readonly type: TaskType;
  readonly asked: Asked;
  readonly lost: readonly Named[];
  /** The instruction names something of the target, so that it means this and not everything. */
  readonly isSpecific: boolean;
  /** Names that are new in the answer; one that stands for an old one is taken out. */
  readonly fresh: Named[];
  readonly targetCode: string;
  /** The code of the answer and around it. */
  readonly codeAfter: string;
}

/** Finds names of the target that are gone from the answer although nobody asked for that. */
export function lostNames(edit: Edit, type: TaskType, asked: Asked): ScopeProblem[] {
  const target = read(edit.target, edit.language);
  const answer = read(edit.answer, edit.language);
  const lost = missing(target.names, answer.names).filter(
    ({ kind, name }) => !ofCode.has(kind) || !isSet(answer.code, name),
  );
  if (lost.length === 0) return [];
  const outside = [...edit.before, ...edit.after].join('\n');
  const losses: Losses = {
    edit,
    type,
    asked,
    lost,
    isSpecific: target.names.some(({ name }) => asked.says(name)),
    fresh: missing(answer.names, target.names),
    targetCode: target.code,
    codeAfter: `${outside}\n${answer.code}`,
  };
  const judged = lost.map((each) => ({ each, opinion: opinionOn(each, losses) }));
  const surely = judged.filter(({ opinion }) => opinion === 'lost').map(({ each }) => each);
  if (surely.length > 0) return [{ line: 0, message: describe(surely) }];
  const perhaps = judged.filter(({ opinion }) => opinion === 'doubtful').map(({ each }) => each);
  return perhaps.length === 0 ? [] : [{ line: 0, message: describe(perhaps), doubtful: true }];
}

function read(lines: readonly string[], language: string) {
  const split = codeLines(lines.join('\n'), language);
  const names = namesIn({ raw: lines, read: split }, language);
  // A name that two rules find in one line is one name.
  const unique = new Map(
    names.map((each) => [
      `${each.line} ${keyOf(each)} ${each.kind === 'element' ? names.indexOf(each) : ''}`,
      each,
    ]),
  );
  return { names: [...unique.values()], code: split.map(({ code }) => code).join('\n') };
}

/** The names of one text that the other has less often. */
function missing(from: readonly Named[], other: readonly Named[]): Named[] {
  const counts = new Map<string, number>();
  for (const each of other) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1);
  return from.filter((each) => {
    const left = counts.get(keyOf(each)) ?? 0;
    counts.set(keyOf(each), left - 1);
    return left <= 0;
  });
}

/** Whether code gives a value to a name, which counts as declaring it. */
function isSet(code: string, name: string): boolean {
  const literal = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(
    `(?<![\\w$.])${literal}\\s*(?:=(?!=)|:(?!:))|\\b(?:const|let|var|val|def|fn|func|function|define|local|my|type)\\s+${literal}(?![\\w$])`,
  ).test(code);
}

function opinionOn(each: Named, losses: Losses): Opinion {
  const { asked, fresh } = losses;
  const { wishes } = asked;
  const takes = wishes.has('remove') || wishes.has('rename') || wishes.has('regroup');
  if (takes && asked.names(each.name)) {
    // Its new name stands for it and for nothing else.
    if (wishes.has('rename')) takeFresh(losses, each);
    return 'fine';
  }
  if (!asked.adds || takes) {
    if (takeFresh(losses, each)) return 'fine';
  }
  if (isReworded(each, fresh)) return 'fine';
  if (isExchanged(each, losses)) return 'fine';
  if (wishes.size === 0) return 'doubtful';
  if (wishes.has('remove')) return afterRemoval(each, losses);
  if (wishes.has('rename')) return afterRenaming(each, losses);
  if (wishes.has('regroup')) return isUsed(each, losses) ? 'lost' : 'doubtful';
  if (wishes.has('tidy')) return afterTidying(each, losses);
  const mayGo = losses.type === 'debug' && (each.hidden || each.kind === 'field');
  return mayGo && !isUsed(each, losses) ? 'doubtful' : 'lost';
}

/** Takes a new name of the same kind that stands in the instruction: it is another name for an old thing. */
function takeFresh({ asked, fresh }: Losses, { kind }: Named): boolean {
  const at = fresh.findIndex(
    (each) => ofCode.has(each.kind) === ofCode.has(kind) && asked.says(each.name),
  );
  if (at < 0) return false;
  fresh.splice(at, 1);
  return true;
}

/** A title or a heading with mostly the same words. */
function isReworded({ kind, name }: Named, fresh: readonly Named[]): boolean {
  if (kind !== 'test' && kind !== 'heading') return false;
  const words = wordsOf(name);
  return fresh.some((each) => {
    const others = new Set(wordsOf(each.name));
    const shared = words.filter((word) => others.has(word)).length;
    return each.kind === kind && shared > 0 && shared * 2 >= Math.max(words.length, others.size);
  });
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** A part of a page without a name that gave way to another one. */
function isExchanged({ kind, shown }: Named, { lost, fresh }: Losses): boolean {
  const isPart = (each: Named) => each.kind === 'element' && !each.shown?.includes('"');
  if (kind !== 'element' || shown?.includes('"')) return false;
  return fresh.filter(isPart).length >= lost.filter(isPart).length;
}

function afterRemoval(each: Named, losses: Losses): Opinion {
  const { asked, lost, isSpecific } = losses;
  if (isUsed(each, losses)) return 'lost';
  const isNamed = isSpecific || lost.some(({ name }) => asked.names(name));
  if (!isNamed || asked.broad) return 'fine';
  // What only the removed code called goes with it.
  return usesIn(losses.targetCode, each.name) > 1 ? 'fine' : 'lost';
}

function afterRenaming(each: Named, losses: Losses): Opinion {
  const { asked, lost, fresh } = losses;
  const others = fresh.filter(({ kind }) => ofCode.has(kind) === ofCode.has(each.kind));
  const isNamed = losses.isSpecific || lost.some(({ name }) => asked.names(name));
  if (!isNamed && others.length >= lost.length) return 'fine';
  return isNamed && !asked.broad && others.length === 0 ? 'lost' : 'doubtful';
}

/** Tidying keeps what can be called from outside; helpers may go into the code that called them. */
function afterTidying(each: Named, losses: Losses): Opinion {
  if (!ofCode.has(each.kind)) return 'doubtful';
  if (isUsed(each, losses)) return 'lost';
  if (each.hidden) return 'fine';
  return usesIn(losses.targetCode, each.name) > 1 || each.kind === 'field' ? 'doubtful' : 'lost';
}

/** Whether code that stays still uses a name that is gone. */
function isUsed({ kind, name }: Named, { codeAfter }: Losses): boolean {
  return ofCode.has(kind) && hasName(codeAfter, name);
}

function usesIn(code: string, name: string): number {
  return code.split(/[^\w$]+/).filter((word) => word === name).length;
}

const kindWords: Readonly<Partial<Record<NameKind, string>>> = {
  test: 'the test',
  key: 'the key',
  section: 'the section',
  rule: 'the rule',
  route: 'the route',
  heading: 'the heading',
  element: 'the element',
};

/** More names are counted. Chosen by judgement. */
const mostShown = 8;

function describe(lost: readonly Named[]): string {
  const code = lost.filter(({ kind }) => ofCode.has(kind));
  if (code.length > 0) {
    return `The answer does not declare ${listOf(code.map(({ name }) => name))}, which it should replace.`;
  }
  const shown = lost.map(
    ({ kind, name, shown: own }) => `${kindWords[kind] ?? kind} ${own ?? name}`,
  );
  return `The answer leaves out ${listOf(shown)}, which the code it replaces has.`;
}

function listOf(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const more = unique.length - mostShown;
  return `${unique.slice(0, mostShown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
