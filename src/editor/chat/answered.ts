import type { Stay } from '../../routing/stay.ts';

/** What an answer leaves in the chat's history for the turn after it. */
export interface Answered {
  readonly requestId: string;
  readonly tier: string;
  /** Why the turn had to stay on this machine; later turns see its answer. */
  readonly stay?: Stay;
}

export function isAnswered(value: unknown): value is Answered {
  return typeof value === 'object' && value !== null && 'requestId' in value && 'tier' in value;
}
