import { describe, expect, test } from 'vitest';
import type { ModelCall, OutputSchema } from '../../../src/providers/provider.ts';
import { runWire } from '../../support/runWire.ts';
import {
  eventStream,
  plainAnswer,
  type Script,
  startWireServer,
} from '../../support/wireServer.ts';
import { call, outcomeOf, providerFor, wires } from '../../support/wires.ts';

const schema = {
  type: 'object',
  properties: { pass: { type: 'boolean' } },
  required: ['pass'],
  additionalProperties: false,
};
const outputSchema: OutputSchema = { name: 'verdict', schema };
const judging: ModelCall = { ...call, outputSchema };

const strict = { name: 'verdict', schema, strict: true };
const sent: Readonly<Record<string, object>> = {
  anthropic: { output_config: { format: { type: 'json_schema', schema } } },
  openai: { text: { format: { type: 'json_schema', ...strict } } },
  openaiCompatible: { response_format: { type: 'json_schema', json_schema: strict } },
};
const withEffort: Readonly<Record<string, object>> = {
  anthropic: { output_config: { effort: 'high', format: { type: 'json_schema', schema } } },
  openai: { reasoning: { effort: 'high' }, ...sent['openai'] },
  openaiCompatible: { reasoning_effort: 'high', ...sent['openaiCompatible'] },
};
const fields = ['output_config', 'text', 'response_format'];

describe.each(wires)('$name', (wire) => {
  const answer = eventStream([
    ...wire.opening,
    wire.text('{"pass":'),
    wire.text('true}'),
    ...wire.closing(wire.words.stop, wire.plainUsage),
  ]);

  test('a schema is sent as the wire has it, and its answer is text', async () => {
    const { requests, text, finish } = await runWire(wire, answer, {}, judging);
    expect(requests[0]!.body).toMatchObject(sent[wire.name]!);
    expect(text).toBe('{"pass":true}');
    expect(finish?.reason).toBe('stop');
  });

  test('a schema and an effort go together', async () => {
    const { requests } = await runWire(wire, answer, {}, { ...judging, effort: 'high' });
    expect(requests[0]!.body).toMatchObject(withEffort[wire.name]!);
  });

  test('without a schema nothing is said about the form', async () => {
    const { requests } = await runWire(wire, answer);
    for (const field of fields) expect(requests[0]!.body).not.toHaveProperty(field);
  });
});

const chat = wires.find(({ name }) => name === 'openaiCompatible')!;
const whole = eventStream([chat.text('{"pass":true}'), ...chat.closing('stop', chat.plainUsage)]);

test.each([
  'This response_format type is unavailable now',
  "'response_format.type' must be 'text'",
  'json_schema is not supported by this model',
])('a server that says “%s” is asked without, and remembered', async (message) => {
  const refusal = plainAnswer(400, JSON.stringify({ error: { message } }));
  const script: Script = (socket, request) =>
    ('response_format' in request.body ? refusal : whole)(socket, request);
  const server = await startWireServer(script);
  const provider = providerFor(chat, server.url);
  for (const _ of [1, 2]) {
    const { text } = await outcomeOf(provider.stream(judging, new AbortController().signal));
    expect(text).toBe('{"pass":true}');
  }
  await server.close();
  const asked = server.requests.map(({ body }) => 'response_format' in body);
  expect(asked).toEqual([true, false, false]);
});
