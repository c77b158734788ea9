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
 * @param {{ prices: Readonly<Record<string, object>>, auth: 'none' | 'bearer' }} options The models' prices in
 * USD per million tokens, and how the server is asked.
 */
export function settingsFor(url, { prices, auth }) {
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
          practiceModel(name, { price: prices[model], wire, reasons: model !== 'practice-small' }),
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

/**
 * @param {string} name
 * @param {{ price: object | undefined, wire: string, reasons: boolean }} facts
 */
function practiceModel(name, { price, wire, reasons }) {
  return {
    name,
    contextTokens: 200_000,
    maxOutputTokens: 16_000,
    capabilities: { tools: true, reasoning: reasons },
    prices: [
      {
        from: '2026-01-01',
        source: 'practice server',
        ...price,
        ...(batchWires.includes(wire) && { tiers: { batch: 0.5 } }),
      },
    ],
    simulated: true,
  };
}
