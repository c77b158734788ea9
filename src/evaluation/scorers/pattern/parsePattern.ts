/*
 * Regular expressions that cannot run away. JavaScript's own engine tries one way after the other, and
 * some patterns make it try forever; looking at a pattern does not tell which ones for sure. So these are
 * run by following all ways at once (Thompson 1968; `runPattern.ts`), which takes a time that is
 * proportional to the text. The price is that a pattern cannot look around or refer back to a group.
 */

/** A pattern, taken apart. */
export type PatternNode =
  /** One character: the source of a class, an escape or a literal. */
  | { readonly kind: 'sign'; readonly source: string }
  | { readonly kind: 'place'; readonly place: 'start' | 'end' | 'edge' | 'notEdge' }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly body: PatternNode;
      readonly least: number;
      /** Infinite for no limit. */
      readonly most: number;
    };

/** A pattern that cannot be used, and why; the message is for the user. */
export class PatternProblem extends Error {}

/** Deeper groups than this are refused, because each is a call. */
const deepest = 100;

/** Takes a pattern apart. Throws a `PatternProblem` for what it does not know. */
export function parsePattern(pattern: string): PatternNode {
  const reader = { pattern, at: 0, depth: 0 };
  const node = readChoice(reader);
  if (reader.at < pattern.length) throw new PatternProblem('A `)` closes no group.');
  return node;
}

interface Reader {
  readonly pattern: string;
  at: number;
  depth: number;
}

function readChoice(reader: Reader): PatternNode {
  const options = [readSequence(reader)];
  while (reader.pattern[reader.at] === '|') {
    reader.at += 1;
    options.push(readSequence(reader));
  }
  return options.length === 1 ? options[0]! : { kind: 'choice', options };
}

function readSequence(reader: Reader): PatternNode {
  const parts: PatternNode[] = [];
  while (reader.at < reader.pattern.length && !/[|)]/.test(reader.pattern[reader.at]!)) {
    parts.push(withRepeat(readOne(reader), reader));
  }
  return { kind: 'sequence', parts };
}

/** What matches a sticky expression at the reader's place, which moves behind it. */
function take(reader: Reader, sticky: RegExp): RegExpExecArray | undefined {
  sticky.lastIndex = reader.at;
  const found = sticky.exec(reader.pattern) ?? undefined;
  if (found) reader.at = sticky.lastIndex;
  return found;
}

function readOne(reader: Reader): PatternNode {
  const group = take(reader, /\((?:\?:|\?<[\p{L}_$][\p{L}\p{N}_$]*>)?/uy);
  if (group) return readGroup(reader);
  if (take(reader, /\^/y)) return { kind: 'place', place: 'start' };
  if (take(reader, /\$/y)) return { kind: 'place', place: 'end' };
  if (take(reader, /\\b/y)) return { kind: 'place', place: 'edge' };
  if (take(reader, /\\B/y)) return { kind: 'place', place: 'notEdge' };
  if (take(reader, /\\(?:[1-9]|k<)/y)) {
    throw new PatternProblem('A pattern cannot refer back to a group, as with `\\1`.');
  }
  const sign =
    take(reader, /\[(?:\\[^]|[^\]\\])*\]/y) ??
    take(reader, /\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|c[a-z]|[pP]\{[^}]*\}|[^])/iuy) ??
    take(reader, /[^*+?{}()[\]\\]/uy) ??
    take(reader, /[{}\]]/y);
  if (sign) return { kind: 'sign', source: /^[{}\]]$/.test(sign[0]) ? `\\${sign[0]}` : sign[0] };
  throw new PatternProblem(`The pattern is broken at character ${reader.at + 1}.`);
}

function readGroup(reader: Reader): PatternNode {
  if (reader.pattern[reader.at] === '?') {
    throw new PatternProblem('A pattern cannot look around or set flags, as with `(?=` or `(?i)`.');
  }
  reader.depth += 1;
  if (reader.depth > deepest) throw new PatternProblem(`Groups are nested over ${deepest} deep.`);
  const body = readChoice(reader);
  if (!take(reader, /\)/y)) throw new PatternProblem('A group is not closed.');
  reader.depth -= 1;
  return body;
}

function withRepeat(body: PatternNode, reader: Reader): PatternNode {
  const found = take(reader, /(?:([*+?])|\{(\d+)(,(\d*))?\})\??/y);
  if (!found) return body;
  const [, sign, least, comma, most] = found;
  if (sign !== undefined) {
    return {
      kind: 'repeat',
      body,
      least: sign === '+' ? 1 : 0,
      most: sign === '?' ? 1 : Infinity,
    };
  }
  const upTo = most ? Number(most) : Infinity;
  return {
    kind: 'repeat',
    body,
    least: Number(least),
    most: comma === undefined ? Number(least) : upTo,
  };
}
