import type { AttemptOutcome } from '../../ledger/facts.ts';
import type { GateName, Verdict } from '../../routing/gate.ts';
import type { Task } from '../../routing/task.ts';

/** An answer that waits to be judged. */
export interface Candidate {
  readonly task: Task;
  /** The answer as the model wrote it. */
  readonly text: string;
  readonly outcome: AttemptOutcome;
  /** The task's file with the answer in it; undefined when the answer is no edit or has no code. */
  readonly fileText?: string;
}

/**
 * A witness. `check` never rejects for what a candidate holds; it rejects with the signal's reason
 * when the signal aborts, and leaves nothing behind.
 */
export interface Gate {
  readonly name: GateName;
  check(candidate: Candidate, signal: AbortSignal): Promise<Verdict>;
}
