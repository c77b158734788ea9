import type { Model, ModelReference } from './model.ts';
import { priceOn } from './price.ts';

/** All models known by their reference. A model that is not in it has no known price or limits. */
export type Catalog = ReadonlyMap<string, Model>;

/*
 * This folder holds facts about models and money. The shipped list and the `tierwise.models` setting come
 * in (`parseModels.ts`); a catalog of models with dated prices goes out. `price.ts` computes what a call
 * costs, `money.ts` formats amounts, and `accounts.ts` keeps real and practice money apart.
 */

/**
 * The model behind a reference; it is simulated when its provider is. A model that is not in the catalog
 * can be used, with every fact unknown.
 */
export function modelOf(catalog: Catalog, reference: ModelReference, simulated: boolean): Model {
  const known = catalog.get(reference) ?? complete({ reference });
  return simulated && !known.simulated ? { ...known, simulated } : known;
}

/** A model's name as users see it; the name of a practice model always says so. */
export function displayName(model: Model): string {
  return model.simulated ? `practice ${model.name}` : model.name;
}

/** Merges a user's entries over the shipped ones, field by field. */
export function mergeModels(
  shipped: ReadonlyMap<string, PartialModel>,
  written: ReadonlyMap<string, PartialModel>,
): Catalog {
  const references = new Set([...shipped.keys(), ...written.keys()]);
  return new Map(
    [...references].map((reference) => [
      reference,
      complete({ ...shipped.get(reference), ...written.get(reference) } as PartialModel),
    ]),
  );
}

/** A model as it is written down: only its reference is required. */
export type PartialModel = Partial<Model> & { readonly reference: ModelReference };

function complete(written: PartialModel): Model {
  const { reference } = written;
  const name = reference.slice(reference.indexOf('/') + 1);
  return { name, capabilities: {}, prices: [], simulated: false, ...written };
}

/**
 * Whether a model may replace another without costing more: none of its rates is higher, or the prices
 * of both are unknown. When only one price is known, the answer is no.
 */
export function notDearer(standIn: Model, model: Model, today: string): boolean {
  const [its, mine] = [priceOn(standIn.prices, today), priceOn(model.prices, today)];
  if (!its || !mine) return !its && !mine;
  return (
    its.input <= mine.input &&
    its.output <= mine.output &&
    (its.perRequest ?? 0) <= (mine.perRequest ?? 0)
  );
}
