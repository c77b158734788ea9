import type { Rule } from '../policy/policy.ts';
import type { TaskType } from '../task.ts';

/*
 * Two plans tried on live work. The user's setting `tierwise.experiments` comes in (`parseExperiments.ts`);
 * for each request, the plan that an experiment draws becomes the policy's first rule. So everything that
 * holds for a rule holds for both plans: a manual pick, a pin and an escalation come first, budgets lower
 * it, and work that stays on this machine finds no other model.
 */

/** The plans of an experiment: A is what is done now, B what may take its place. */
export type PlanName = 'A' | 'B';

export interface Experiment {
  /** Unique among the experiments. */
  readonly name: string;
  readonly taskType: TaskType;
  readonly plans: Readonly<Record<PlanName, Rule['use']>>;
  /** `split`: each task is done by one of the plans. `shadow`: A does it, and B is asked as well. */
  readonly mode: 'split' | 'shadow';
  /** The share of tasks, 0 to 1, that plan B does (split) or is asked about (shadow). */
  readonly share: number;
  /** The most that plan B may cost in all, USD, real money and practice money each; omitted for no cap. */
  readonly maxUsd?: number;
  /** The last day on which it goes on, ISO date, UTC; omitted for no end. */
  readonly until?: string;
}

/** Which plan of which experiment a request was given. */
export interface DrawnPlan {
  readonly experiment: string;
  readonly plan: PlanName;
}

/** Whether a request is among the share of an experiment. The same request is always drawn alike. */
export function isDrawn({ name, share }: Experiment, requestId: string): boolean {
  return unitOf(`${name}\n${requestId}`) < share;
}

/** A number from 0 to 1 that follows from a text: FNV-1a of 32 bits, with its bits mixed as MurmurHash3 does. */
export function unitOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** An experiment's last day is over. */
export function isPast({ until }: Experiment, today: string): boolean {
  return until !== undefined && today > until;
}
