import { noRequirements } from '../candidates/requirements.ts';
import { type Resolvable, resolveTier } from '../candidates/resolveTier.ts';
import { explainUnavailability } from '../explain.ts';
import { describePriceDoubt, priceDoubts } from '../hindsight/stalePrices.ts';
import { displayName } from '../models/catalog.ts';
import { describePrice } from '../models/describePrice.ts';
import { type ModelChoice, splitReference } from '../models/model.ts';
import type { Tier } from '../policy/policy.ts';
import type { OverviewLine } from './line.ts';

/** The models of a tier in their order, each with its state and its price. */
export function modelLines(tier: Tier, situation: Resolvable): OverviewLine[] {
  const whole = resolveTier(tier, noRequirements, situation);
  return tier.choices.map((written): OverviewLine => {
    const alone = resolveTier({ ...tier, choices: [written] }, noRequirements, situation);
    const isRejected = ({ model }: (typeof whole.rejected)[number]) =>
      model.reference === written.reference;
    const rejected = whole.rejected.find(isRejected) ?? alone.rejected.find(isRejected);
    const isFirst = whole.choice?.model.reference === written.reference;
    const state = rejected
      ? explainUnavailability(rejected.unavailability)
      : readyWords(written, isFirst, situation);
    const model = rejected?.model ?? alone.choice?.model;
    const name = model ? `${displayName(model)}, ` : '';
    const effort = written.effort ? `, ${written.effort} effort` : '';
    const price = model ? describePrice(model, situation.today) : 'price unknown';
    return {
      text: `${name}${written.reference}${effort}: ${state}; ${price}.${doubtWords(written, situation)}`,
    };
  });
}

function readyWords(
  { reference }: ModelChoice,
  isFirst: boolean,
  { coolingDown }: Resolvable,
): string {
  if (!isFirst) return 'ready, stands in';
  const provider = splitReference(reference)?.provider ?? '';
  const cooling = coolingDown.get(reference) ?? coolingDown.get(provider);
  return cooling ? `answers, although ${cooling.why} a moment ago` : 'ready, answers first';
}

function doubtWords({ reference }: ModelChoice, situation: Resolvable): string {
  return priceDoubts([reference], situation)
    .map((doubt) => ` ${describePriceDoubt(doubt)}`)
    .join('');
}
