import type { Money } from '../../../routing/models/accounts.ts';
import type { Task } from '../../../routing/task.ts';

/** What the developer let pass the budgets, for all turns that follow one message of theirs. */
export interface Allowances {
  /** The kinds of money that may pass in the task's loop; the guard of a turn adds to them. */
  of(task: Pick<Task, 'conversation'>): Set<Money>;
}

/** Loops that one window runs at the same time. Chosen by judgement. */
const mostRemembered = 20;

export function createAllowances(): Allowances {
  const known = new Map<string, Set<Money>>();
  return {
    of({ conversation }) {
      const { cacheKey, messages = [] } = conversation ?? {};
      if (cacheKey === undefined) return new Set();
      // A loop goes on with a tool's result. A message of the developer begins another.
      const goesOn = messages.at(-1)?.role === 'tool';
      const allowed = (goesOn ? known.get(cacheKey) : undefined) ?? new Set<Money>();
      known.delete(cacheKey);
      known.set(cacheKey, allowed);
      const [oldest] = known.keys();
      if (known.size > mostRemembered) known.delete(oldest!);
      return allowed;
    },
  };
}
