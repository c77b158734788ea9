import type { Stay } from '../../routing/stay.ts';
import type { TaskType } from '../../routing/task.ts';

/** What an answer leaves in the chat's history for the turn after it. */
export interface Answered {
  readonly requestId: string;
  readonly tier: string;
  /** Why the turn had to stay on this machine; later turns see its answer. */
  readonly stay?: Stay;
  /** What Tierwise wrote below the model's words; no model gets it. */
  readonly footer?: string;
  /** The names of the tiers above the one that answered, from the lowest. */
  readonly higher?: readonly string[];
  /** The answer is a plan; the type of the task that carries it out. */
  readonly planFor?: TaskType;
}

export function isAnswered(value: unknown): value is Answered {
  return typeof value === 'object' && value !== null && 'requestId' in value && 'tier' in value;
}

/** What a turn leaves that could not run; its decision is remembered by this id. */
export interface Refused {
  readonly refusedId: string;
}

export function isRefused(value: unknown): value is Refused {
  return typeof value === 'object' && value !== null && 'refusedId' in value;
}
