import { expect, test } from 'vitest';
import { runWire } from '../../support/runWire.ts';
import { eventStream } from '../../support/wireServer.ts';
import { wires } from '../../support/wires.ts';

const wire = wires.find(({ name }) => name === 'openai')!;
const event = (type: string, data: object) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const tool = wire.toolCall({ id: 't1', name: 'read', pieces: ['{}'] });
const refusal = event('response.refusal.delta', { delta: 'I will not.' });

test.each([
  ['completed', [], 'stop'],
  ['completed', tool, 'toolCalls'],
  ['completed', [refusal], 'refusal'],
  ['max_output_tokens', [], 'length'],
  ['content_filter', [], 'refusal'],
  ['moonrise', [], 'other'],
])('%s after %o is %s', async (word, events, reason) => {
  const all = [...wire.opening, ...events, ...wire.closing(word)];
  const { finish } = await runWire(wire, eventStream(all));
  expect(finish).toEqual({ kind: 'finish', reason, raw: word });
});

test('the text of a refusal is shown', async () => {
  const { text } = await runWire(wire, eventStream([refusal, ...wire.closing('completed')]));
  expect(text).toBe('I will not.');
});

test('a tool call that is sent twice is one call', async () => {
  const { parts } = await runWire(
    wire,
    eventStream([...tool, ...tool, ...wire.closing('completed')]),
  );
  expect(parts.filter(({ kind }) => kind === 'toolCall')).toHaveLength(1);
});

test.each([
  [{ code: 'rate_limit_exceeded', message: 'Slow down' }, 'rateLimited', 'Slow down'],
  [{ code: 'server_error', message: 'Oh no' }, 'overloaded', 'Oh no'],
  [{ code: 'context_length_exceeded', message: 'Too long' }, 'tooLong', 'Too long'],
  [null, 'overloaded', 'The provider reported an error while answering.'],
  [undefined, 'overloaded', 'The provider reported an error while answering.'],
])('a response that failed with %o is %s', async (error, kind, message) => {
  const failed = event('response.failed', { response: { status: 'failed', error } });
  const outcome = await runWire(wire, eventStream([...wire.opening, wire.text('Hello'), failed]));
  expect(outcome.error).toMatchObject({ kind, message });
  expect(outcome.text).toBe('Hello');
});

test('an error event without a name is an error', async () => {
  const data = JSON.stringify({ type: 'error', code: 'rate_limit_exceeded', message: 'Slow down' });
  const outcome = await runWire(wire, eventStream([`data: ${data}\n\n`]));
  expect(outcome.error).toMatchObject({ kind: 'rateLimited', message: 'Slow down' });
});
