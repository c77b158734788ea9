import type { AttemptOutcome } from '../../ledger/facts.ts';
import type { ToolCall } from '../../routing/conversation.ts';
import type { Choice } from '../../routing/decision.ts';
import type { Task } from '../../routing/task.ts';
import type { GateName, Verdict } from '../../routing/verdict.ts';

/*
 * This folder checks answers. A candidate (a task and a model's answer to it) comes in; verdicts go
 * out: pass, fail with evidence, or could not run. `runGates.ts` runs the gates in order. The folders
 * hold one gate each: `complete/`, `syntax/`, `command/` and `judge/`; `toolCall/` holds those of an agent's
 * tool calls. `format.ts` and `confidence.ts` are small gates. `workerGates.ts` runs those that look at the text alone in a worker
 * (`gateWorker.ts`), so that a large file does not stop the editor.
 */

/** An answer that the gates check. */
export interface Candidate {
  readonly task: Task;
  /** The answer as the model wrote it, without its statement of confidence. */
  readonly text: string;
  readonly outcome: AttemptOutcome;
  /** The calls that the gates of tool calls check; omitted for answers that make none. */
  readonly toolCalls?: readonly ToolCall[];
  /** The task's file with the answer in it; undefined when the answer is not an edit or has no code. */
  readonly fileText?: string;
  /** Needed by the `confidence` and `judge` gates; the others look at the text alone. */
  readonly origin?: AttemptOrigin;
}

/** The attempt that a candidate came from. */
export interface AttemptOrigin {
  readonly attemptId: string;
  readonly choice: Choice;
  /** No further attempt follows, whatever the gates say. */
  readonly last: boolean;
  /** The confidence that the model stated, whole per cent; undefined when it stated none. */
  readonly statedPercent?: number;
}

/**
 * One check of an answer. `check` never rejects because of what a candidate contains. It rejects with
 * the signal's reason when the signal aborts, and leaves no files or processes behind.
 */
export interface Gate {
  readonly name: GateName;
  check(candidate: Candidate, signal: AbortSignal): Promise<Verdict>;
}

/** The gates for one request; the caller disposes them when the request ends. */
export interface GateKit {
  readonly gates: ReadonlyMap<GateName, Gate>;
  dispose(): Promise<void>;
}

/** A kit of gates that have nothing to dispose. */
export function kitOf(gates: readonly Gate[]): GateKit {
  return { gates: new Map(gates.map((gate) => [gate.name, gate])), dispose: async () => undefined };
}
