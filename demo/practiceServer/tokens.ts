import ranks from 'js-tiktoken/ranks/o200k_base';
import { readVocabulary } from '../../src/execution/attempt/vocabulary.ts';

const tokensOf = readVocabulary(ranks);

// An unbroken run takes far more than linear time, so long runs are cut into short pieces first.
const longRun = /\s{513,}|\S{513,}/g;
const pieceLength = 64;

function* pieces(text: string): Generator<string> {
  let from = 0;
  for (const match of text.matchAll(longRun)) {
    yield text.slice(from, match.index);
    from = match.index + match[0].length;
    for (let start = match.index; start < from; start += pieceLength) {
      yield text.slice(start, Math.min(from, start + pieceLength));
    }
  }
  yield text.slice(from);
}

function encode(text: string): string[] {
  return [...pieces(text)].flatMap(tokensOf);
}

/** Tokens of a text in o200k_base. */
export function countTokens(text: string): number {
  return encode(text).length;
}

/** The longest start of a text that has at most `limit` tokens. */
export function cutToTokens(text: string, limit: number): string {
  const tokens = encode(text);
  if (tokens.length <= limit) return text;
  // A cut inside a character leaves a replacement mark behind.
  const bytes = tokens.slice(0, Math.max(0, limit)).map((token) => Buffer.from(token, 'base64'));
  return Buffer.concat(bytes)
    .toString()
    .replace(/\uFFFD+$/, '');
}
