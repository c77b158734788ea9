import { defined } from '../../routing/input/objects.ts';
import { moneyOf } from '../../routing/models/accounts.ts';
import type { Task } from '../../routing/task.ts';
import { dayOf } from '../../routing/time.ts';
import type { FallbackContext, FallbackRequest } from '../attempt/fallback.ts';
import { callFor } from '../attempt/prompt.ts';
import type { BudgetGuard } from '../budgetGuard.ts';
import { affordable } from './caps.ts';

/** Makes the calls of a direct plan, with no more output than the run's own limit pays for. */
export function directCalls(
  {
    task,
    maxOutputTokens,
    temperature,
    budgetGuard,
  }: {
    readonly task: Task;
    readonly maxOutputTokens: number;
    readonly temperature?: number;
    readonly budgetGuard?: BudgetGuard;
  },
  { now }: Pick<FallbackContext, 'now'>,
): FallbackRequest['call'] {
  const today = dayOf(now());
  return ({ model }) => {
    const whole = {
      ...callFor(task, model, { maxOutputTokens }),
      ...(model.capabilities.reasoning !== true && defined({ temperature })),
    };
    const left = budgetGuard?.spendLimit?.left(moneyOf(model.simulated));
    // A call that costs more than is left goes on unchanged: the reservation refuses it.
    return affordable(whole, model, left, today) ?? whole;
  };
}
