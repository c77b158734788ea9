import { modelOf, mergeModels } from '../../src/routing/models/catalog.ts';
import type { Model, ModelReference } from '../../src/routing/models/model.ts';
import { parseModels } from '../../src/routing/models/parseModels.ts';
import { type Price, priceOn } from '../../src/routing/models/price.ts';
import shipped from '../../src/routing/models/shippedModels.json' with { type: 'json' };

/** The day whose list prices apply. */
export const today = '2026-11-28';

/** A model for each tier, the lowest first. */
export interface Ladder {
  readonly name: string;
  readonly models: readonly Model[];
}

const catalog = mergeModels(parseModels(shipped).models, new Map());

/** The shipped tiers at two providers, and three models whose prices lie close together. */
export const ladders: readonly Ladder[] = [
  ladder('anthropic', 'claude-haiku-5-5', 'claude-sonnet-5-5', 'claude-opus-5-5'),
  ladder('openai', 'gpt-6-luna', 'gpt-6.1-terra', 'gpt-6.1-sol'),
  ladder('anthropic', 'claude-haiku-4-5', 'claude-sonnet-4-6', 'claude-opus-5'),
];

function ladder(provider: string, ...names: readonly string[]): Ladder {
  const models = names.map((name) =>
    modelOf(catalog, `${provider}/${name}` as ModelReference, false),
  );
  return { name: names.join(', '), models };
}

/** Throws when the shipped list has none. */
export function priceOf(model: Model): Price {
  const price = priceOn(model.prices, today);
  if (!price) throw new Error(`The shipped list has no price for ${model.reference} on ${today}.`);
  return price;
}
