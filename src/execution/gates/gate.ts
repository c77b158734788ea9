import type { AttemptOutcome } from '../../ledger/facts.ts';
import type { Choice } from '../../routing/decision.ts';
import type { Task } from '../../routing/task.ts';
import type { GateName, Verdict } from '../../routing/verdict.ts';

/** An answer that waits to be judged. */
export interface Candidate {
  readonly task: Task;
  /** The answer as the model wrote it, without its statement of confidence. */
  readonly text: string;
  readonly outcome: AttemptOutcome;
  /** The task's file with the answer in it; undefined when the answer is no edit or has no code. */
  readonly fileText?: string;
  /** Needed by the gates that ask or weigh a model; the others judge the text alone. */
  readonly origin?: AttemptOrigin;
}

/** Which attempt a candidate came from. */
export interface AttemptOrigin {
  readonly attemptId: string;
  readonly choice: Choice;
  /** No further attempt follows, whatever the gates say. */
  readonly last: boolean;
  /** How sure the model said it is, whole per cent; undefined when it said nothing. */
  readonly statedPercent?: number;
}

/**
 * A witness. `check` never rejects for what a candidate holds; it rejects with the signal's reason
 * when the signal aborts, and leaves nothing behind.
 */
export interface Gate {
  readonly name: GateName;
  check(candidate: Candidate, signal: AbortSignal): Promise<Verdict>;
}

/** The gates for one request; disposed when it is over. */
export interface GateKit {
  readonly gates: ReadonlyMap<GateName, Gate>;
  dispose(): Promise<void>;
}

/** Gates that hold nothing open. */
export function kitOf(gates: readonly Gate[]): GateKit {
  return { gates: new Map(gates.map((gate) => [gate.name, gate])), dispose: async () => undefined };
}
