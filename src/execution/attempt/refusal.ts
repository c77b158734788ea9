import { counted } from '../../routing/input/counted.ts';
import type { OverLimit, ReservationFact } from '../../ledger/facts.ts';
import { budgetsSetting } from '../../routing/budgets/budget.ts';
import { limitsSetting } from '../../routing/budgets/requestLimits.ts';

/** Why a call is refused, in sentences, and the user's setting that says so. */
export interface Refusal {
  readonly message: string;
  readonly setting?: string;
}

/** Why a limit refuses a call, and what the user may change. */
export function refusalOf(over: OverLimit, { model, modelName }: ReservationFact): Refusal {
  const { limit, worstCaseNanoUsd, simulated, calls } = over;
  const { budgetId, capNanoUsd, fault, isHard, setting = budgetsSetting } = limit;
  if (fault !== undefined) {
    const message = `${fault} Until it is right, no call may cost money; models that cost nothing still run.`;
    return { message, setting };
  }
  if (calls !== undefined) {
    const message = `${upperFirst(budgetId)} has made ${counted(calls, 'call')}, which is all that it may make.`;
    return { message, setting: limitsSetting };
  }
  if (worstCaseNanoUsd === undefined) {
    const message = `The price of ${modelName} is unknown, so it is not certain that its call keeps within ${named(limit)}. Write what a call costs at most as \`worstCaseUsd\` of "${model}" in \`tierwise.models\`: 0 when your plan includes it.`;
    return { message, setting: 'tierwise.models' };
  }
  const where = simulated ? ' in practice money' : '';
  if (capNanoUsd === 0 && !isHard) {
    const message = `${upperFirst(named(limit))}${where} allows no call that costs money. Ask a model that costs nothing, or change the amount in \`${setting}\`.`;
    return { message, setting };
  }
  const message = `${upperFirst(named(limit))}${where} does not allow this call.`;
  return { message, ...(limit.setting !== undefined && { setting: limit.setting }) };
}

function named({ budgetId, setting }: OverLimit['limit']): string {
  return setting === limitsSetting ? `the limit of ${budgetId}` : `the budget of ${budgetId}`;
}

function upperFirst(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
