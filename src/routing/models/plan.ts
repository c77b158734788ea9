import type { ModelReference } from './model.ts';
import type { NanoUsd } from './money.ts';

/** A subscription that counts what its models cost in credits. Credits are real money in another unit. */
export interface Plan {
  /** As users see it. */
  readonly name: string;
  /** How the references of its models begin. */
  readonly models: string;
  readonly nanoUsdPerCredit: NanoUsd;
  readonly source: string;
  /** ISO date on which the source was read. */
  readonly read: string;
}

export const copilotPlan: Plan = {
  name: 'GitHub Copilot',
  models: 'vscode/copilot/',
  nanoUsdPerCredit: 10_000_000,
  source: 'github.com/github/docs, data/tables/copilot/models-and-pricing.yml; 1 credit is $0.01',
  read: '2026-11-29',
};

/** Whether a call to the model takes credits of the plan. */
export function isOfPlan(plan: Plan, reference: ModelReference): boolean {
  return reference.startsWith(plan.models);
}

/** An amount in credits, of a hundredth at least unless it is nothing: `90 credits`, `0.05 credits`, `1 credit`. */
export function formatCredits(nanoUsd: NanoUsd, { nanoUsdPerCredit }: Plan): string {
  const words = creditsIn(nanoUsd, nanoUsdPerCredit);
  return `${words} ${words === '1' ? 'credit' : 'credits'}`;
}

/** The number alone, rounded for reading; never a smaller amount than one that is above zero. */
function creditsIn(nanoUsd: NanoUsd, nanoUsdPerCredit: NanoUsd): string {
  const credits = nanoUsd / nanoUsdPerCredit;
  if (credits > 0 && credits < 0.01) return 'less than 0.01';
  return String(Math.round(credits * 100) / 100);
}
