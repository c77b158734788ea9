import { type Accounts, moneyOf, noMoney, plus } from '../../routing/models/accounts.ts';
import type { Task } from '../../routing/task.ts';
import { candidateFile, type SplitAnswer, splitStatement } from '../answer/parseAnswer.ts';
import { type AttemptContext, recorded } from '../attempt/attemptContext.ts';
import type { AttemptEnd, RunEvent } from '../events.ts';
import type { Candidate, Gate } from '../gates/gate.ts';
import { describeFailure, runGates } from '../gates/runGates.ts';

/** What the gates found about an answer. */
export interface Judgement {
  /** What the gates cost, as far as known. */
  readonly charged: Accounts;
  /** Why the answer is not good enough; undefined when no gate failed it. */
  readonly failure?: string;
}

/** Turns an attempt's answer into what the gates check. */
export function toCandidate(
  task: Task,
  { attemptId, choice, outcome, text: whole }: AttemptEnd,
  { last, statesConfidence }: { readonly last: boolean; readonly statesConfidence: boolean },
): Candidate {
  const { text, percent }: SplitAnswer = statesConfidence ? splitStatement(whole) : { text: whole };
  const fileText = task.answerKind === 'edit' ? candidateFile(task, text) : undefined;
  const stated = percent === undefined ? {} : { statedPercent: percent };
  const origin = { attemptId, choice, last, ...stated };
  return { task, text, outcome, origin, ...(fileText !== undefined && { fileText }) };
}

/** Runs the gates until one fails the answer. Yields each verdict and records it in the ledger. */
export async function* gateAnswer(
  candidate: Candidate,
  gates: readonly Gate[],
  { ledger, now, report }: Pick<AttemptContext, 'ledger' | 'now' | 'report'>,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, Judgement> {
  const { attemptId } = candidate.origin!;
  let charged = noMoney;
  try {
    for await (const verdict of runGates(candidate, gates, signal, report)) {
      const { charge } = verdict;
      if (charge) {
        charged = plus(charged, moneyOf(charge.simulated === true), charge.cost.nanoUsd ?? 0);
      }
      const { gate, kind } = verdict;
      yield* recorded(() => ledger.recordVerdict({ attemptId, atMs: now(), gate, verdict: kind }));
      yield { kind: 'verdict', attemptId, verdict };
      if (verdict.kind === 'fail') return { charged, failure: describeFailure(verdict) };
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
  return { charged };
}
