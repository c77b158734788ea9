import { expect, onTestFinished, test } from 'vitest';
import { otlpTraces } from '../../../../src/ledger/export/otlpTraces.ts';
import { type OtlpTarget, sendOtlp } from '../../../../src/ledger/export/sendOtlp.ts';
import type { ExportedAttempt } from '../../../../src/ledger/reports.ts';
import { decoded, understoodSpans } from '../../../support/otlpDecoder.ts';
import {
  plainAnswer,
  type Script,
  startWireServer,
  type WireServer,
} from '../../../support/wireServer.ts';

const startedAtMs = Date.UTC(2026, 10, 21, 12, 0, 0, 123);

function attemptWith(fields: Partial<ExportedAttempt> = {}): ExportedAttempt {
  return {
    seq: 1,
    attemptId: 'attempt-1',
    requestId: 'request-1',
    startedAtMs,
    endedAtMs: startedAtMs + 2_345,
    firstTextMs: 640,
    purpose: 'answer',
    tier: 'fast',
    taskType: 'refactor',
    simulated: false,
    model: 'anthropic/claude-sonnet-5-5',
    outcome: 'complete',
    usage: {
      inputTokens: 1_581,
      outputTokens: 503,
      reasoningTokens: 400,
      cacheReadTokens: 1_000,
      cacheWriteTokens: 456,
      cacheWriteLongTokens: 100,
    },
    cost: { source: 'computed', nanoUsd: 6_720_000 },
    ...fields,
  };
}

const attempts = (count: number, fields: Partial<ExportedAttempt> = {}) =>
  Array.from({ length: count }, (_, index) =>
    attemptWith({ ...fields, seq: index + 1, attemptId: `attempt-${index + 1}` }),
  );

async function engine(script: Script = plainAnswer(200, '{}')): Promise<WireServer> {
  const server = await startWireServer(script);
  onTestFinished(() => server.close());
  return server;
}

/** Sends to an engine, like a window that has sent everything up to the settlement `sentUpTo`. */
async function sending(
  url: string,
  all: readonly ExportedAttempt[],
  {
    sentUpTo = 0,
    signal = new AbortController().signal,
    ...target
  }: Partial<OtlpTarget> & { sentUpTo?: number; signal?: AbortSignal } = {},
) {
  const kept: number[] = [];
  const problem = await sendOtlp(
    {
      endpoint: new URL(`${url}/v1/traces`),
      headers: { 'x-team-key': 'canary-key' },
      fetch: globalThis.fetch,
      now: () => startedAtMs,
      version: '1.2.3',
      ...target,
    },
    {
      sent: { settlement: sentUpTo, correction: 0 },
      // The first attempt is that of the first settlement, and so on.
      read: async ({ settlement, correction }, limit) => {
        const batch = all.slice(settlement, settlement + limit);
        return { attempts: batch, cursor: { settlement: settlement + batch.length, correction } };
      },
      keep: async ({ settlement }) => void kept.push(settlement),
    },
    signal,
  );
  return { kept, problem };
}

test('OpenTelemetry’s own decoder understands all of what an engine receives, and the values are the facts', async () => {
  const server = await engine();
  const fact = attemptWith();
  const { kept, problem } = await sending(server.url, [fact]);
  expect({ kept, problem }).toEqual({ kept: [1], problem: undefined });

  const [request] = server.requests;
  expect(request).toMatchObject({
    method: 'POST',
    path: '/v1/traces',
    headers: { 'content-type': 'application/json', 'x-team-key': 'canary-key' },
  });
  // A field of another name, or a number it cannot hold, would be lost on the way.
  expect(decoded(request!.text)).toEqual(request!.body);
  const [span] = understoodSpans(request!.text);
  expect(span).toMatchObject({
    name: 'chat claude-sonnet-5-5',
    kind: 3,
    status: { code: 0 },
    startTimeUnixNano: `${fact.startedAtMs}000000`,
    endTimeUnixNano: `${fact.endedAtMs}000000`,
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  expect(span!.attributes).toEqual({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.model': 'claude-sonnet-5-5',
    'gen_ai.usage.input_tokens': 1_581n,
    'gen_ai.usage.cache_read.input_tokens': 1_000n,
    'gen_ai.usage.cache_creation.input_tokens': 556n,
    'gen_ai.usage.output_tokens': 503n,
    'gen_ai.usage.reasoning.output_tokens': 400n,
    'gen_ai.response.time_to_first_chunk': 0.64,
    'tierwise.attempt.id': 'attempt-1',
    'tierwise.request.id': 'request-1',
    'tierwise.purpose': 'answer',
    'tierwise.tier': 'fast',
    'tierwise.task_type': 'refactor',
    'tierwise.outcome': 'complete',
    'tierwise.simulated': false,
    'tierwise.cost.source': 'computed',
    'tierwise.cost.nano_usd': 6_720_000n,
  });
});

test('the sum of what an engine understands is the sum of the facts, to the nano-dollar', async () => {
  const server = await engine();
  const facts = attempts(450).map((fact) => ({
    ...fact,
    cost: { source: 'reported' as const, nanoUsd: 9_000_000_000_000 + fact.seq },
  }));
  await sending(server.url, facts);
  const costs = server.requests
    .flatMap(({ text }) => understoodSpans(text))
    .map(({ attributes }) => attributes['tierwise.cost.nano_usd'] as bigint);
  const sum = facts.reduce((total, { cost }) => total + BigInt(cost.nanoUsd), 0n);
  expect(costs.reduce((total, cost) => total + cost)).toBe(sum);
});

const spans: [name: string, fact: Partial<ExportedAttempt>, span: object, without: string[]][] = [
  [
    'an unknown cost has no amount, and no usage has no tokens',
    { cost: { source: 'unknown' }, outcome: 'cancelled' },
    { status: { code: 0 }, attributes: { 'tierwise.cost.source': 'unknown' } },
    ['tierwise.cost.nano_usd', 'error.type'],
  ],
  [
    'a cost of zero is sent',
    { cost: { source: 'computed', nanoUsd: 0 } },
    { attributes: { 'tierwise.cost.nano_usd': 0n } },
    ['error.type'],
  ],
  [
    'the largest integer',
    { cost: { source: 'reported', nanoUsd: Number.MAX_SAFE_INTEGER } },
    { attributes: { 'tierwise.cost.nano_usd': 9_007_199_254_740_991n } },
    [],
  ],
  [
    'a failure has its kind',
    { outcome: 'failed', errorKind: 'rateLimited' },
    { status: { code: 2 }, attributes: { 'error.type': 'rateLimited' } },
    [],
  ],
  [
    'an answer that was cut off is a failure without an error',
    { outcome: 'cutOff' },
    { status: { code: 2 }, attributes: { 'error.type': 'cutOff' } },
    [],
  ],
  [
    'an attempt whose window died',
    { outcome: 'orphaned', cost: { source: 'estimated', nanoUsd: 5 } },
    { status: { code: 2 }, attributes: { 'error.type': 'orphaned' } },
    [],
  ],
  [
    "a model of VS Code's",
    { model: 'vscode/copilot/gpt-5', simulated: true },
    {
      attributes: {
        'gen_ai.provider.name': 'vscode',
        'gen_ai.request.model': 'copilot/gpt-5',
        'tierwise.simulated': true,
      },
    },
    [],
  ],
  [
    'practice money is summed up apart from real money',
    { simulated: true, cost: { source: 'reported', nanoUsd: 7 } },
    { attributes: { 'tierwise.simulated': true, 'tierwise.cost.practice_nano_usd': 7n } },
    ['tierwise.cost.nano_usd'],
  ],
  [
    'a clock that was set back',
    { endedAtMs: startedAtMs - 60_000 },
    { endTimeUnixNano: `${startedAtMs}000000` },
    [],
  ],
];
test.each(spans)('%s', (_, fact, span, without) => {
  const { usage: _usage, ...bare } = attemptWith(fact);
  const body = JSON.stringify(otlpTraces([bare], '1.2.3'));
  const [understood] = understoodSpans(body);
  expect(understood).toMatchObject(span);
  const names = Object.keys(understood!.attributes);
  expect(names).not.toEqual(expect.arrayContaining([expect.stringContaining('gen_ai.usage')]));
  expect(names.filter((name) => without.includes(name))).toEqual([]);
});

test('prompts, paths and code are never sent, whatever a caller passes', () => {
  const careless = {
    ...attemptWith(),
    subject: 'src/secret.ts:1-9',
    prompt: 'canary-prompt',
    text: 'canary-code',
    reason: 'canary-reason',
    workspace: 'canary-workspace',
  };
  expect(JSON.stringify(otlpTraces([careless], '1'))).not.toMatch(/canary|secret/);
});

test('attempts of one request share a trace; each has a span of its own, the same each time', () => {
  const facts = [
    attemptWith(),
    attemptWith({ attemptId: 'attempt-2' }),
    attemptWith({ attemptId: 'attempt-3', requestId: 'request-2' }),
  ];
  const idsOf = () =>
    otlpTraces(facts, '1').resourceSpans[0]!.scopeSpans[0]!.spans.map(({ traceId, spanId }) => ({
      traceId,
      spanId,
    }));
  const [first, second, third] = idsOf();
  expect(second!.traceId).toBe(first!.traceId);
  expect(third!.traceId).not.toBe(first!.traceId);
  expect(new Set(idsOf().map(({ spanId }) => spanId)).size).toBe(3);
  expect(idsOf()).toEqual([first, second, third]);
});

test('the position is stored after each batch, and nothing is sent twice', async () => {
  const server = await engine();
  const { kept } = await sending(server.url, attempts(450), { sentUpTo: 30 });
  expect(kept).toEqual([230, 430, 450]);
  expect(server.requests.map(({ text }) => understoodSpans(text).length)).toEqual([200, 200, 20]);
  expect((await sending(server.url, attempts(450), { sentUpTo: 450 })).kept).toEqual([]);
  expect(server.requests).toHaveLength(3);
});

test('a batch that does not arrive is sent again next time, with the same ids', async () => {
  let works = true;
  const server = await engine((socket, request) => {
    const script = works ? plainAnswer(200, '{}') : plainAnswer(503, 'busy');
    works = false;
    return script(socket, request);
  });
  const first = await sending(server.url, attempts(250));
  expect(first.kept).toEqual([200]);
  expect(first.problem?.message).toContain('status 503');
  works = true;
  const second = await sending(server.url, attempts(250), { sentUpTo: first.kept.at(-1)! });
  expect(second).toEqual({ kept: [250], problem: undefined });
  expect(server.requests[2]!.text).toBe(server.requests[1]!.text);
});

const refusals: [name: string, answer: Script, problem: object][] = [
  [
    'a wrong key',
    plainAnswer(401, 'no'),
    { kind: 'refused', message: expect.stringContaining('status 401') },
  ],
  [
    'too much at once',
    plainAnswer(429, '', { 'retry-after': '30' }),
    {
      kind: 'refused',
      message: expect.stringContaining('status 429'),
      retryAtMs: startedAtMs + 30_000,
    },
  ],
  [
    'a pause that is no number',
    plainAnswer(503, '', { 'retry-after': 'soon' }),
    { kind: 'refused', message: expect.stringContaining('status 503') },
  ],
  [
    'a reset',
    (socket) => void socket.resetAndDestroy(),
    { kind: 'unreachable', message: expect.stringContaining('could not be reached') },
  ],
  [
    'no answer',
    () => undefined,
    { kind: 'unreachable', message: expect.stringContaining('could not be reached') },
  ],
];
test.each(refusals)(
  '%s: nothing is kept, and the message keeps the key',
  async (_, answer, problem) => {
    const server = await engine(answer);
    const sent = await sending(server.url, attempts(3), { timeoutMs: 200 });
    expect(sent).toEqual({ kept: [], problem });
    expect(sent.problem?.message).toContain(server.url);
    expect(sent.problem?.message).not.toContain('canary-key');
  },
);

test('a redirect is not followed: its headers hold a key', async () => {
  const elsewhere = await engine();
  const server = await engine(plainAnswer(307, '', { location: `${elsewhere.url}/v1/traces` }));
  const { kept, problem } = await sending(server.url, attempts(1));
  expect(kept).toEqual([]);
  expect(problem).toMatchObject({
    kind: 'redirected',
    message: expect.stringContaining('redirects'),
  });
  expect(elsewhere.requests).toEqual([]);
});

test.each([
  [
    'spans are refused',
    '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"x"}}',
    'refused 2 spans',
  ],
  ['none is refused', '{"partialSuccess":{}}', undefined],
  ['the answer is a word', 'ok', undefined],
  ['the answer is null', 'null', undefined],
])('%s: the batch has arrived', async (_, answer, words) => {
  const server = await engine(plainAnswer(200, answer));
  const { kept, problem } = await sending(server.url, attempts(3));
  expect(kept).toEqual([3]);
  expect(problem?.message ?? '').toContain(words ?? '');
  expect(problem === undefined).toBe(words === undefined);
});

test('stopping reports nothing and stores no position that did not arrive', async () => {
  const controller = new AbortController();
  const server = await engine(() => controller.abort());
  const { kept, problem } = await sending(server.url, attempts(3), { signal: controller.signal });
  expect({ kept, problem }).toEqual({ kept: [], problem: undefined });
});
