import { expect, test } from 'vitest';
import { runWire } from '../../support/runWire.ts';
import { eventStream } from '../../support/wireServer.ts';
import { wires } from '../../support/wires.ts';

const wire = wires.find(({ name }) => name === 'anthropic')!;
const event = (type: string, data: object) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const toolStart = (input: object) =>
  event('content_block_start', {
    index: 1,
    content_block: { type: 'tool_use', id: 't1', name: 'read', input },
  });

test.each([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'toolCalls'],
  ['refusal', 'refusal'],
  ['pause_turn', 'other'],
])('stop reason %s is %s', async (word, reason) => {
  const { finish } = await runWire(wire, eventStream([...wire.opening, ...wire.closing(word)]));
  expect(finish).toEqual({ kind: 'finish', reason, raw: word });
});

test('usage at the start is there before the answer ends', async () => {
  const usage = { input_tokens: 7, cache_read_input_tokens: 5, output_tokens: 1 };
  const events = [event('message_start', { message: { usage } }), wire.text('Hello')];
  const outcome = await runWire(wire, eventStream(events));
  expect(outcome.usage?.usage).toEqual({ inputTokens: 12, cacheReadTokens: 5, outputTokens: 0 });
  expect(outcome.finish).toBeUndefined();
});

test('a stop reason ends the answer, whatever becomes of the last event', async () => {
  const events = [...wire.opening, wire.text('Hello'), ...wire.finish('end_turn', wire.plainUsage)];
  const outcome = await runWire(wire, eventStream(events));
  expect(outcome.finish).toMatchObject({ reason: 'stop' });
  expect(outcome.error).toBeUndefined();
});

test.each([
  ['input that comes at once', [toolStart({ path: 'a' })], '{"path":"a"}'],
  ['no input', [toolStart({}), event('content_block_stop', { index: 1 })], '{}'],
])('a tool call with %s', async (_, events, argumentsJson) => {
  const all = [...wire.opening, ...events, ...wire.closing('tool_use')];
  const { parts } = await runWire(wire, eventStream(all));
  expect(parts).toContainEqual({
    kind: 'toolCall',
    call: { id: 't1', name: 'read', argumentsJson },
  });
});
