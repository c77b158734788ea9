import { noRequirements } from '../candidates/requirements.ts';
import { type Resolvable, resolveTier } from '../candidates/resolveTier.ts';
import { explainUnavailability } from '../explainPassedOver.ts';
import { describePriceDoubt, priceDoubts } from '../hindsight/stalePrices.ts';
import { displayName } from '../models/catalog.ts';
import { describePrice } from '../models/describePrice.ts';
import { type ModelChoice, splitReference } from '../models/model.ts';
import type { Tier } from '../policy/policy.ts';
import type { OverviewLine } from './line.ts';
import { inEnglish, type Say } from '../say.ts';

/** The models of a tier in their order, each with its state and its price. */
export function modelLines(
  tier: Tier,
  situation: Resolvable,
  say: Say = inEnglish,
): OverviewLine[] {
  const whole = resolveTier(tier, noRequirements, situation);
  return tier.choices.map((written): OverviewLine => {
    const alone = resolveTier({ ...tier, choices: [written] }, noRequirements, situation);
    const isRejected = ({ model }: (typeof whole.rejected)[number]) =>
      model.reference === written.reference;
    const rejected = whole.rejected.find(isRejected) ?? alone.rejected.find(isRejected);
    const isFirst = whole.choice?.model.reference === written.reference;
    const state = rejected
      ? explainUnavailability(rejected.unavailability, say)
      : readyWords(written, isFirst, situation, say);
    const model = rejected?.model ?? alone.choice?.model;
    const name = model ? `${displayName(model)}, ` : '';
    const effort = written.effort ? `, ${say('{0} effort', written.effort)}` : '';
    const price = model ? describePrice(model, situation.today, say) : say('price unknown');
    return {
      text: `${name}${written.reference}${effort}: ${state}; ${price}.${doubtWords(written, situation, say)}`,
    };
  });
}

function readyWords(
  { reference }: ModelChoice,
  isFirst: boolean,
  { coolingDown }: Resolvable,
  say: Say,
): string {
  if (!isFirst) return say('ready, stands in');
  const provider = splitReference(reference)?.provider ?? '';
  const cooling = coolingDown.get(reference) ?? coolingDown.get(provider);
  return cooling
    ? say('answers, although {0} a moment ago', cooling.why)
    : say('ready, answers first');
}

function doubtWords({ reference }: ModelChoice, situation: Resolvable, say: Say): string {
  return priceDoubts([reference], situation)
    .map((doubt) => ' ' + describePriceDoubt(doubt, say))
    .join('');
}
