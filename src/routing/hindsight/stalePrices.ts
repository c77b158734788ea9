import { choicesOf, type Decision } from '../decision.ts';
import { displayName } from '../models/catalog.ts';
import { daysBetween } from '../models/checkPrices.ts';
import { type Model, type ModelReference, splitReference } from '../models/model.ts';
import { type Price, priceOn } from '../models/price.ts';
import type { Situation } from '../situation.ts';
import { inEnglish, type Say } from '../say.ts';

/**
 * Prices change every month or two, so a price that was not checked for longer is doubtful. Chosen by
 * judgement.
 */
const longestUncheckedDays = 60;

/** Why the cost of a model in use may be wrong or unknown. */
export type PriceDoubt =
  /** `checked` is the ISO date on which the price was last confirmed. */
  | { readonly kind: 'old'; readonly model: Model; readonly checked: string; readonly days: number }
  | { readonly kind: 'noPrice'; readonly model: Model }
  | { readonly kind: 'notCatalogued'; readonly reference: ModelReference }
  /** The provider's list of models does not include it. */
  | { readonly kind: 'withdrawn'; readonly reference: ModelReference };

/**
 * The price doubts that a reminder should name: at most one for each model in use, in the same order.
 * Practice models and prices of zero never become old.
 */
export function priceDoubts(
  inUse: Iterable<ModelReference>,
  situation: Pick<Situation, 'catalog' | 'providers' | 'today'>,
): PriceDoubt[] {
  return [...new Set(inUse)].flatMap((reference) => doubtOf(reference, situation) ?? []);
}

/** The doubts about the models that a decision uses, and about withdrawn models that it passed over. */
export function doubtsOfDecision(
  { plan, rejected }: Pick<Decision, 'plan' | 'rejected'>,
  situation: Pick<Situation, 'catalog' | 'providers' | 'today'>,
): PriceDoubt[] {
  const used = choicesOf(plan).map(({ model }) => model.reference);
  const passedOver = priceDoubts(
    rejected.map(({ model }) => model.reference),
    situation,
  );
  return [
    ...priceDoubts(used, situation),
    ...passedOver.filter(({ kind }) => kind === 'withdrawn'),
  ];
}

/** The model that a doubt is about. */
export function referenceOf(doubt: PriceDoubt): ModelReference {
  return 'model' in doubt ? doubt.model.reference : doubt.reference;
}

function doubtOf(
  reference: ModelReference,
  { catalog, providers, today }: Pick<Situation, 'catalog' | 'providers' | 'today'>,
): PriceDoubt | undefined {
  const { provider, id } = splitReference(reference)!;
  const facts = providers.get(provider);
  const model = catalog.get(reference);
  if (facts?.simulated || model?.simulated) return undefined;
  const state = facts?.state;
  if (state?.state === 'ready' && state.models && !state.models.has(id)) {
    return { kind: 'withdrawn', reference };
  }
  if (!model) return { kind: 'notCatalogued', reference };
  const price = priceOn(model.prices, today);
  if (!price) return { kind: 'noPrice', model };
  if (isFree(price)) return undefined;
  const checked = price.checked && price.checked > price.from ? price.checked : price.from;
  const days = daysBetween(checked, today);
  return days > longestUncheckedDays ? { kind: 'old', model, checked, days } : undefined;
}

function isFree({ input, output, perRequest = 0 }: Price): boolean {
  return input + output + perRequest === 0;
}

/** A sentence that says why a cost may be wrong or unknown. */
export function describePriceDoubt(doubt: PriceDoubt, say: Say = inEnglish): string {
  switch (doubt.kind) {
    case 'old':
      return say(
        'The price of {0} was last checked {1} days ago, on {2}.',
        displayName(doubt.model),
        doubt.days,
        doubt.checked,
      );
    case 'noPrice':
      return say(
        '{0} has no price, so its cost is unknown and no budget counts it.',
        displayName(doubt.model),
      );
    case 'notCatalogued':
      return say(
        '{0} is in no list of models, so its cost is unknown and no budget counts it.',
        doubt.reference,
      );
    case 'withdrawn':
      return say('{0} is not among the models that its provider offers.', doubt.reference);
  }
}
