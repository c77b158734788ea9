import type { Decision } from '../decision.ts';
import type { Task } from '../task.ts';
import { defaultGates } from '../taskTypes.ts';
import type { GateName } from '../verdict.ts';

/** Gates that only read the text: they cost nothing, take milliseconds and open no tab. */
const quiet: ReadonlySet<GateName> = new Set(['complete', 'format', 'syntax']);

/**
 * The gates that check a direct answer after it is shown, so that it counts as evidence; undefined when
 * none should. A pass must mean the same in all evidence, so no gate checks a direct answer when a
 * cascade's answer would also be checked by gates that are not quiet. Escalated tasks are harder than
 * usual and would count unfairly against the stronger model, so they are not checked.
 *
 * @param canRun Whether a gate has what it needs to run here.
 */
export function shadowGates(
  task: Task,
  { plan, reason }: Pick<Decision, 'plan' | 'reason'>,
  canRun: (gate: GateName) => boolean,
): readonly GateName[] | undefined {
  if (plan.kind !== 'direct' || reason.kind === 'escalated' || task.conversation) return undefined;
  const gates = defaultGates[task.type].filter(canRun);
  return gates.every((gate) => quiet.has(gate)) ? gates : undefined;
}
