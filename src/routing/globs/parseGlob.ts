import { toSay } from '../say.ts';

/** A piece of a glob, in the order in which the pieces stand. */
export type Piece =
  | { readonly kind: 'text'; readonly code: number }
  /** One character of a name: `?`. */
  | { readonly kind: 'any' }
  /** One character of a name out of some: `[a-z]`. */
  | { readonly kind: 'class'; readonly ranges: readonly Range[]; readonly isNegated: boolean }
  /** Any part of a name: `*`. */
  | { readonly kind: 'star' }
  /** Any folders with the slash after them, or none: `**` and a slash. */
  | { readonly kind: 'folders' }
  /** A slash and everything below, or nothing: a slash and `**`. */
  | { readonly kind: 'below' }
  /** Everything: `**` alone. */
  | { readonly kind: 'everything' }
  | {
      readonly kind: 'group';
      /** Once, at most once, at least once, any number of times; or anything else in a name. */
      readonly times: '@' | '?' | '+' | '*' | '!';
      readonly alternatives: readonly Pieces[];
    };

export type Pieces = readonly Piece[];
/** Codes of the first and the last character. */
export type Range = readonly [number, number];

/** A glob in pieces; `isNegated` when it matches what the pieces do not. */
export interface ParsedGlob {
  readonly isNegated: boolean;
  readonly pieces: Pieces;
}

// Each limit is chosen by judgement: several times what people write, and so small that the worst pattern was seen to
// take 2 µs for each character of a path.
const longestGlob = 1_000;
const mostAlternatives = 200;
const tooComplicated = {
  characters: toSay(
    'This pattern is too complicated: it has more than 1000 characters. Write several shorter patterns.',
  ),
  depth: toSay(
    'This pattern is too complicated: its groups lie more than 4 deep. Write several shorter patterns.',
  ),
  wild: toSay(
    'This pattern is too complicated: it has more than 60 wildcards and groups. Write several shorter patterns.',
  ),
  alternatives: toSay(
    'This pattern is too complicated: its groups offer more than 200 choices. Write several shorter patterns.',
  ),
  exceptions: toSay(
    'This pattern is too complicated: it has more than 3 exceptions !(…). Write several shorter patterns.',
  ),
  wildException: toSay(
    'This pattern is too complicated: an exception !(…) holds names and * only. Write several shorter patterns.',
  ),
} as const;

/** Reads a glob; `problem` is a sentence for people that says what to write instead, marked by `toSay`. */
export function parseGlob(written: string): ParsedGlob | { readonly problem: string } {
  if (written.length > longestGlob) return { problem: tooComplicated.characters };
  const exclaimed = /^(?:!(?!\())*/.exec(written)![0].length;
  const glob = written.slice(exclaimed).replace(/^(?:\.\/)+/, '');
  const { ends, depth } = bracketsIn(glob);
  if (depth > 4) return { problem: tooComplicated.depth };
  const reader: Reader = {
    glob,
    ends,
    counts: { wild: 0, alternatives: 0, exceptions: 0, hasWildException: false },
  };
  const whole = { from: 0, to: glob.length, beginsName: true, endsName: true };
  const pieces = piecesIn(reader, whole);
  const { wild, alternatives, exceptions, hasWildException } = reader.counts;
  if (wild > 60) return { problem: tooComplicated.wild };
  if (alternatives > mostAlternatives) return { problem: tooComplicated.alternatives };
  if (exceptions > 3) return { problem: tooComplicated.exceptions };
  if (hasWildException) return { problem: tooComplicated.wildException };
  return { isNegated: exclaimed % 2 === 1, pieces };
}

interface Reader {
  readonly glob: string;
  /** Where each bracket that opens a group or a class is closed. */
  readonly ends: ReadonlyMap<number, number>;
  readonly counts: {
    wild: number;
    alternatives: number;
    exceptions: number;
    hasWildException: boolean;
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
  /** Whether a name of a file or folder begins at `from`. */
  readonly beginsName: boolean;
  /** Whether one ends at `to`. */
  readonly endsName: boolean;
}

const closers: Readonly<Record<string, string>> = { '(': ')', '{': '}' };

/** Pairs brackets; one without its partner stands for itself, as do braces without a choice. */
function bracketsIn(glob: string): { ends: Map<number, number>; depth: number } {
  const ends = new Map<number, number>();
  const open: { at: number; close: string; hasChoice: boolean }[] = [];
  let depth = 0;
  for (let at = 0; at < glob.length; at += 1) {
    const sign = glob[at]!;
    const innermost = open.at(-1);
    if (sign === '\\') at += 1;
    else if (sign === '[') {
      const end = classEnd(glob, at);
      if (end === undefined) continue;
      ends.set(at, end);
      at = end;
    } else if (closers[sign]) {
      open.push({ at, close: closers[sign], hasChoice: sign === '(' });
    } else if (innermost && (sign === ',' || glob.startsWith('..', at))) innermost.hasChoice = true;
    else if (innermost?.close === sign) {
      if (innermost.hasChoice) {
        ends.set(innermost.at, at);
        depth = Math.max(depth, open.length);
      }
      open.pop();
    }
  }
  return { ends, depth };
}

// The longest class that is searched for its end; a longer one stands for itself.
const longestClass = 100;

function classEnd(glob: string, open: number): number | undefined {
  const first = /[!^]/.test(glob[open + 1] ?? '') ? open + 2 : open + 1;
  for (let at = first; at < Math.min(glob.length, open + longestClass); at += 1) {
    if (glob[at] === '\\') at += 1;
    else if (glob[at] === '/') return undefined;
    else if (glob[at] === ']' && at > first) return at;
  }
  return undefined;
}

function piecesIn(reader: Reader, span: Span): Pieces {
  const { glob } = reader;
  const pieces: Piece[] = [];
  for (let at = span.from; at < span.to;) {
    const beginsName = at === span.from ? span.beginsName : glob[at - 1] === '/';
    const read = pieceAt(reader, at, { ...span, beginsName });
    pieces.push(read.piece);
    at = read.next;
  }
  return pieces;
}

interface Read {
  readonly piece: Piece;
  readonly next: number;
}

function pieceAt(reader: Reader, at: number, span: Span): Read {
  const { glob, ends, counts } = reader;
  const sign = glob[at]!;
  const group = groupAt(reader, at, span);
  if (group) return group;
  // After a star, the slash must be there: `*/**` means what lies in folders.
  const isBelow = sign === '/' && glob[at - 1] !== '*' && glob.startsWith('/**', at);
  if (isBelow && span.endsName && at + 3 === span.to) {
    counts.wild += 1;
    return { piece: { kind: 'below' }, next: at + 3 };
  }
  if (sign === '*') {
    counts.wild += 1;
    return starsAt(glob, at, span);
  }
  if (sign === '?') {
    counts.wild += 1;
    return { piece: { kind: 'any' }, next: at + 1 };
  }
  const end = sign === '[' ? ends.get(at) : undefined;
  if (end !== undefined) {
    counts.wild += 1;
    return { piece: classOf(glob.slice(at + 1, end)), next: end + 1 };
  }
  const escaped = sign === '\\' && at + 1 < span.to ? 1 : 0;
  return {
    piece: { kind: 'text', code: glob.charCodeAt(at + escaped) },
    next: at + escaped + 1,
  };
}

function starsAt(glob: string, at: number, { to, beginsName, endsName }: Span): Read {
  // Some people write `**.ts` for all such files; elsewhere two stars beside a text are one star.
  if (at === 0 && /^\*\*[^*/]/.test(glob)) return { piece: { kind: 'everything' }, next: 2 };
  let next = at;
  while (next < to && glob[next] === '*' && glob[next + 1] !== '(') next += 1;
  const isWhole = next - at === 2 && beginsName;
  if (isWhole && glob[next] === '/' && next < to) {
    return { piece: { kind: 'folders' }, next: next + 1 };
  }
  if (isWhole && next === to && endsName) return { piece: { kind: 'everything' }, next };
  return { piece: { kind: 'star' }, next: Math.max(next, at + 1) };
}

function groupAt(reader: Reader, at: number, span: Span): Read | undefined {
  const { glob, ends, counts } = reader;
  const sign = glob[at]!;
  const isTimed = /[@?+*!]/.test(sign) && glob[at + 1] === '(' && ends.has(at + 1);
  const open = isTimed ? at + 1 : at;
  const bracket = glob[open];
  const end = bracket === '(' || bracket === '{' ? ends.get(open) : undefined;
  if (end === undefined) return undefined;
  counts.wild += 1;
  const next = end + 1;
  const around = {
    beginsName: span.beginsName,
    endsName: next === span.to ? span.endsName : glob[next] === '/',
  };
  const inside = { from: open + 1, to: end };
  const alternatives =
    (bracket === '{' && rangeIn(glob.slice(inside.from, inside.to))) ||
    partsOf(reader, inside, bracket === '{' ? ',' : '|').map((part) =>
      piecesIn(reader, { ...part, ...around }),
    );
  counts.alternatives += alternatives.length;
  if (isTimed && sign === '!') {
    counts.exceptions += 1;
    counts.hasWildException ||= !alternatives.flat().every(isPlain);
  }
  const times = isTimed ? (sign as '@' | '?' | '+' | '*' | '!') : '@';
  return { piece: { kind: 'group', times, alternatives }, next };
}

// Others would make the pieces of many readings of one name.
function isPlain({ kind }: Piece): boolean {
  return kind === 'text' || kind === 'star';
}

/** The parts of a group between its separators, without those of groups inside. */
function partsOf(
  { glob, ends }: Reader,
  { from, to }: Pick<Span, 'from' | 'to'>,
  separator: string,
): Pick<Span, 'from' | 'to'>[] {
  const parts = [];
  let start = from;
  for (let at = from; at < to; at += 1) {
    if (glob[at] === '\\') at += 1;
    else if (ends.has(at)) at = ends.get(at)!;
    else if (glob[at] === separator) {
      parts.push({ from: start, to: at });
      start = at + 1;
    }
  }
  return [...parts, { from: start, to }];
}

/** `1..9` and `a..f` as alternatives; undefined for anything else. */
function rangeIn(text: string): Pieces[] | undefined {
  const [, first, last] = /^(\d{1,6}|[a-zA-Z])\.\.(\d{1,6}|[a-zA-Z])$/.exec(text) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const areNumbers = /\d/.test(first);
  if (areNumbers !== /\d/.test(last)) return undefined;
  const codeOf = (end: string) => (areNumbers ? Number(end) : end.charCodeAt(0));
  const [from, to] = [codeOf(first), codeOf(last)].toSorted((a, b) => a - b) as [number, number];
  // One more than is allowed, which then is reported.
  const count = Math.min(to - from, mostAlternatives) + 1;
  return Array.from({ length: count }, (_, index) =>
    textOf(areNumbers ? String(from + index) : String.fromCharCode(from + index)),
  );
}

function textOf(text: string): Pieces {
  return [...text].map((each) => ({ kind: 'text', code: each.charCodeAt(0) }));
}

function classOf(written: string): Piece {
  const isNegated = /^[!^]/.test(written);
  const codes = [...written.slice(Number(isNegated)).matchAll(/\\?([^])/g)].map(
    ([whole, sign]) => ({
      code: sign!.charCodeAt(0),
      isDash: whole === '-',
    }),
  );
  const ranges: Range[] = [];
  for (let at = 0; at < codes.length; at += 1) {
    const isRange = codes[at + 1]?.isDash === true && codes[at + 2] !== undefined;
    ranges.push([codes[at]!.code, codes[at + (isRange ? 2 : 0)]!.code]);
    if (isRange) at += 2;
  }
  return { kind: 'class', ranges, isNegated };
}
