import type { Model, ModelReference } from './model.ts';
import { priceOn } from './price.ts';

/** All models known by their reference. A model that is not in it has no known price or limits. */
export type Catalog = ReadonlyMap<string, Model>;

/**
 * The model behind a reference, simulated where its provider is. An uncatalogued one is usable, with
 * every fact unknown.
 */
export function modelOf(catalog: Catalog, reference: ModelReference, simulated: boolean): Model {
  const known = catalog.get(reference) ?? complete({ reference });
  return simulated && !known.simulated ? { ...known, simulated } : known;
}

/** A model's name as people see it everywhere; practice models always say so. */
export function displayName(model: Model): string {
  return model.simulated ? `practice ${model.name}` : model.name;
}

/** Lays a user's entries over the shipped ones, field by field. */
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

/** A model as it is written down: only its reference is certain. */
export type PartialModel = Partial<Model> & { readonly reference: ModelReference };

function complete(written: PartialModel): Model {
  const { reference } = written;
  const name = reference.slice(reference.indexOf('/') + 1);
  return { name, capabilities: {}, prices: [], simulated: false, ...written };
}

/**
 * Whether a model may stand in for another without costing more: no token of it and no request is dearer, or nobody
 * knows the price of either. An unknown price may be dearer than a known one.
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
