import type { TiktokenBPE } from 'js-tiktoken/lite';

/** Splits a text into tokens, each given as the base64 of its UTF-8 bytes. */
export type Tokenizer = (text: string) => string[];

/**
 * Reads a vocabulary of byte pairs. The vocabulary is written in base64, so its tokens are kept like this: all
 * 200,000 are read in a tenth of a second and take some 30 MB. Special tokens in a text are plain text.
 */
export function readVocabulary({ pat_str, bpe_ranks }: TiktokenBPE): Tokenizer {
  const ranks = ranksOf(bpe_ranks);
  const word = new RegExp(pat_str, 'gu');
  return (text) => (text.match(word) ?? []).flatMap((found) => tokensOf(Buffer.from(found), ranks));
}

/** From a token to its rank: of two pairs, that of the lower rank is joined first. */
type Ranks = ReadonlyMap<string, number>;

/** Each line is a mark, the rank of its first token and then its tokens. */
function ranksOf(lines: string): Ranks {
  const ranks = new Map<string, number>();
  for (const line of lines.split('\n')) {
    const [, first, ...tokens] = line.split(' ');
    for (const [index, token] of tokens.entries()) ranks.set(token, Number(first) + index);
  }
  return ranks;
}

/** Joins bytes, and then parts, as long as two neighbours are a token. */
function tokensOf(bytes: Buffer, ranks: Ranks): string[] {
  const whole = bytes.toString('base64');
  if (ranks.has(whole)) return [whole];
  const part = (from: number, to: number) => bytes.toString('base64', starts[from], starts[to]);
  const starts = Array.from({ length: bytes.length + 1 }, (_, at) => at);
  const rankOfPair = (at: number) => ranks.get(part(at, at + 2)) ?? Infinity;
  // The last entry is that of the last byte, which has no neighbour.
  const pairs = Array.from(bytes, (_, at) => (at + 1 < bytes.length ? rankOfPair(at) : Infinity));
  for (let at = lowest(pairs); pairs[at] !== Infinity; at = lowest(pairs)) {
    starts.splice(at + 1, 1);
    pairs.splice(at + 1, 1);
    if (at > 0) pairs[at - 1] = rankOfPair(at - 1);
    pairs[at] = at + 1 < pairs.length ? rankOfPair(at) : Infinity;
  }
  return pairs.map((_, at) => part(at, at + 1));
}

/** The place of the lowest rank; of several, the first. */
function lowest(ranks: readonly number[]): number {
  let place = 0;
  for (let at = 1; at < ranks.length; at++) if (ranks[at]! < ranks[place]!) place = at;
  return place;
}
