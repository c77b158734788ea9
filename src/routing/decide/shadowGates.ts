import type { Decision } from '../decision.ts';
import type { Task } from '../task.ts';
import { defaultGates } from '../taskTypes.ts';
import type { GateName } from '../verdict.ts';

/** They look at the text alone: they cost nothing, take milliseconds and open no tab. */
const quiet: ReadonlySet<GateName> = new Set(['complete', 'format', 'syntax']);

/**
 * The gates that judge a direct answer once it is shown, so that it counts as evidence; undefined where
 * none do. A pass must mean the same in all evidence: where the answer of a cascade would be judged by
 * others as well, nobody judges. What was escalated is harder than usual and would speak against the
 * stronger model.
 *
 * @param canRun Whether a gate has something to work with here.
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
