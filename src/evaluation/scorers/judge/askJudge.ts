import type { AttemptOutcome } from '../../../ledger/facts.ts';
import { timedId } from '../../../ledger/timedId.ts';
import type { AttemptEnd } from '../../../execution/events.ts';
import { kitOf } from '../../../execution/gates/gate.ts';
import {
  type DecidedRequest,
  decideRequest,
  type RequestToRun,
  runRequest,
} from '../../../execution/request.ts';
import { isPrivate } from '../../../execution/safety/privateFiles.ts';
import type { Choice } from '../../../routing/decision.ts';
import { describeChoice, explain } from '../../../routing/explain.ts';
import { stayOf } from '../../../routing/policy/localRules.ts';
import { defaultTier } from '../../../routing/policy/shippedPolicy.ts';
import type { Stay } from '../../../routing/stay.ts';
import { conversationTask, type Task } from '../../../routing/task.ts';
import type { JudgeKit } from './judgeKit.ts';
import {
  type AnswerPlace,
  type HeardScore,
  judgedSchema,
  type JudgedAnswer,
  judgeText,
  readScore,
} from './judgeText.ts';

/*
 * This folder lets a model score an answer. `judgeText.ts` writes the request and reads the score,
 * `askJudge.ts` makes the calls, and `judgeAgreement.ts` compares a judge with people.
 */

/** Who judges, and from which score on an answer passes. */
export interface JudgeTerms {
  /** The tier or model that judges; the user's own judge when omitted. */
  readonly judge?: string;
  /** From 0 to 1. */
  readonly least: number;
}

/** What a judge thinks of an answer. */
export type JudgeOpinion =
  | {
      readonly kind: 'opinion';
      /** From 0 to 1: with a reference, the mean of both orders. */
      readonly score: number;
      readonly passed: boolean;
      readonly problems: readonly string[];
      /** Such as `balanced (Medium)`. */
      readonly by: string;
    }
  /** It passes the answer in one order and not in the other: that is no opinion. */
  | {
      readonly kind: 'changedMind';
      /** The scores with the answer before the reference, and after it. */
      readonly first: number;
      readonly last: number;
      readonly by: string;
    }
  | { readonly kind: 'none'; readonly why: string };

/** Tokens for reasoning and the score. Chosen by judgement, as for the gate. */
const mostOutputTokens = 4_000;

/**
 * Asks the judge. Where there is a reference it is asked twice, with the answer before and after it, and must
 * come to the same verdict. Rejects with the signal's reason.
 */
export async function askJudge(
  judged: JudgedAnswer,
  { judge, least }: JudgeTerms,
  kit: JudgeKit,
  signal: AbortSignal,
): Promise<JudgeOpinion> {
  const first = await hear(judged, { judge, place: 'first' }, kit, signal);
  if (typeof first === 'string') return { kind: 'none', why: first };
  const { score, problems, by } = first;
  if (judged.fixture.reference === undefined) {
    return { kind: 'opinion', score, passed: score >= least, problems, by };
  }
  const last = await hear(judged, { judge, place: 'last' }, kit, signal);
  if (typeof last === 'string') return { kind: 'none', why: last };
  if (score >= least !== last.score >= least) {
    return { kind: 'changedMind', first: score, last: last.score, by };
  }
  return {
    kind: 'opinion',
    score: (score + last.score) / 2,
    passed: score >= least,
    problems: [...new Set([...problems, ...last.problems])],
    by,
  };
}

/** The model that judges answers to such a task; undefined when none can. */
export function judgeOf(task: Task, judge: string | undefined, kit: JudgeKit): Choice | undefined {
  const fixture = {
    id: task.id,
    subject: { kind: 'taskType', taskType: task.type },
    input: {},
  } as const;
  const about = { fixture, task, answer: '', rubric: '' };
  const { plan } = decided(about, { judge, place: 'first' }, kit);
  return plan.kind === 'direct' ? plan.choice : undefined;
}

interface Asking {
  readonly judge: string | undefined;
  readonly place: AnswerPlace;
}

/** A score, or why there is none. */
async function hear(
  judged: JudgedAnswer,
  asking: Asking,
  kit: JudgeKit,
  signal: AbortSignal,
): Promise<(HeardScore & { readonly by: string }) | string> {
  signal.throwIfAborted();
  const { task, decision, plan } = decided(judged, asking, kit);
  if (plan.kind !== 'direct') return `No judge can be asked. ${explain(task, decision)}`;
  const end = await answerTo({ task, decision, plan }, judged.fixture.id, kit, signal);
  signal.throwIfAborted();
  const by = describeChoice(plan.choice);
  if (end.outcome !== 'complete') {
    const words = end.error ? `: ${end.error.message}` : '.';
    return `${by} ${noScore[end.outcome]}${words}`;
  }
  const heard = readScore(end.text, judged.answer);
  return heard ? { ...heard, by } : `${by} gave a score that cannot be read.`;
}

const noScore: Readonly<Record<Exclude<AttemptOutcome, 'complete'>, string>> = {
  truncated: 'reached the token limit before it gave a score',
  cutOff: 'broke off before it gave a score',
  refused: 'refused to judge',
  empty: 'said nothing',
  cancelled: 'was cancelled',
  failed: 'could not be asked',
};

/**
 * The judge's task and its one model. All answers have to be measured by the same judge: no model stands in
 * for it, and no pause or nearly spent budget moves it to another. Budgets hold where the call is made.
 */
function decided(
  judged: JudgedAnswer,
  { judge, place }: Asking,
  { situation }: JudgeKit,
): DecidedRequest & { readonly plan: DecidedRequest['decision']['plan'] } {
  const { fixture, task } = judged;
  const { system, user } = judgeText(judged, place);
  const stay = stayFor(judged, situation.policy);
  const asked = conversationTask(
    {
      id: `${fixture.id}: judge`,
      type: task.type,
      instruction: task.instruction,
      ...(stay && { stay }),
    },
    {
      system,
      messages: [{ role: 'user', text: user }],
      tools: [],
      outputSchema: judgedSchema,
    },
  );
  const calm = { ...situation, budgets: [], coolingDown: new Map() };
  const request = decideRequest(asked, calm, {
    step: {
      name: 'judge of an evaluation',
      taskType: task.type,
      use: { kind: 'named', name: judge ?? defaultTier(situation.policy) },
      checks: {},
      // A file of a repository that names a model is refused when it is read.
      mayNameModels: true,
    },
  });
  const { plan } = request.decision;
  if (plan.kind !== 'direct') return { ...request, plan };
  const { fallbacks: _, larger: __, ...choice } = plan.choice;
  return { ...request, plan: { kind: 'direct', choice } };
}

/** Why the judge must run on this machine: a rule for the task or for one of its files, or a private file. */
function stayFor(
  { fixture, task }: JudgedAnswer,
  policy: JudgeKit['situation']['policy'],
): Stay | undefined {
  const paths = (fixture.input.files ?? []).map(({ path }) => path);
  const known = new Set([task.path, task.related?.path]);
  const others = paths.filter((path) => !known.has(path)).map((path) => ({ path }));
  const stay = stayOf(policy, { ...task, seen: [...(task.seen ?? []), ...others] });
  if (stay) return stay;
  const secret = [...known, ...paths].find(
    (path) => path && isPrivate({ absolute: `/${path}`, relative: path }),
  );
  return secret === undefined
    ? undefined
    : { rule: 'private files', origin: 'settings', path: secret };
}

async function answerTo(
  { task, decision, plan }: Pick<RequestToRun, 'task' | 'decision' | 'plan'>,
  fixtureId: string,
  kit: JudgeKit,
  signal: AbortSignal,
): Promise<AttemptEnd> {
  const { attempts, sessionId, workspace, situation, evaluation } = kit;
  const requestId = timedId();
  const request: RequestToRun = {
    task,
    decision,
    plan,
    asker: {
      requestId,
      sessionId,
      workspace,
      subject: `${evaluation}: ${fixtureId}`,
      reason: 'It judges an answer of an evaluation.',
    },
    maxOutputTokens: Math.min(mostOutputTokens, kit.maxOutputTokens),
    budgetGuard: kit.budgetGuard(task, situation, requestId),
    gates: async () => kitOf([]),
    purpose: 'evaluate',
    // The same answer should get the same score.
    temperature: 0,
  };
  let end: AttemptEnd | undefined;
  for await (const event of runRequest(request, attempts, signal)) {
    if (event.kind === 'finished') ({ end } = event);
  }
  return end!;
}
