import type { Choice, Decision } from '../../../routing/decision.ts';
import { describeChoice, explainWhy } from '../../../routing/explain.ts';
import { explainUnavailability } from '../../../routing/explainPassedOver.ts';
import { displayName } from '../../../routing/models/catalog.ts';
import type { StepUse } from '../../../routing/policy/stepUse.ts';
import type { AttemptEnd } from '../../events.ts';

/** The declared model of a step, in words. */
export function wordsOf(use: StepUse): string {
  switch (use.kind) {
    case 'auto':
      return 'auto';
    case 'named':
      return use.name;
    case 'cascade':
      return use.names.join(', then ');
    case 'speculate':
      return use.names.join(' and ');
    case 'fastest':
      return use.names.length > 0 ? `the fastest of ${use.names.join(' and ')}` : 'the fastest';
  }
}

/**
 * Says when another model answered than the definition declares, and why: another tier because money is
 * short, or a stand-in for a model that cannot be reached. Undefined for the declared one.
 */
export function otherThanDeclared(
  use: StepUse,
  decision: Decision,
  { choice, error }: AttemptEnd,
): { readonly declared: string; readonly ran: string; readonly why: string } | undefined {
  // No model answers when a budget refuses the call.
  if (error?.kind === 'overBudget') return undefined;
  const models = { declared: wordsOf(use), ran: describeChoice(choice) };
  const names = namesOf(use);
  if (names.length > 0 && !names.includes(choice.tier)) {
    return { ...models, why: explainWhy(decision) };
  }
  const planned = plannedFor(decision, choice);
  if (planned && planned.model.reference !== choice.model.reference) {
    return { ...models, why: `${displayName(planned.model)} could not be reached` };
  }
  // Whichever is the fastest, none is declared.
  if (use.kind === 'fastest') return undefined;
  const resting = decision.rejected.find(
    ({ model, unavailability }) =>
      unavailability.kind === 'coolingDown' && model.reference !== choice.model.reference,
  );
  if (!resting) return undefined;
  const { model, unavailability } = resting;
  return { ...models, why: `${displayName(model)}: ${explainUnavailability(unavailability)}` };
}

/** The tiers that a use names; empty when it names none. */
function namesOf(use: StepUse): readonly string[] {
  if (use.kind === 'named') return [use.name];
  return 'names' in use ? use.names : [];
}

function plannedFor({ plan }: Decision, { tier }: Choice): Choice | undefined {
  if (plan.kind === 'refuse') return undefined;
  const choices = plan.kind === 'direct' ? [plan.choice] : plan.ladder;
  return choices.find((each) => each.tier === tier);
}
