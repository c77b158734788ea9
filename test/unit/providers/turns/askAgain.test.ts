import { expect, test } from 'vitest';
import { usualDialect, learnDialect } from '../../../../src/providers/openaiCompatible/dialect.ts';
import type { Dialect } from '../../../../src/providers/openaiCompatible/messages.ts';
import type { Part } from '../../../../src/providers/provider.ts';
import { ProviderError } from '../../../../src/providers/providerError.ts';
import { askAgain } from '../../../../src/providers/turns/askAgain.ts';

/** Plays a server that refuses with these words, one after the other, and then answers. */
async function played(refusals: readonly string[], lastsForever = false) {
  const asked: Dialect[] = [];
  const kept: Dialect[] = [];
  async function* ask(dialect: Dialect): AsyncGenerator<Part> {
    const words = refusals[asked.length] ?? (lastsForever ? refusals.at(-1) : undefined);
    asked.push(dialect);
    if (words !== undefined) {
      throw new ProviderError({ kind: 'badRequest', provider: 'P', origin: '', message: words });
    }
    yield { kind: 'text', text: 'Hello' };
  }
  const parts: Part[] = [];
  const answer = askAgain({
    manner: usualDialect,
    ask,
    learn: learnDialect,
    keep: (dialect) => kept.push(dialect),
  });
  const error = await (async () => {
    for await (const part of answer) parts.push(part);
  })().catch((thrown: unknown) => thrown);
  return { asked, kept, parts, error };
}

test('what the server takes in the end is kept, and nothing before', async () => {
  const { asked, kept, parts, error } = await played([
    'Unknown parameter stream_options',
    'temperature is not supported',
  ]);
  expect(error).toBeUndefined();
  expect(parts).toHaveLength(1);
  expect(kept).toEqual([{ ...usualDialect, usageInStream: false, temperature: false }]);
  expect(asked).toHaveLength(3);
});

test('an answer at once teaches nothing', async () => {
  expect(await played([])).toMatchObject({ kept: [], asked: [usualDialect] });
});

test.each(['reasoning_content is missing', 'stream_options', 'a refusal that teaches nothing'])(
  'a server that never stops refusing is not asked for ever: %s',
  async (words) => {
    const { asked, kept, error } = await played([words], true);
    expect(error).toMatchObject({ kind: 'badRequest', message: words });
    expect(asked.length).toBeLessThan(5);
    expect(new Set(asked.map((each) => JSON.stringify(each))).size).toBe(asked.length);
    expect(kept).toEqual([]);
  },
);
