import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools.mjs';

/** The practice providers, one for each wire format, with the path of its base URL. */
const wires = [
  {
    id: 'practice-compatible',
    name: 'Practice Chat Completions',
    wire: 'openaiCompatible',
    path: '/compatible/v1',
  },
  { id: 'practice-openai', name: 'Practice Responses', wire: 'openai', path: '/openai/v1' },
  { id: 'practice-anthropic', name: 'Practice Messages', wire: 'anthropic', path: '/anthropic' },
];

const names = {
  'practice-small': 'Small',
  'practice-medium': 'Medium',
  'practice-large': 'Large',
};

/**
 * User settings that point Tierwise at a practice model server. Each tier uses another wire format.
 * @param {string} url The address of the practice server.
 * @param {{ auth?: 'none' | 'bearer' }} [options] Defaults to `none`, without a key.
 * @returns {Record<string, unknown>}
 */
export function practiceSettings(url, { auth = 'none' } = {}) {
  return {
    'tierwise.providers': Object.fromEntries(
      wires.map(({ id, name, wire, path }) => [
        id,
        { name, wire, baseUrl: `${url}${path}`, auth, simulated: true },
      ]),
    ),
    'tierwise.models': Object.fromEntries(
      wires.flatMap(({ id, wire }) =>
        Object.entries(names).map(([model, name]) => [
          `${id}/${model}`,
          practiceModel(model, name, wire),
        ]),
      ),
    ),
    'tierwise.tiers': {
      fast: ['practice-compatible/practice-small'],
      balanced: ['practice-openai/practice-medium'],
      reasoning: ['practice-anthropic/practice-large'],
    },
  };
}

/** The wires whose practice servers take batches, for half the price. */
const batchWires = ['openai', 'anthropic'];

/** @param {string} model @param {string} name @param {string} wire */
function practiceModel(model, name, wire) {
  const file = join(root, 'demo', 'practiceServer', 'prices.json');
  const { models } = JSON.parse(readFileSync(file, 'utf8'));
  return {
    name,
    contextTokens: 200_000,
    maxOutputTokens: 16_000,
    capabilities: { tools: true, reasoning: model !== 'practice-small' },
    prices: [
      {
        from: '2026-01-01',
        source: 'practice server',
        ...models[model],
        ...(batchWires.includes(wire) && { tiers: { batch: 0.5 } }),
      },
    ],
    simulated: true,
  };
}
