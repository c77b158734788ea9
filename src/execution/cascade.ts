import type { Cascade, Choice } from '../routing/decision.ts';
import { displayName } from '../routing/catalog.ts';
import type { GateName, Verdict } from '../routing/gate.ts';
import type { Model } from '../routing/model.ts';
import type { NanoUsd } from '../routing/money.ts';
import type { EarlierAnswer, Task } from '../routing/task.ts';
import { attempt, recorded, type AttemptContext } from './attempt.ts';
import { candidateFile } from './candidate.ts';
import type { AttemptEnd, RunEvent } from './events.ts';
import type { Gate } from './gates/gate.ts';
import { describeFailure, runGates } from './gates/runGates.ts';
import { callFor } from './callFor.ts';

export interface CascadeRequest {
  readonly requestId: string;
  readonly task: Task;
  readonly plan: Cascade;
  readonly baseline?: Model;
  readonly maxOutputTokens: number;
  /** The gates there are; one that the plan names and that is absent could not run. */
  readonly gates: ReadonlyMap<GateName, Gate>;
}

/**
 * Tries the rungs in order until an answer passes the gates. Each try is told what was tried before
 * and why it failed. Ends with the answer that passed, else with the last one.
 */
export async function* cascade(
  request: CascadeRequest,
  context: AttemptContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const { plan, task } = request;
  const startedAt = context.monotonic();
  const earlier: EarlierAnswer[] = [];
  let spent: NanoUsd = 0;
  const tries = plan.ladder.flatMap((choice) => (plan.retry ? [choice, choice] : [choice]));
  let last: AttemptEnd | undefined;
  for (const [index, choice] of tries.slice(0, plan.caps.attempts).entries()) {
    const again = index > 0 && choice === tries[index - 1];
    // A call that failed is not made again here: the same model would fail again.
    if (again && last?.error) continue;
    if (last) {
      const shortcoming = earlier.at(-1)?.shortcoming ?? 'The call failed.';
      yield { kind: 'again', how: again ? 'retry' : 'climb', shortcoming };
    }
    const tried = { ...task, earlier: [...task.earlier, ...earlier] };
    last = yield* attempt(
      {
        requestId: request.requestId,
        choice,
        call: callFor(tried, choice.model, request.maxOutputTokens),
        ...(request.baseline && { baseline: request.baseline }),
      },
      context,
      signal,
    );
    spent += last.cost.nanoUsd ?? 0;
    if (last.outcome === 'cancelled') return last;
    const failure = last.error ? last.error.message : yield* judge(request, last, context, signal);
    if (failure === undefined || signal.aborted) return last;
    earlier.push(earlierAnswer(choice, last, failure));
    if (capReached(plan, spent, context.monotonic() - startedAt)) return last;
  }
  return last!;
}

/** Yields the verdicts; returns why the answer is not good enough, undefined when it is. */
async function* judge(
  { task, plan, gates }: CascadeRequest,
  end: AttemptEnd,
  context: AttemptContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, string | undefined> {
  const { attemptId, text, outcome } = end;
  const fileText = task.answerKind === 'edit' ? candidateFile(task, text) : undefined;
  const candidate = { task, text, outcome, ...(fileText !== undefined && { fileText }) };
  const asked = plan.gates.map((name) => gates.get(name) ?? absent(name));
  try {
    for await (const verdict of runGates(candidate, asked, signal)) {
      yield* recorded(() =>
        context.ledger.recordVerdict({
          attemptId,
          atMs: context.now(),
          gate: verdict.gate,
          verdict: verdict.kind,
        }),
      );
      yield { kind: 'verdict', attemptId, verdict };
      if (verdict.kind === 'fail') return describeFailure(verdict);
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
  return undefined;
}

function absent(name: GateName): Gate {
  const verdict: Verdict = { gate: name, kind: 'couldNotRun', why: 'it is not set up' };
  return { name, check: async () => verdict };
}

function earlierAnswer(choice: Choice, end: AttemptEnd, shortcoming: string): EarlierAnswer {
  return {
    modelName: displayName(choice.model),
    tier: choice.tier,
    text: end.text,
    shortcoming,
  };
}

function capReached({ caps }: Cascade, spent: NanoUsd, elapsedMs: number): boolean {
  return (
    (caps.nanoUsd !== undefined && spent >= caps.nanoUsd) ||
    (caps.seconds !== undefined && elapsedMs >= caps.seconds * 1000)
  );
}
