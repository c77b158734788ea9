import { expect, test } from 'vitest';
import { beginReception } from '../../../src/execution/attempt/callModel.ts';
import { settleCost, worstCase } from '../../../src/execution/attempt/settleCost.ts';
import type { ModelCall } from '../../../src/providers/provider.ts';
import { modelWith } from '../../support/tasks.ts';

const today = '2026-11-21';
const model = modelWith('p/m');
const bare: ModelCall = {
  model: 'm',
  system: 'System.',
  maxOutputTokens: 100,
  messages: [{ role: 'user', text: 'Go.' }],
};
const schema = { type: 'object', properties: { path: { type: 'string' } } };
const argumentsJson = JSON.stringify({ path: 'src/a/rather/long/name.ts' });

const { parts } = beginReception({ monotonic: () => 0 });
const received = {
  ...parts,
  text: 'Yes.',
  finish: 'stop',
  wasNeverSent: false,
  latencyMs: 0,
} as const;

/** How a call's input is counted when the provider reports no usage; a character is a token. */
async function countedInput(call: ModelCall): Promise<number> {
  const { usage } = await settleCost({
    call,
    model,
    today,
    received,
    countTokens: async (text) => text.length,
  });
  return usage!.inputTokens;
}

test.each<[name: string, more: Partial<ModelCall>, least: number]>([
  [
    'tools that it may call',
    { tools: [{ name: 'read', description: 'Reads a file.', inputSchema: schema }] },
    JSON.stringify(schema).length,
  ],
  [
    'calls of tools that it made',
    {
      messages: [
        ...bare.messages,
        { role: 'assistant', text: '', toolCalls: [{ id: '1', name: 'read', argumentsJson }] },
      ],
    },
    argumentsJson.length,
  ],
  [
    'images',
    {
      messages: [{ role: 'user', text: 'Go.', images: [{ mimeType: 'image/png', base64: '' }] }],
    },
    1_000,
  ],
  [
    'the shape of its answer',
    { outputSchema: { name: 'verdict', schema } },
    JSON.stringify(schema).length,
  ],
])('%s are input, counted and set aside for', async (_, more, least) => {
  const call = { ...bare, ...more };
  expect(await countedInput(call)).toBeGreaterThanOrEqual((await countedInput(bare)) + least);
  expect(worstCase(call, model, today)).toBeGreaterThan(worstCase(bare, model, today)!);
});
