import { afterAll, afterEach, expect, test } from 'vitest';
import {
  createTokenCounter,
  type TokenCounter,
} from '../../../../src/execution/attempt/countTokens.ts';
import { takeOutRepeats } from '../../../../src/execution/attempt/repeatedCharacters.ts';
import { estimateTokens } from '../../../../src/routing/candidates/requirements.ts';

const workerUrl = new URL('../../../../src/execution/attempt/tokenWorker.ts', import.meta.url);
const patientMs = 30_000;
// The vocabulary is loaded once.
const warm = createTokenCounter({ workerUrl, timeoutMs: patientMs });
let counter: TokenCounter | undefined;

function counting(timeoutMs = patientMs, url = workerUrl): TokenCounter {
  counter = createTokenCounter({ workerUrl: url, timeoutMs });
  return counter;
}

afterEach(() => counter?.dispose());
afterAll(() => warm.dispose());

test('counts as the o200k vocabulary does', async () => {
  const { count } = warm;
  expect(await count('hello world')).toEqual({ tokens: 2, exact: true });
  expect(await count('')).toEqual({ tokens: 0, exact: true });
  // A special token in a text is plain text, not an error and not one token.
  expect((await count('<|endoftext|>')).tokens).toBeGreaterThan(1);
});

test.each(['a', ' ', '=', '\n', '0'])('100,000 times %j takes no time', async (character) => {
  const { count } = warm;
  await count('warm up');
  const started = performance.now();
  const { tokens, exact } = await count(`before${character.repeat(100_000)}after`);
  expect(performance.now() - started).toBeLessThan(1_500);
  expect(exact).toBe(false);
  expect(tokens).toBeGreaterThan(500);
  expect(tokens).toBeLessThan(100_000);
});

test('a text that takes too long is estimated, and the next one is counted again', async () => {
  const { count } = counting(1_500);
  while (!(await count('warm up')).exact);
  const endless = 'ab'.repeat(100_000);
  expect(await count(endless)).toEqual({ tokens: estimateTokens(endless), exact: false });
  while (!(await count('hello world')).exact);
  expect(await count('hello world')).toEqual({ tokens: 2, exact: true });
}, 60_000);

test('a worker that cannot start leads to estimates', async () => {
  const { count } = counting(patientMs, new URL('./noSuchWorker.ts', import.meta.url));
  expect(await count('hello world')).toEqual({ tokens: 3, exact: false });
});

test('disposing answers every pending count', async () => {
  const { count, dispose } = counting();
  const waiting = count('hello world');
  dispose();
  expect(await waiting).toEqual({ tokens: 3, exact: false });
});

test.each([
  { text: '', pieces: [], repeats: [] },
  { text: 'plain', pieces: ['plain'], repeats: [] },
  { text: 'a'.repeat(512), pieces: ['a'.repeat(512)], repeats: [] },
  { text: 'a'.repeat(1024), pieces: [], repeats: [8] },
  { text: `x${'a'.repeat(640)}y${'b'.repeat(1280)}`, pieces: ['x', 'y'], repeats: [5, 10] },
])(
  'takes what repeats one character out of a text of $text.length characters',
  ({ text, pieces, repeats }) => {
    const cut = takeOutRepeats(text);
    expect(cut.pieces).toEqual(pieces);
    expect(cut.repeats.map(({ times }) => times)).toEqual(repeats);
  },
);

test.each([
  { text: '', tokens: 0 },
  { text: 'x', tokens: 1 },
  { text: 'x'.repeat(37), tokens: 10 },
  { text: '合計を返します', tokens: 6 },
  { text: 'ab合計cd計', tokens: 4 },
])('estimates $tokens tokens for $text', ({ text, tokens }) => {
  expect(estimateTokens(text)).toBe(tokens);
});
