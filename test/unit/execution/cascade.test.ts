import { expect, test } from 'vitest';
import type { AttemptContext } from '../../../src/execution/attempt.ts';
import { cascade } from '../../../src/execution/cascade.ts';
import type { AttemptEnd, RunEvent } from '../../../src/execution/events.ts';
import type { Gate } from '../../../src/execution/gates/gate.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { ModelCall } from '../../../src/providers/provider.ts';
import { ProviderError } from '../../../src/providers/providerError.ts';
import type { Cascade } from '../../../src/routing/decision.ts';
import { modelWith, taskWith } from '../../support/tasks.ts';

const code = (text: string) => `\`\`\`\n${text}\n\`\`\``;

/** Each model answers with what the script says for it; a wrong answer holds the word wrong. */
async function play(
  script: Readonly<Record<string, readonly string[]>>,
  plan: Partial<Cascade> = {},
  options: { readonly abortAt?: string } = {},
) {
  const controller = new AbortController();
  const calls: ModelCall[] = [];
  const recorded: string[] = [];
  const given: Record<string, number> = {};
  const ledger: Ledger = {
    recordRequest: async () => undefined,
    reserve: async ({ model }) => void recorded.push(`reserve ${model}`),
    settle: async ({ cost }) => void recorded.push(`settle ${cost.nanoUsd}`),
    recordVerdict: async ({ gate, verdict }) => void recorded.push(`${gate} ${verdict}`),
    recordOutcome: async () => undefined,
    summarize: () => Promise.reject(new Error('not asked here')),
    close: async () => undefined,
  };
  let clock = 0;
  let ids = 0;
  const context: AttemptContext = {
    ledger,
    provider: async () => ({
      id: 'p',
      async *stream(call) {
        calls.push(call);
        const nth = given[call.model] ?? 0;
        given[call.model] = nth + 1;
        const text = script[call.model]?.[nth] ?? '';
        if (text === 'DOWN') {
          throw new ProviderError({
            ...{ kind: 'unreachable', provider: 'p', origin: '', message: 'Nothing answers.' },
          } as const);
        }
        yield { kind: 'text', text };
        if (options.abortAt === call.model) controller.abort();
        controller.signal.throwIfAborted();
        yield { kind: 'usage', usage: { inputTokens: 100, outputTokens: 10 }, raw: {} };
        yield { kind: 'finish', reason: 'stop', raw: {} };
      },
    }),
    countTokens: async (text) => text.length,
    now: () => Date.UTC(2026, 10, 21),
    monotonic: () => (clock += 1000),
    newId: () => `attempt ${++ids}`,
  };
  const gate: Gate = {
    name: 'command',
    async check({ fileText = '' }) {
      if (!fileText.includes('wrong')) return { gate: 'command', kind: 'pass' };
      return { gate: 'command', kind: 'fail', evidence: [{ line: 2, message: 'test broke' }] };
    },
  };
  const rung = (name: string) => ({ tier: name, model: modelWith(`p/${name}`) });
  const events: RunEvent[] = [];
  const running = cascade(
    {
      requestId: 'request',
      task: taskWith(),
      plan: {
        kind: 'cascade',
        ladder: [rung('fast'), rung('reasoning')],
        gates: ['command'],
        retry: false,
        caps: { attempts: 4 },
        ...plan,
      },
      maxOutputTokens: 1000,
      gates: new Map([['command', gate]]),
    },
    context,
    controller.signal,
  );
  let next = await running.next();
  while (!next.done) {
    events.push(next.value);
    next = await running.next();
  }
  const end: AttemptEnd = next.value;
  const asked = calls.map(({ model }) => model);
  return { events, end, asked, calls, recorded };
}

test('an answer that passes at once is the end', async () => {
  const { end, asked, recorded } = await play({ fast: [code('right')] });
  expect(asked).toEqual(['fast']);
  expect(end.text).toBe(code('right'));
  expect(recorded).toEqual(['reserve p/fast', 'settle 150000', 'command pass']);
});

test('the next rung is told what was tried and why it failed', async () => {
  const { end, asked, calls, events, recorded } = await play({
    fast: [code('wrong')],
    reasoning: [code('right')],
  });
  expect(asked).toEqual(['fast', 'reasoning']);
  expect(end.choice.tier).toBe('reasoning');
  expect(calls[1]!.messages[0]!.text).toContain(
    '<earlier-answer model="fast" tier="fast" shortcoming="The command check failed: line 2: test broke.">',
  );
  expect(events.find(({ kind }) => kind === 'again')).toMatchObject({ how: 'climb' });
  expect(recorded.filter((fact) => fact.startsWith('settle'))).toHaveLength(2);
});

test('a retry asks the same model once more before climbing', async () => {
  const { asked, end } = await play({ fast: [code('wrong'), code('right')] }, { retry: true });
  expect(asked).toEqual(['fast', 'fast']);
  expect(end.text).toBe(code('right'));
});

test('a call that failed is not made again on the same model', async () => {
  const { asked, end } = await play(
    { fast: ['DOWN'], reasoning: [code('right')] },
    { retry: true },
  );
  expect(asked).toEqual(['fast', 'reasoning']);
  expect(end.outcome).toBe('complete');
});

const capped: [string, Partial<Cascade>][] = [
  ['attempts', { caps: { attempts: 1 } }],
  ['money', { caps: { attempts: 9, nanoUsd: 150_000 } }],
  ['seconds', { caps: { attempts: 9, seconds: 1 } }],
];
test.each(capped)('no attempt begins beyond the cap on %s', async (_, plan) => {
  const { asked, end } = await play({ fast: [code('wrong')], reasoning: [code('right')] }, plan);
  expect(asked).toEqual(['fast']);
  expect(end.text).toBe(code('wrong'));
});

test('when every rung fails, the last answer is kept', async () => {
  const { end, asked } = await play({ fast: [code('wrong 1')], reasoning: [code('wrong 2')] });
  expect(asked).toEqual(['fast', 'reasoning']);
  expect(end.text).toBe(code('wrong 2'));
});

test('a gate that is not set up is no witness', async () => {
  const { asked, recorded } = await play({ fast: [code('wrong')] }, { gates: ['judge'] });
  expect(asked).toEqual(['fast']);
  expect(recorded).toContain('judge couldNotRun');
});

test('cancelling ends the climb', async () => {
  const { asked, end } = await play({ fast: [code('wrong')] }, {}, { abortAt: 'fast' });
  expect(asked).toEqual(['fast']);
  expect(end.outcome).toBe('cancelled');
});
