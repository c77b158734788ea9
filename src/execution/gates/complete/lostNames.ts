import type { TaskType } from '../../../routing/task.ts';
import type { Asked } from './asked.ts';
import { codeLines } from './codeLines.ts';
import { columnsBefore } from './declarations.ts';
import type { Edit, ScopeProblem } from './edit.ts';
import type { Named, NameKind } from './named.ts';
import { namesIn } from './names.ts';

type Opinion = 'fine' | 'doubtful' | 'lost';

/** Names of code may change their kind: a function becomes a constant, a field an accessor. */
const ofCode: ReadonlySet<NameKind> = new Set(['function', 'type', 'field']);

const keyOf = ({ kind, name }: Named): string => `${ofCode.has(kind) ? 'code' : kind} ${name}`;

/** Everything that one lost name is judged by. */
interface Losses {
  readonly type: TaskType;
  readonly asked: Asked;
  /** The instruction names something of the target, so that it means this and not everything. */
  readonly isSpecific: boolean;
  /** New names that stand in the instruction; one that stands for an old one is taken out. */
  readonly said: Named[];
  readonly fresh: readonly Named[];
  /** More names of their kind came than went. */
  readonly hasEnoughFresh: boolean;
  readonly hasEnoughParts: boolean;
  /** How often each word stands in the target's code. */
  readonly before: ReadonlyMap<string, number>;
  /** The same in the answer's code and around it. */
  readonly after: ReadonlyMap<string, number>;
}

/** Finds names of the target that are gone from the answer although nobody asked for that. */
export function lostNames(edit: Edit, type: TaskType, asked: Asked): ScopeProblem[] {
  const target = read(edit.target, edit.language);
  const answer = read(edit.answer, edit.language);
  const set = namesSetIn(answer.code);
  const exported = new Set([...answer.code.matchAll(exportedThing)].map(([, name]) => name!));
  const lost = missing(target, answer).filter(({ kind, name }) => {
    if (kind === 'export') return !exported.has(name);
    return !ofCode.has(kind) || !set.has(name);
  });
  if (lost.length === 0) return [];
  const fresh = missing(answer, target);
  const outside = [...edit.before, ...edit.after].join('\n');
  const losses: Losses = {
    type,
    asked,
    isSpecific:
      target.names.some(({ name }) => asked.says(name)) ||
      lost.some(({ name }) => asked.names(name)),
    said: fresh.filter(({ name }) => asked.says(name)),
    fresh,
    hasEnoughFresh: fresh.length >= lost.length,
    hasEnoughParts: fresh.filter(isNamelessPart).length >= lost.filter(isNamelessPart).length,
    before: wordCounts(target.code),
    after: wordCounts(`${outside}\n${answer.code}`),
  };
  const parts = asked.wishes.has('remove') ? partsOfNamed(lost, edit.target, asked) : new Set();
  const judged = lost
    .filter((each) => !parts.has(each))
    .map((each) => ({ each, opinion: opinionOn(each, losses) }));
  const surely = judged.filter(({ opinion }) => opinion === 'lost').map(({ each }) => each);
  if (surely.length > 0) return [{ line: 0, message: describe(surely) }];
  const perhaps = judged.filter(({ opinion }) => opinion === 'doubtful').map(({ each }) => each);
  return perhaps.length === 0 ? [] : [{ line: 0, message: describe(perhaps), doubtful: true }];
}

interface Read {
  readonly names: readonly Named[];
  /** The name of what holds a name. */
  readonly around: ReadonlyMap<Named, string>;
  readonly code: string;
}

function read(lines: readonly string[], language: string): Read {
  const split = codeLines(lines.join('\n'), language);
  const names = namesIn({ raw: lines, read: split }, language);
  // A name that two rules find in one line is one name; elements may stand in one line.
  const keyed = names.map((each, index) => {
    const place = each.kind === 'element' || each.kind === 'key' ? index : each.line;
    return [`${place} ${keyOf(each)}`, each] as const;
  });
  const unique = [...new Map(keyed).values()].toSorted((one, next) => one.line - next.line);
  return {
    names: unique,
    around: holders(unique, lines),
    code: split.map(({ code }) => code).join('\n'),
  };
}

/** The name of what each name stands in, by indentation. */
function holders(names: readonly Named[], lines: readonly string[]): Map<Named, string> {
  const open: { readonly name: string; readonly column: number }[] = [];
  return new Map(
    names.map((each) => {
      const column = columnsBefore(lines[each.line]!);
      while (open.length > 0 && open.at(-1)!.column >= column) open.pop();
      const holder = open.at(-1)?.name ?? '';
      open.push({ name: each.name, column });
      return [each, holder] as const;
    }),
  );
}

/** What stands inside something that the instruction names, which goes with it. */
function partsOfNamed(
  lost: readonly Named[],
  target: readonly string[],
  asked: Asked,
): ReadonlySet<Named> {
  const parts = new Set<Named>();
  let around: Named | undefined;
  for (const each of lost) {
    if (asked.names(each.name)) {
      around = each;
      continue;
    }
    if (!around) continue;
    const isInside =
      each.line === around.line ||
      (around.kind === 'section' && each.kind === 'key') ||
      columnsBefore(target[each.line]!) > columnsBefore(target[around.line]!);
    const between = target.slice(around.line + 1, each.line + 1);
    const column = columnsBefore(target[around.line]!);
    const isApart = between.some(
      (line) => /[\p{L}\p{N}]/u.test(line) && columnsBefore(line) <= column,
    );
    if (isInside && (!isApart || around.kind === 'section' || each.line === around.line)) {
      parts.add(each);
    } else around = undefined;
  }
  return parts;
}

/** A part of a page that has no name of its own. */
const isNamelessPart = ({ kind, shown }: Named): boolean =>
  kind === 'element' && shown?.includes('"') === false;

function wordCounts(code: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of code.matchAll(/[\p{L}\p{N}_$]+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** A declaration that exports what it declares. */
const exportedThing =
  /\bexport\s+(?:default\s+)?(?:declare\s+|abstract\s+|async\s+)*(?:const|let|var|function\s*\*?|class|type|interface|enum|namespace)\s+([\w$]+)/g;

/**
 * The names of one text that the other has less often. Of several that are called the same, those that
 * stand in the same thing belong together.
 */
function missing(from: Read, other: Read): Named[] {
  const left = new Map<string, number>();
  const count = (key: string, by: number) => left.set(key, (left.get(key) ?? 0) + by);
  for (const each of other.names) {
    count(keyOf(each), 1);
    count(`${keyOf(each)} in ${other.around.get(each)}`, 1);
  }
  const take = (each: Named, key: string): boolean => {
    if ((left.get(key) ?? 0) <= 0 || (left.get(keyOf(each)) ?? 0) <= 0) return false;
    count(key, -1);
    if (key !== keyOf(each)) count(keyOf(each), -1);
    return true;
  };
  const elsewhere = from.names.filter(
    (each) => !take(each, `${keyOf(each)} in ${from.around.get(each)}`),
  );
  return elsewhere.filter((each) => !take(each, keyOf(each)));
}

/** The names that code gives a value to, which counts as declaring them. */
function namesSetIn(code: string): Set<string> {
  const found = code.matchAll(
    /(?<![\w$.])([\w$]+)\s*(?:=(?!=)|:(?!:))|\b(?:const|let|var|val|def|fn|func|function|define|local|my|type)\s+([\w$]+)/g,
  );
  return new Set([...found].map(([, value, declared]) => value ?? declared!));
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
  if (isNamelessPart(each) && losses.hasEnoughParts) return 'fine';
  if (wishes.size === 0) return 'doubtful';
  if (wishes.has('remove')) return afterRemoval(each, losses);
  if (wishes.has('rename')) return afterRenaming(losses);
  if (wishes.has('regroup')) return isUsed(each, losses) ? 'lost' : 'doubtful';
  if (wishes.has('tidy')) return afterTidying(each, losses);
  // Constructors and the like are written by other means, too.
  if (/^(?:__\w+__|constructor)$/.test(each.name)) return 'doubtful';
  const mayGo = losses.type === 'debug' && (each.hidden || each.kind === 'field');
  return mayGo && !isUsed(each, losses) ? 'doubtful' : 'lost';
}

/** Takes a new name of the same kind that stands in the instruction: it is another name for an old thing. */
function takeFresh({ said }: Losses, { kind }: Named): boolean {
  const at = said.findIndex((each) => ofCode.has(each.kind) === ofCode.has(kind));
  if (at < 0) return false;
  said.splice(at, 1);
  return true;
}

/** Titles that one is compared with. Chosen by judgement. */
const mostCompared = 200;

/** A title or a heading with mostly the same words. */
function isReworded({ kind, name }: Named, fresh: readonly Named[]): boolean {
  if (kind !== 'test' && kind !== 'heading') return false;
  const words = wordsOf(name);
  return fresh.slice(0, mostCompared).some((each) => {
    const others = new Set(wordsOf(each.name));
    const shared = words.filter((word) => others.has(word)).length;
    return each.kind === kind && shared > 0 && shared * 2 >= Math.max(words.length, others.size);
  });
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function afterRemoval(each: Named, losses: Losses): Opinion {
  if (isUsed(each, losses)) return 'lost';
  if (!losses.isSpecific || losses.asked.broad) return 'fine';
  // What only the removed code called goes with it.
  return wasUsed(each, losses) ? 'fine' : 'lost';
}

function afterRenaming({ asked, isSpecific, fresh, hasEnoughFresh }: Losses): Opinion {
  if (!isSpecific && hasEnoughFresh) return 'fine';
  return isSpecific && !asked.broad && fresh.length === 0 ? 'lost' : 'doubtful';
}

/** Tidying keeps what can be called from outside; helpers may go into the code that called them. */
function afterTidying(each: Named, losses: Losses): Opinion {
  if (!ofCode.has(each.kind)) return 'doubtful';
  if (isUsed(each, losses)) return 'lost';
  if (each.hidden) return 'fine';
  return wasUsed(each, losses) || each.kind === 'field' ? 'doubtful' : 'lost';
}

/** Whether code that stays still uses a name that is gone. */
function isUsed({ kind, name }: Named, { after }: Losses): boolean {
  return ofCode.has(kind) && after.has(name);
}

/** Whether the target used the name beside declaring it. */
function wasUsed({ name }: Named, { before }: Losses): boolean {
  return (before.get(name) ?? 0) > 1;
}

const kindWords: Readonly<Partial<Record<NameKind, string>>> = {
  test: 'the test',
  key: 'the key',
  section: 'the section',
  rule: 'the rule',
  export: 'the export',
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
