import { expect, test } from 'vitest';
import { createProvider } from '../../../src/providers/createProvider.ts';
import { parseProviders } from '../../../src/providers/parseProviders.ts';
import type { ModelCall } from '../../../src/providers/provider.ts';
import { plainAnswer, type Script, startWireServer } from '../../support/wireServer.ts';
import { call, key, outcomeOf, prompt } from '../../support/wires.ts';

const boolean = (description: string) => ({ type: 'boolean', description });
const judging: ModelCall = {
  ...call,
  model: 'gpt-6-luna',
  outputSchema: {
    name: 'verdict',
    schema: {
      type: 'object',
      properties: {
        pass: boolean('The answer is right.'),
        kind: { type: 'boolean' },
        problems: { type: 'array', items: { type: 'string' } },
      },
      required: ['pass', 'kind', 'problems'],
      additionalProperties: false,
    },
  },
};
const usage = {
  input_tokens: 100,
  input_tokens_details: { cached_tokens: 30, cache_write_tokens: 0 },
  output_tokens: 2,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 102,
};
const predicate = (name: string | null, probability: unknown) => ({
  type: 'predicate',
  name,
  probability,
});
const decided = (...answers: readonly unknown[]) =>
  plainAnswer(200, JSON.stringify({ model: 'gpt-6-luna', answers, usage }));

async function ask(
  script: Script,
  asked: ModelCall = judging,
  {
    apiKey = key,
    signal,
  }: { apiKey?: string; signal?: (asked: Promise<void>) => AbortSignal } = {},
) {
  const server = await startWireServer(script);
  const { providers } = parseProviders({
    mine: { name: 'Mine', wire: 'openaiDecisions', baseUrl: `${server.url}/v1` },
  });
  const provider = createProvider(
    providers.find(({ id }) => id === 'mine')!,
    () => apiKey,
  );
  const stop = signal?.(server.asked) ?? new AbortController().signal;
  const outcome = await outcomeOf(provider.stream(asked, stop));
  await server.close();
  return { ...outcome, requests: server.requests };
}

test('each boolean is a statement to weigh, and the answer is JSON', async () => {
  const answers = [predicate('pass', 0.93), predicate('kind', 0.07)];
  const { requests, parts, text } = await ask(decided(...answers));
  const [request] = requests;
  expect(request).toMatchObject({ method: 'POST', path: '/v1/decisions' });
  expect(request!.headers).toMatchObject({ authorization: `Bearer ${key}` });
  expect(request!.body).toEqual({
    model: 'gpt-6-luna',
    input: [
      { role: 'system', content: call.system },
      { role: 'user', content: prompt },
    ],
    questions: [
      { type: 'predicate', name: 'pass', instructions: 'The answer is right.' },
      { type: 'predicate', name: 'kind', instructions: 'kind' },
    ],
  });
  expect(JSON.parse(text)).toEqual({ pass: true, kind: false, problems: [] });
  expect(parts.map(({ kind }) => kind)).toEqual(['usage', 'text', 'finish']);
  expect(parts).toContainEqual({
    kind: 'usage',
    usage: {
      inputTokens: 100,
      cacheReadTokens: 30,
      cacheWriteTokens: 0,
      outputTokens: 2,
      reasoningTokens: 0,
    },
    raw: usage,
  });
  expect(parts.at(-1)).toEqual({ kind: 'finish', reason: 'stop', raw: answers });
});

test.each([
  [0, false],
  [0.499, false],
  [0.5, true],
  [1, true],
])('a probability of %d is %s', async (probability, pass) => {
  const { text } = await ask(decided(predicate(null, probability), predicate(null, 1)));
  expect(JSON.parse(text)).toMatchObject({ pass, kind: true });
});

const choosing = schemaOf({
  kind: { type: 'string', enum: ['bug', 'question'], description: 'What it is.' },
  urgent: { type: 'boolean' },
});
const choice = (chosen: unknown) => ({
  type: 'choice',
  name: 'kind',
  choice: chosen,
  confidence: 0.8,
  probabilities: [{ value: 'bug', probability: 0.8 }],
});

test('words to choose from are a choice, and the one that was chosen is the answer', async () => {
  const { requests, text } = await ask(decided(choice('bug'), predicate('urgent', 0.1)), choosing);
  expect(requests[0]!.body).toMatchObject({
    questions: [
      {
        type: 'choice',
        name: 'kind',
        instructions: 'What it is.',
        choices: [{ value: 'bug' }, { value: 'question' }],
      },
      { type: 'predicate', name: 'urgent' },
    ],
  });
  expect(JSON.parse(text)).toEqual({ kind: 'bug', urgent: false });
});

test.each([
  ['a word that was not offered', choice('feature')],
  ['a probability in the place of a choice', predicate('kind', 1)],
])('%s is malformed', async (_, answer) => {
  const { error } = await ask(decided(answer, predicate('urgent', 1)), choosing);
  expect(error).toMatchObject({ kind: 'malformed' });
});

test('a refusal is not an answer', async () => {
  const refusal = { type: 'refusal', name: 'pass' };
  const { text, finish } = await ask(decided(refusal, predicate('kind', 1)));
  expect(text).toBe('');
  expect(finish?.reason).toBe('refusal');
});

test.each([
  ['too few answers', decided(predicate('pass', 1))],
  ['the answer to another question', decided(predicate('kind', 1), predicate('pass', 1))],
  ['a probability that is none', decided(predicate('pass', 1.2), predicate('kind', 1))],
  ['a probability in words', decided(predicate('pass', 'high'), predicate('kind', 1))],
  ['an answer of another kind', decided({ type: 'score', score: 1 }, predicate('kind', 1))],
  ['no object', plainAnswer(200, '[]')],
])('%s is malformed', async (_, script) => {
  const { error, text } = await ask(script);
  expect(error).toMatchObject({ kind: 'malformed', provider: 'Mine' });
  expect(text).toBe('');
});

test.each([
  ['a wrong key', plainAnswer(401, '{"error":{"message":"no"}}'), 'badKey'],
  ['too many calls', plainAnswer(429, '{}'), 'rateLimited'],
  ['a redirect', plainAnswer(307, '', { location: 'http://127.0.0.1:9/v1' }), 'redirected'],
  ['a web page', plainAnswer(200, '<html>', { 'content-type': 'text/html' }), 'notAnAnswer'],
  [
    'an event stream',
    plainAnswer(200, 'data: {}\n\n', { 'content-type': 'text/event-stream' }),
    'notAnAnswer',
  ],
  ['half of the JSON', plainAnswer(200, '{"answers":['), 'notAnAnswer'],
  [
    'a body that breaks off',
    plainAnswer(200, '{"answers":[', { 'content-length': '999' }),
    'unreachable',
  ],
] satisfies [string, Script, string][])('%s is an error', async (_, script, kind) => {
  const { error, requests } = await ask(script);
  expect(error).toMatchObject({ kind });
  expect(requests).toHaveLength(1);
});

test('without a key no socket is opened', async () => {
  const { error, requests } = await ask(decided(), judging, { apiKey: '' });
  expect(error).toMatchObject({ kind: 'noKey' });
  expect(requests).toHaveLength(0);
});

const text = { type: 'string' };
test.each([
  ['no schema', call],
  ['a schema that wants text', schemaOf({ pass: { type: 'boolean' }, why: text })],
  ['a schema with one word to choose from', schemaOf({ kind: { type: 'string', enum: ['a'] } })],
  ['a schema without a yes or no', schemaOf({ problems: { type: 'array', items: text } })],
])('a call with %s is refused without a request: this wire only judges', async (_, asked) => {
  const { error, requests } = await ask(decided(), asked);
  expect(error).toMatchObject({
    kind: 'badRequest',
    provider: 'Mine',
    message: expect.stringContaining('Mine only judges'),
  });
  expect(requests).toHaveLength(0);
});

function schemaOf(properties: Record<string, unknown>): ModelCall {
  return { ...call, outputSchema: { name: 'x', schema: { type: 'object', properties } } };
}

test('an abort ends the call with its own reason', async () => {
  const reason = new Error('cancelled');
  const { error } = await ask(() => {}, judging, {
    signal: (asked) => {
      const user = new AbortController();
      void asked.then(() => user.abort(reason));
      return user.signal;
    },
  });
  expect(error).toBe(reason);
});
