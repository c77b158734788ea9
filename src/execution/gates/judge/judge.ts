import type { AttemptOutcome, Purpose } from '../../../ledger/facts.ts';
import type { ModelCall } from '../../../providers/provider.ts';
import type { Choice } from '../../../routing/decision.ts';
import { describeChoice } from '../../../routing/explain.ts';
import { couldNotRun, type Charge, type Finding, type Verdict } from '../../../routing/verdict.ts';
import { attempt } from '../../attempt/attempt.ts';
import type { AttemptContext } from '../../attempt/attemptContext.ts';
import { fitOutput } from '../../attempt/fitOutput.ts';
import type { BudgetGuard } from '../../budgetGuard.ts';
import type { AttemptEnd } from '../../events.ts';
import type { Candidate, Gate, AttemptOrigin } from '../gate.ts';
import type { Problem } from './judgeJson.ts';
import { type Opinion, opinionSchema, parseOpinion } from './judgeOpinion.ts';
import { judgePrompt } from './judgePrompt.ts';

/*
 * This folder is the `judge` gate. A candidate and the models that may judge come in; one model call
 * is made, and a verdict with its cost goes out. `judgePrompt.ts` writes the request, and
 * `judgeOpinion.ts` and `judgeJson.ts` read the answer.
 */

export interface JudgeRequest {
  /** The request whose answers are judged; the cost of judging is recorded under it. */
  readonly requestId: string;
  /** The models that can judge now, the preferred one first. */
  readonly judges: readonly Choice[];
  /** The developer's own description of a good answer, added to the shipped one. */
  readonly rubric?: string;
  readonly context: AttemptContext;
  /** Omitted when no budget applies. */
  readonly budgetGuard?: BudgetGuard;
  /** Tokens for reasoning and the opinion. */
  readonly maxOutputTokens?: number;
  /** What its calls are for; `judge` when omitted. */
  readonly purpose?: Purpose;
}

/** Chosen by judgement. */
const usualMaxOutputTokens = 4_000;

/** Asks another model whether the answer is good. A model never judges its own answer. */
export function createJudgeGate(request: JudgeRequest): Gate {
  return {
    name: 'judge',
    async check(candidate, signal) {
      signal.throwIfAborted();
      const { judges } = request;
      const { origin } = candidate;
      if (!origin) return couldNotRun('judge', 'it is not known which model gave this answer');
      // An opinion costs money, and on the last attempt it can change nothing.
      if (origin.last)
        return couldNotRun('judge', 'no further attempt follows, so it was not asked');
      const judge = judges.find(({ model }) => model.reference !== origin.choice.model.reference);
      if (!judge) return couldNotRun('judge', whyNobody(judges, origin));
      const end = await ask(request, judge, candidate, signal);
      signal.throwIfAborted();
      return verdictOf(end, candidate);
    },
  };
}

/** Calls the judge; the attempt records its cost. */
async function ask(
  {
    requestId,
    rubric,
    context,
    budgetGuard,
    maxOutputTokens = usualMaxOutputTokens,
    purpose = 'judge',
  }: JudgeRequest,
  choice: Choice,
  candidate: Candidate,
  signal: AbortSignal,
): Promise<AttemptEnd> {
  const { system, user } = judgePrompt(candidate, rubric);
  const whole = {
    system,
    messages: [{ role: 'user', text: user }],
    maxOutputTokens,
    outputSchema: opinionSchema,
  } as const;
  const call = fitOutput<Omit<ModelCall, 'model' | 'effort'>>(whole, choice.model);
  const calling = attempt(
    { requestId, choice, call, purpose, ...(budgetGuard && { budgetGuard }) },
    context,
    signal,
  );
  let next = await calling.next();
  while (!next.done) next = await calling.next();
  return next.value;
}

const noOpinion: Readonly<Record<Exclude<AttemptOutcome, 'complete'>, string>> = {
  truncated: 'reached the token limit before it gave an opinion',
  cutOff: 'broke off before it gave an opinion',
  refused: 'refused to judge',
  empty: 'said nothing',
  cancelled: 'was cancelled',
  failed: 'could not be asked',
};

function verdictOf(end: AttemptEnd, candidate: Candidate): Verdict {
  const by = describeChoice(end.choice);
  const { simulated } = end.choice.model;
  const charge: Charge = { cost: end.cost, by, ...(simulated && { simulated }) };
  if (end.outcome !== 'complete') {
    const words = end.error ? `: ${end.error.message}` : '';
    return couldNotRun('judge', `${by} ${noOpinion[end.outcome]}${words}`, charge);
  }
  const opinion = parseOpinion(end.text, candidate.text);
  if (!opinion) return couldNotRun('judge', `${by} gave an opinion that cannot be read`, charge);
  if (opinion.pass) return { gate: 'judge', kind: 'pass', charge };
  return { gate: 'judge', kind: 'fail', evidence: evidenceOf(opinion, by, candidate), charge };
}

// Both chosen by judgement.
const mostProblems = 20;
const longestMessage = 300;

function evidenceOf({ problems }: Opinion, by: string, candidate: Candidate): Finding[] {
  const { task, fileText = task.fileText } = candidate;
  const lines = fileText.split('\n').length;
  const evidence = problems
    .map(({ line, message }: Problem) => ({
      path: task.path,
      ...(line && line > 0 && line <= lines && { line }),
      message: message.replaceAll(/\s+/g, ' ').trim().slice(0, longestMessage),
    }))
    .filter(({ message }) => message !== '')
    .slice(0, mostProblems);
  if (evidence.length > 0) return evidence;
  return [
    { path: task.path, message: `${by} finds this answer not good enough but names no problem.` },
  ];
}

function whyNobody(judges: readonly Choice[], { choice }: AttemptOrigin): string {
  if (judges.length === 0) return 'no model that could judge is ready';
  return `${describeChoice(choice)} gave this answer itself, and no other judge is ready`;
}
