import { expect, test } from 'vitest';
import { runWire } from '../../support/runWire.ts';
import {
  eventStream,
  plainAnswer,
  type Script,
  startWireServer,
} from '../../support/wireServer.ts';
import { call, outcomeOf, providerFor, wires } from '../../support/wires.ts';

const wire = wires.find(({ name }) => name === 'openaiCompatible')!;
const whole = eventStream([wire.text('Hello'), ...wire.closing('stop', wire.plainUsage)]);
const chunkOf = (choice: unknown, more = {}) =>
  `data: ${JSON.stringify({ choices: [choice], ...more })}\n\n`;
const refusal = (message: string, status = 400) =>
  plainAnswer(status, JSON.stringify({ error: { message } }));

/** A server that refuses a field by name, as long as it is sent. */
function withoutField(field: string, message: string, next: Script = whole): Script {
  return (socket, request) => (field in request.body ? refusal(message) : next)(socket, request);
}

async function askTwice(script: Script) {
  const server = await startWireServer(script);
  const provider = providerFor(wire, server.url);
  const first = await outcomeOf(provider.stream(call, new AbortController().signal));
  const second = await outcomeOf(provider.stream(call, new AbortController().signal));
  await server.close();
  return { first, second, bodies: server.requests.map(({ body }) => body) };
}

const noStreamOptions = 'Unrecognized request argument supplied: stream_options';
const noMaxTokens = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.";

test.each([
  ['stream_options', withoutField('stream_options', noStreamOptions), 1],
  ['max_tokens', withoutField('max_tokens', noMaxTokens), 1],
  [
    'both',
    withoutField('stream_options', noStreamOptions, withoutField('max_tokens', noMaxTokens)),
    2,
  ],
])('a server that refuses %s is asked without, and remembered', async (_, script, refused) => {
  const { first, second, bodies } = await askTwice(script);
  expect(first.text).toBe('Hello');
  expect(second.text).toBe('Hello');
  expect(bodies).toHaveLength(2 + refused);
  expect(bodies.at(-1)).toEqual(bodies.at(-2));
});

test('the limit is kept when its field changes', async () => {
  const { bodies } = await askTwice(withoutField('max_tokens', noMaxTokens));
  expect(bodies.at(-1)).toMatchObject({ max_completion_tokens: call.maxOutputTokens });
});

test.each([
  ['another bad request', refusal('max_tokens is too large: 1000'), 'badRequest'],
  ['a refusal of another kind', refusal(noStreamOptions, 429), 'rateLimited'],
])('%s is not asked again', async (_, script, kind) => {
  const { error, requests } = await runWire(wire, script);
  expect(error).toMatchObject({ kind });
  expect(requests).toHaveLength(1);
});

test('a server that goes on refusing is asked no more than once without', async () => {
  const { error, requests } = await runWire(wire, refusal(noStreamOptions));
  expect(error).toMatchObject({ kind: 'badRequest' });
  expect(requests).toHaveLength(2);
});

test('usage in every chunk: the last counts', async () => {
  const counted = (completion_tokens: number) =>
    chunkOf(
      { delta: { content: 'x' } },
      { usage: { prompt_tokens: 7, completion_tokens, cost: completion_tokens / 1e6 } },
    );
  const events = [counted(1), counted(2), counted(3), ...wire.closing('stop')];
  const { usage } = await runWire(wire, eventStream(events));
  expect(usage?.usage).toEqual({ inputTokens: 7, outputTokens: 3 });
  expect(usage?.reportedNanoUsd).toBe(3_000);
});

test.each([
  ['stop', {}, 'stop'],
  ['length', {}, 'length'],
  ['tool_calls', {}, 'toolCalls'],
  ['function_call', {}, 'toolCalls'],
  ['content_filter', {}, 'refusal'],
  ['stop', { refusal: 'I will not.' }, 'refusal'],
  ['stop', { tool_calls: [{ index: 0, id: 'a', function: { name: 'f' } }] }, 'toolCalls'],
])('finish reason %s after %o is %s', async (word, delta, reason) => {
  const { finish } = await runWire(wire, eventStream([chunkOf({ delta }), ...wire.closing(word)]));
  expect(finish).toEqual({ kind: 'finish', reason, raw: word });
});

const madeId: unknown = expect.stringMatching(/^call_[0-9a-f]{32}$/);
const piece = (fields: object) => chunkOf({ delta: { tool_calls: [fields] } });

test.each([
  [
    'interleaved calls',
    [
      piece({ index: 0, id: 'a', function: { name: 'f', arguments: '{"x":' } }),
      piece({ index: 1, id: 'b', function: { name: 'g', arguments: '{"y":' } }),
      piece({ index: 0, function: { arguments: '1}' } }),
      piece({ index: 1, function: { arguments: '2}' } }),
    ],
    [
      { id: 'a', name: 'f', argumentsJson: '{"x":1}' },
      { id: 'b', name: 'g', argumentsJson: '{"y":2}' },
    ],
  ],
  [
    'every call at index 0',
    [
      piece({ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }),
      piece({ index: 0, id: 'b', function: { name: 'g', arguments: '{}' } }),
    ],
    [
      { id: 'a', name: 'f', argumentsJson: '{}' },
      { id: 'b', name: 'g', argumentsJson: '{}' },
    ],
  ],
  [
    'no index, no id, arguments as an object',
    [piece({ function: { name: 'f', arguments: { x: 1 } } })],
    [{ id: madeId, name: 'f', argumentsJson: '{"x":1}' }],
  ],
  ['no name', [piece({ index: 0, id: 'a', function: { arguments: '{}' } })], []],
  ['nonsense', [piece([]), chunkOf({ delta: { tool_calls: 'x' } })], []],
])('tool calls: %s', async (_, events, calls) => {
  const { parts } = await runWire(wire, eventStream([...events, ...wire.closing('tool_calls')]));
  expect(parts.flatMap((part) => (part.kind === 'toolCall' ? [part.call] : []))).toEqual(calls);
});

test('a tool call of an answer that was cut off is not passed on', async () => {
  const { parts } = await runWire(
    wire,
    eventStream([piece({ index: 0, id: 'a', function: { name: 'f', arguments: '{"path":"a' } })]),
  );
  expect(parts).toEqual([]);
});

test('an answer with a finish reason is whole without [DONE]', async () => {
  const events = [wire.text('Hello'), ...wire.finish('stop', wire.plainUsage)];
  for (const ending of ['clean', 'cut', 'reset', 'open'] as const) {
    const outcome = await runWire(wire, eventStream(events, ending), { limits: { closingMs: 50 } });
    expect(outcome.finish?.reason).toBe('stop');
    expect(outcome.usage?.usage).toEqual({ inputTokens: 7, outputTokens: 3 });
  }
});

test.each(['[DONE]x', '[done]', ' [DONE] '])('%j is not the end', async (word) => {
  const events = [wire.text('Hello'), `data: ${word}\n\n`, ...wire.closing('stop')];
  const { finish, error } = await runWire(wire, eventStream(events));
  expect(finish).toBeUndefined();
  expect(error).toMatchObject({ kind: 'malformed' });
});

test.each([
  [{ code: 502, message: 'Upstream is down' }, 'overloaded'],
  [{ code: 429, message: 'Slow down' }, 'rateLimited'],
  [{ code: 402, message: 'No credits' }, 'billing'],
])("OpenRouter's error %o in a stream is %s", async (error, kind) => {
  const events = [wire.text('Hello'), chunkOf({ delta: {}, finish_reason: 'error' }, { error })];
  const outcome = await runWire(wire, eventStream(events));
  expect(outcome.error).toMatchObject({ kind });
  expect(outcome.text).toBe('Hello');
});
