import type { Model } from '../models/model.ts';
import { type Price, priceOn } from '../models/price.ts';

/** A model that may go into a tier, and what it is known to cost. */
export interface TierCandidate {
  /** `provider/model`. */
  readonly reference: string;
  readonly price?: Price;
  /** The reference of a model of the same name at another provider, whose price this is. */
  readonly pricedLike?: string;
}

/** Models by tier; a tier for which nothing can be proposed is missing. */
export type TierProposal = ReadonlyMap<string, string>;

/**
 * Gives each model the price that the catalog has for it on a day (ISO date, UTC), else that of a model with the
 * same name at another provider: `openrouter/openai/gpt-6-luna` is like `openai/gpt-6-luna`.
 */
export function candidatesOf(
  references: readonly string[],
  catalog: ReadonlyMap<string, Pick<Model, 'prices'>>,
  today: string,
): TierCandidate[] {
  const named = new Map<string, { readonly reference: string; readonly price: Price }>();
  for (const [reference, model] of catalog) {
    const price = priceOn(model.prices, today);
    const name = nameIn(reference);
    if (price && !named.has(name)) named.set(name, { reference, price });
  }
  return references.map((reference) => {
    const own = catalog.get(reference);
    const price = own && priceOn(own.prices, today);
    if (price) return { reference, price };
    const like = named.get(nameIn(reference));
    return like ? { reference, price: like.price, pricedLike: like.reference } : { reference };
  });
}

/** A model's own name as makers and resellers write it: `anthropic/claude-opus-5.5` is `claude-opus-5-5`. */
function nameIn(reference: string): string {
  return reference
    .slice(reference.lastIndexOf('/') + 1)
    .toLowerCase()
    .replaceAll('.', '-');
}

/**
 * Proposes a model for each tier: the one that the tier names already, else the one whose price is nearest to
 * what the tier costs now. Where the tier's own price is unknown, or no candidate has a price, nothing is
 * proposed; a single candidate goes to the first tier.
 *
 * @param tiers what each tier names now, from the cheapest
 */
export function proposeTiers(
  candidates: readonly TierCandidate[],
  tiers: Readonly<Record<string, readonly string[]>>,
  catalog: ReadonlyMap<string, Pick<Model, 'prices'>>,
  today: string,
): TierProposal {
  const proposed = new Map<string, string>();
  const [only, ...others] = candidates;
  const [first] = Object.keys(tiers);
  if (only && first !== undefined && others.length === 0) {
    return new Map([[first, only.reference]]);
  }
  for (const [tier, named] of Object.entries(tiers)) {
    const references = named.map(withoutEffort);
    const own = candidates.find(({ reference }) => references.includes(reference));
    const prices = references.flatMap(
      (each) => priceOn(catalog.get(each)?.prices ?? [], today) ?? [],
    );
    const found =
      own ??
      nearest(
        candidates,
        prices.find((price) => rateOf(price) > 0),
      );
    if (found) proposed.set(tier, found.reference);
  }
  return proposed;
}

function withoutEffort(choice: string): string {
  return choice.replace(/@[a-z]+$/, '');
}

function nearest(
  candidates: readonly TierCandidate[],
  wanted: Price | undefined,
): TierCandidate | undefined {
  if (!wanted) return undefined;
  const distance = (price: Price) => Math.abs(Math.log(rateOf(price) / rateOf(wanted)));
  return candidates
    .flatMap((each) => (each.price && rateOf(each.price) > 0 ? [{ each, price: each.price }] : []))
    .toSorted((a, b) => distance(a.price) - distance(b.price))[0]?.each;
}

/** Of three tokens that are read for each that is written, as in edits. Chosen by judgement. */
function rateOf({ input, output }: Price): number {
  return 3 * input + output;
}

/**
 * A tier with a model: in place of one of the same provider, else before all others, which then stand in for it.
 * Unchanged where it names the model already.
 */
export function withModel(named: readonly string[], reference: string): readonly string[] {
  if (named.some((each) => withoutEffort(each) === withoutEffort(reference))) return named;
  const provider = reference.slice(0, reference.indexOf('/') + 1);
  const at = named.findIndex((each) => each.startsWith(provider));
  return at < 0 ? [reference, ...named] : named.with(at, reference);
}
