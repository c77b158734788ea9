import { isOutage } from '../../../execution/attempt/coolDowns.ts';
import { timeLimit } from '../../../execution/attempt/timeLimit.ts';
import type { BudgetGuard } from '../../../execution/budgetGuard.ts';
import { runRequest } from '../../../execution/request.ts';
import { sayWrongForm, taskAfter } from '../../../execution/workflow/steps/runModelStep.ts';
import { readStepOutput } from '../../../execution/workflow/steps/stepOutput.ts';
import { explain } from '../../../routing/explain.ts';
import { explainRejected } from '../../../routing/explainPassedOver.ts';
import type { Situation } from '../../../routing/situation.ts';
import type { Task } from '../../../routing/task.ts';
import type { Fixture } from '../../fixture.ts';
import { type Contestant, decideContestant } from '../contestants.ts';
import type { EvaluationHost } from '../evaluationHost.ts';
import { outcomeOf } from '../../batch/batchMoney.ts';
import { type Brought, textOf } from './brought.ts';
import type { FixtureWork } from '../fixtureWork.ts';
import type { Asked } from '../keptTrials.ts';
import type { Permit } from './pacer.ts';
import { planGates } from './planGates.ts';
import { faultOf, isLasting, readReply, type Reply, sumOf } from './readReply.ts';

/** One candidate's try at one fixture. */
export interface TrialToAsk {
  /** The evaluation's name. */
  readonly evaluation: string;
  readonly fixture: Fixture;
  readonly work: FixtureWork;
  readonly contestant: Contestant;
  readonly permit: Permit;
  /** What a batch has brought for it. */
  readonly brought?: Exclude<Brought, { kind: 'failed' }>;
  guard(task: Task, situation: Situation, requestId: string): BudgetGuard;
}

/** What came of it. `away`: the server gives no answers now; `lasting`: it will give none before something changes. */
export interface AskedTrial {
  readonly asked: Asked;
  readonly trouble?: 'away' | 'lasting';
}

/** Both end a trial: the first is the developer's own, the second also its time. */
interface Stops {
  readonly signal: AbortSignal;
  readonly limited: AbortSignal;
}

/** Makes the calls of a trial. Rejects with the signal's reason when it aborts before anything was paid. */
export async function askTrial(
  trial: TrialToAsk,
  host: EvaluationHost,
  signal: AbortSignal,
): Promise<AskedTrial> {
  const { work, brought } = trial;
  using time = timeLimit(signal, work.maxSeconds);
  const stops = { signal, limited: time.signal };
  const first =
    brought?.kind === 'answered'
      ? replyOf(brought, trial.contestant)
      : await requestOnce(trial, work.task, host, stops);
  const problems = wrongForm(first, work);
  if (typeof first === 'string' || !first.isUnchecked || problems.length === 0) {
    return await askedOf([first], trial, host, stops);
  }
  // The batch keeps its answer for the next run, which may ask for the form.
  if (brought?.kind === 'answered' && signal.aborted) throw signal.reason;
  // As in a run of the workflow: it may correct the form once.
  const again = await requestOnce(trial, taskAfter(work.task, first, problems), host, stops);
  return await askedOf([first, again], trial, host, stops);
}

type CheckedReply = Reply & { readonly isUnchecked: boolean };

/** An answer of a batch, as if the model had just given it. Its time says nothing of the model. */
function replyOf(
  { result, cost }: Extract<Brought, { kind: 'answered' }>,
  { rungs: [choice] }: Contestant,
): CheckedReply {
  const text = textOf(result.parts);
  const outcome = outcomeOf(result);
  const end = { attemptId: '', choice, outcome, text, toolCalls: [], cost, latencyMs: 0 };
  return { end, text, cost, latencyMs: 0, isUnchecked: true };
}

function wrongForm(reply: CheckedReply | string, { output }: FixtureWork): readonly string[] {
  if (typeof reply === 'string' || !output || reply.end.outcome !== 'complete') return [];
  const read = readStepOutput(reply.text, output);
  return 'problems' in read ? read.problems : [];
}

/** What came of the last of a trial's requests. */
function askedOf(
  requests: readonly (CheckedReply | string)[],
  { work, permit, brought }: TrialToAsk,
  { attempts }: EvaluationHost,
  { signal, limited }: Stops,
): AskedTrial {
  const replies = requests.filter((each) => typeof each !== 'string');
  const missed = brought?.kind === 'unanswered' ? [brought.cost] : [];
  const cost = sumOf([...missed, ...replies.map((each) => each.cost)]);
  const last = requests.at(-1)!;
  if (typeof last === 'string') return { asked: { kind: 'failed', why: last, cost } };
  const { end, firstTextMs } = last;
  const isLate = limited.aborted && !signal.aborted && end.outcome === 'cancelled';
  const isSlow = isLate && permit.waitedMs() === 0;
  const fault = isSlow ? `It took longer than the ${work.maxSeconds} s it may take.` : faultOf(end);
  if (end.outcome !== 'complete' && fault === undefined) {
    if (signal.aborted && cost.nanoUsd === 0) throw signal.reason;
    const isBroken = end.outcome === 'cutOff';
    const plain = isBroken ? 'The answer stopped before its end.' : 'The call failed.';
    const why = end.error?.message ?? (signal.aborted ? 'It was cancelled.' : plain);
    const isAway = isBroken || (end.error !== undefined && isOutage(end.error));
    const trouble = isLasting(end) ? 'lasting' : isAway ? 'away' : undefined;
    return { asked: { kind: 'failed', why, cost }, ...(trouble && { trouble }) };
  }
  const found = fault ?? shortcomingOf(last, work);
  const earlierMs = replies.slice(0, -1).reduce((sum, { latencyMs }) => sum + latencyMs, 0);
  return {
    asked: {
      kind: 'answered',
      answer: {
        text: last.text,
        atMs: attempts.now(),
        cost,
        ...(brought?.kind === 'answered'
          ? { atOnce: sumOf([brought.atOnce, ...replies.slice(1).map((each) => each.cost)]) }
          : {
              ...(firstTextMs !== undefined && { firstTextMs: earlierMs + firstTextMs }),
              latencyMs: earlierMs + last.latencyMs,
            }),
        ...(found !== undefined && { fault: found }),
      },
    },
  };
}

/** Why a whole answer is of no use in real work; undefined when it is. */
function shortcomingOf(reply: CheckedReply, work: FixtureWork): string | undefined {
  if (work.mustPass && reply.failure !== undefined) {
    return `Its answer is not good enough. ${reply.failure}`;
  }
  const problems = wrongForm(reply, work);
  return problems.length > 0 ? sayWrongForm(problems) : undefined;
}

/** Asks once; a text says why nothing could be asked. */
async function requestOnce(
  { evaluation, fixture, work, contestant, permit, guard }: TrialToAsk,
  task: Task,
  host: EvaluationHost,
  { signal, limited }: Stops,
): Promise<CheckedReply | string> {
  const situation = await host.situation(task.language);
  const { decision } = decideContestant({ ...work, task }, contestant, situation);
  const { plan } = decision;
  if (plan.kind === 'refuse') {
    const rejected = explainRejected(decision.rejected);
    return [explain(task, decision), rejected && `${rejected}.`].filter(Boolean).join(' ');
  }
  const { attempts, sessionId, workspace, maxOutputTokens } = host;
  const requestId = attempts.newId();
  const events = runRequest(
    {
      task,
      decision,
      plan,
      asker: {
        requestId,
        sessionId,
        workspace,
        subject: `evaluation ${evaluation} › ${fixture.id}`,
        reason: `It measures ${contestant.named.name}.`,
      },
      maxOutputTokens,
      budgetGuard: guard(task, situation, requestId),
      gates: (gated, budgetGuard) =>
        planGates({ fixture, work, task, requestId }, { plan: gated, budgetGuard }, host),
      purpose: 'evaluate',
      ...(work.mustPass && { mustPass: true }),
    },
    { ...attempts, retries: permit.retries },
    limited,
  );
  const [{ model }] = contestant.rungs;
  try {
    const reply = await readReply(events, model.simulated, attempts.monotonic);
    return { ...reply, isUnchecked: plan.kind === 'direct' };
  } catch (error) {
    if (error !== limited.reason || signal.aborted) throw error;
    return `Its ${work.maxSeconds} s were over before it could be asked.`;
  }
}
