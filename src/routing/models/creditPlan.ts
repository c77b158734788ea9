import type { ModelReference } from './model.ts';
import { formatUsd, type NanoUsd } from './money.ts';
import { inEnglish, type Say } from '../say.ts';

/** A subscription that counts what its models cost in credits: real money in another unit. */
export interface CreditPlan {
  /** As users see it. */
  readonly name: string;
  /** How the references of its models begin. */
  readonly models: string;
  readonly nanoUsdPerCredit: NanoUsd;
  /** IANA name of the time zone in which its months begin, wherever the developer is. */
  readonly monthsIn: string;
  readonly source: string;
  /** ISO date on which the source was read. */
  readonly read: string;
}

export const copilotPlan: CreditPlan = {
  name: 'GitHub Copilot',
  models: 'vscode/copilot/',
  nanoUsdPerCredit: 10_000_000,
  // https://docs.github.com/en/copilot/concepts/billing: credits are new at 00:00 UTC on the first.
  monthsIn: 'UTC',
  source: 'github.com/github/docs, data/tables/copilot/models-and-pricing.yml; 1 credit is $0.01',
  read: '2026-11-29',
};

const creditPlans: readonly CreditPlan[] = [copilotPlan];

/** The plan that a call to the model takes credits of; undefined for most models. */
export function planOf(reference: ModelReference): CreditPlan | undefined {
  return creditPlans.find(({ models }) => reference.startsWith(models));
}

/** The plan whose models these are, by how their references begin. */
export function planOfModels(models: string | undefined): CreditPlan | undefined {
  return creditPlans.find((plan) => plan.models === models);
}

/** An amount in the plan's credits, or in USD without one: `90 credits`, `1 credit`, `$0.90`. */
export function formatAmount(
  nanoUsd: NanoUsd,
  plan: CreditPlan | undefined,
  say: Say = inEnglish,
): string {
  if (!plan) return formatUsd(nanoUsd);
  const credits = roundedCredits(nanoUsd, plan, say);
  return credits === '1' ? say('1 credit') : say('{0} credits', credits);
}

/** How much of a number of credits is used: `210 of 300 credits`. */
export function describeCredits(
  spent: NanoUsd,
  all: NanoUsd,
  plan: CreditPlan,
  say: Say = inEnglish,
): string {
  return say('{0} of {1}', roundedCredits(spent, plan, say), formatAmount(all, plan, say));
}

/** Rounded for reading; an amount above zero is never rounded down to zero. */
function roundedCredits(nanoUsd: NanoUsd, { nanoUsdPerCredit }: CreditPlan, say: Say): string {
  const credits = nanoUsd / nanoUsdPerCredit;
  if (credits > 0 && credits < 0.01) return say('less than 0.01');
  return String(Math.round(credits * 100) / 100);
}
