import type { Model, ModelReference } from '../../src/routing/models/model.ts';

/** The models of a simulated world: two providers with the same tiers, and one that judges. */
function modelOf(
  reference: ModelReference,
  usdPerMillion: number | undefined,
  fields: Partial<Model> = {},
): Model {
  const rate = (usdPerMillion ?? 0) * 1e9;
  const price = { from: '2026-01-01', source: 'simulated', input: rate, output: 4 * rate };
  return {
    reference,
    name: reference,
    capabilities: {},
    prices: usdPerMillion === undefined ? [] : [price],
    simulated: false,
    ...fields,
  };
}

const thinks = { capabilities: { reasoning: true } };

export const models = {
  fast: [modelOf('p/fast', 0.3), modelOf('q/fast', 0.25)],
  balanced: [modelOf('p/balanced', 2), modelOf('q/balanced', 1.5, thinks)],
  reasoning: [modelOf('p/reasoning', 10, thinks), modelOf('q/reasoning', 8, thinks)],
  free: [modelOf('p/free', 0)],
  unpriced: [modelOf('q/unpriced', undefined)],
  practice: [modelOf('p/practice', 2, { simulated: true })],
  judge: [modelOf('j/judge', 1)],
} as const satisfies Readonly<Record<string, readonly Model[]>>;

export const largeModel = modelOf('q/large', 12, { contextTokens: 1_000_000 });

export type TierName = keyof typeof models;

export const modelByReference: ReadonlyMap<string, Model> = new Map(
  [...Object.values(models).flat(), largeModel].map((model) => [model.reference, model]),
);
