import { expect, test } from 'vitest';
import type { AttemptContext } from '../../../src/execution/attempt.ts';
import type { AttemptEnd, RunEvent } from '../../../src/execution/events.ts';
import { run } from '../../../src/execution/run.ts';
import type { ReservationFact, SettlementFact } from '../../../src/ledger/facts.ts';
import { LedgerError, type Ledger } from '../../../src/ledger/ledger.ts';
import type { Part } from '../../../src/providers/provider.ts';
import { ProviderError } from '../../../src/providers/providerError.ts';
import { modelWith, taskWith } from '../../support/tasks.ts';

const text = (words: string): Part => ({ kind: 'text', text: words });
const usage: Part = { kind: 'usage', usage: { inputTokens: 10, outputTokens: 2 }, raw: {} };
const finish = (reason: Extract<Part, { kind: 'finish' }>['reason']): Part => ({
  kind: 'finish',
  reason,
  raw: reason,
});
const failure = (kind: ProviderError['kind']) =>
  new ProviderError({ kind, provider: 'p', origin: 'http://127.0.0.1', message: kind });

interface Script {
  readonly parts?: readonly Part[];
  readonly error?: Error;
  readonly ledgerBroken?: boolean;
  /** Aborts after the parts. */
  readonly abort?: true;
  readonly model?: Parameters<typeof modelWith>[1];
}

async function play({ parts = [], error, ledgerBroken, abort, model }: Script) {
  const log: string[] = [];
  const reservations: ReservationFact[] = [];
  const settlements: SettlementFact[] = [];
  const controller = new AbortController();
  const keep = async (name: string, done: () => void) => {
    log.push(name);
    if (ledgerBroken) throw new LedgerError('locked', 'The ledger is locked.');
    done();
  };
  const ledger: Ledger = {
    recordRequest: () => keep('request', () => undefined),
    reserve: (fact) => keep('reserve', () => reservations.push(fact)),
    settle: (fact) => keep('settle', () => settlements.push(fact)),
    recordVerdict: () => keep('verdict', () => undefined),
    recordOutcome: async () => undefined,
    summarize: () => Promise.reject(new Error('not asked here')),
    close: async () => undefined,
  };
  let ids = 0;
  let clock = 0;
  const context: AttemptContext = {
    ledger,
    provider: async () => ({
      id: 'p',
      async *stream() {
        log.push('call');
        yield* parts;
        if (abort) {
          controller.abort();
          throw controller.signal.reason;
        }
        if (error) throw error;
      },
    }),
    countTokens: async (words) => words.length,
    now: () => Date.UTC(2026, 10, 21),
    monotonic: () => (clock += 5),
    newId: () => `attempt ${++ids}`,
  };
  const choice = { tier: 'fast', model: modelWith('p/small', model) };
  const events: RunEvent[] = [];
  const request = {
    task: taskWith(),
    plan: { kind: 'direct', choice } as const,
    baseline: modelWith('p/large', {
      prices: [{ from: '2026-01-01', source: 't', input: 10e9, output: 50e9 }],
    }),
    maxOutputTokens: 1000,
    gates: new Map(),
    fact: {
      requestId: 'request',
      sessionId: 'session',
      atMs: 0,
      workspace: 'w',
      subject: 's',
      taskType: 'refactor',
      reason: 'r',
    },
  };
  for await (const event of run(request, context, controller.signal)) events.push(event);
  const last = events.at(-1);
  const end = last?.kind === 'finished' ? last.end : undefined;
  return { log, events, end: end as AttemptEnd, reservations, settlements };
}

test('money is reserved before the call and settled after it', async () => {
  const { log, reservations, settlements, end } = await play({
    parts: [text('he'), text('llo'), usage, finish('stop')],
  });
  expect(log).toEqual(['request', 'reserve', 'call', 'settle']);
  // 1000 output tokens at 5 USD per million, and the prompt on top.
  expect(reservations[0]!.worstCaseNanoUsd).toBeGreaterThan(5_000_000);
  expect(end).toMatchObject({ outcome: 'complete', text: 'hello', firstTextMs: 5 });
  expect(settlements[0]).toMatchObject({
    outcome: 'complete',
    cost: { source: 'computed', nanoUsd: 20_000 },
    baseline: { modelName: 'large', nanoUsd: 200_000 },
  });
});

const outcomes: [string, Script, Partial<AttemptEnd>][] = [
  ['no finish reason means cut off', { parts: [text('half'), usage] }, { outcome: 'cutOff' }],
  [
    'stopped at the limit',
    { parts: [text('half'), usage, finish('length')] },
    { outcome: 'truncated' },
  ],
  ['declined', { parts: [text('no'), usage, finish('refusal')] }, { outcome: 'refused' }],
  [
    'an unknown reason is not a success',
    { parts: [text('x'), finish('other')] },
    { outcome: 'cutOff' },
  ],
  ['no text at all', { parts: [text(' \n'), usage, finish('stop')] }, { outcome: 'empty' }],
  ['failed before any text', { error: failure('unreachable') }, { outcome: 'failed' }],
  [
    'failed after some text',
    { parts: [text('half')], error: failure('timeout') },
    { outcome: 'cutOff' },
  ],
  [
    'cancelled keeps what arrived',
    { parts: [text('half')], abort: true },
    { outcome: 'cancelled', text: 'half' },
  ],
];
test.each(outcomes)('%s', async (_, script, expected) => {
  const { end, settlements } = await play(script);
  expect(end).toMatchObject(expected);
  expect(settlements).toHaveLength(1);
});

const costs: [string, Script, SettlementFact['cost']][] = [
  [
    'the provider’s own figure comes first',
    { parts: [text('x'), { ...usage, reportedNanoUsd: 7 } as Part, finish('stop')] },
    { source: 'reported', nanoUsd: 7 },
  ],
  [
    'the last usage counts',
    {
      parts: [
        usage,
        text('x'),
        { ...usage, usage: { inputTokens: 1, outputTokens: 1 } } as Part,
        finish('stop'),
      ],
    },
    { source: 'computed', nanoUsd: 6000 },
  ],
  [
    'tokens without a price have an unknown cost',
    { parts: [text('x'), usage, finish('stop')], model: { prices: [] } },
    { source: 'unknown' },
  ],
  [
    'a call that was refused at the door is free',
    { error: failure('badKey') },
    { source: 'computed', nanoUsd: 0 },
  ],
];
test.each(costs)('%s', async (_, script, cost) => {
  expect((await play(script)).settlements[0]!.cost).toEqual(cost);
});

test.each([
  ['no usage came', { parts: [text('hello'), finish('stop')] }],
  ['it was cancelled', { parts: [text('hello')], abort: true as const }],
  ['it timed out after sending', { error: failure('timeout') }],
])('when %s the tokens are counted here and the cost is an estimate', async (_, script) => {
  const [settlement] = (await play(script)).settlements;
  expect(settlement!.cost.source).toBe('estimated');
  expect(settlement!.cost.nanoUsd).toBeGreaterThan(0);
});

test('a broken ledger does not cost the answer', async () => {
  const { events, end } = await play({ parts: [text('x'), finish('stop')], ledgerBroken: true });
  expect(end.outcome).toBe('complete');
  expect(events.filter(({ kind }) => kind === 'notRecorded')).toHaveLength(3);
});

test('a bug is settled before it is thrown', async () => {
  const bug = new TypeError('bug');
  await expect(play({ parts: [text('x')], error: bug })).rejects.toBe(bug);
});
