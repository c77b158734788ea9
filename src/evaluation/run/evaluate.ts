import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { worstCase } from '../../execution/attempt/settleCost.ts';
import { callFor } from '../../execution/attempt/prompt.ts';
import { decideRequest, type DecidedRequest, runRequest } from '../../execution/request.ts';
import { openJournal, readJournal } from '../../execution/workflow/journal/journal.ts';
import { choicesOf } from '../../routing/decision.ts';
import { explain } from '../../routing/explain.ts';
import { nanoUsdOf } from '../../routing/models/money.ts';
import type { Situation } from '../../routing/situation.ts';
import { dayOf } from '../../routing/time.ts';
import { defined } from '../../routing/input/objects.ts';
import type { Candidate } from '../candidate.ts';
import { type Evaluation, type NamedCandidate, scorersOf } from '../files/evaluation.ts';
import { driveFinder } from '../finder/driveFinder.ts';
import { estimateFinder, type FinderEstimate } from '../finder/estimate.ts';
import {
  type FinderInput,
  type FinderState,
  resumeFinder,
  startFinder,
  type TrialRequest,
} from '../finder/finder.ts';
import type { Fixture } from '../fixture.ts';
import { hashOf, trialKey } from '../hash.ts';
import { type Report, reportOf } from '../report.ts';
import { valueScorer, type ValueScorerSettings } from '../scorers/valueScorers.ts';
import { thresholdsHash } from '../thresholds.ts';
import type { EvaluationHost } from './evaluationHost.ts';
import type { Fingerprint } from './fingerprint.ts';
import { fixtureTask } from './fixtureTask.ts';
import { type Asked, keptTrials } from './keptTrials.ts';
import { knownTrials, type TrialFact, trialsOfRun } from './trialFacts.ts';

/** A run cannot start or go on. The message is for people and names the next step. */
export class EvaluationProblem extends Error {}

export interface RunOptions {
  readonly seed?: number;
  readonly concurrency?: number;
  readonly sideBySide?: number;
  readonly wholeGrid?: boolean;
  readonly maxUsd?: number;
  readonly maxCalls?: number;
  /** Only these fixtures, by id. */
  readonly only?: readonly string[];
  /** Resumes this run. */
  readonly resume?: string;
}

export interface PlannedRun {
  readonly evaluation: Evaluation;
  readonly input: FinderInput;
  readonly estimate: FinderEstimate;
  readonly fingerprint: Fingerprint;
  /** Candidates that cannot be asked now, and why. */
  readonly leftOut: readonly { name: string; why: string }[];
}

/** Plans a run: prices, worst cases and an estimate. It makes no call. */
export async function planRun(
  evaluation: Evaluation,
  host: EvaluationHost,
  options: RunOptions,
): Promise<PlannedRun> {
  const fixtures = evaluation.fixtures.filter(({ id }) => options.only?.includes(id) ?? true);
  const situation = await host.situation('plaintext');
  const planned = evaluation.candidates.map((named) =>
    candidateOf(named, fixtures, situation, host),
  );
  const candidates = planned.flatMap((each) => ('subject' in each ? [each] : []));
  const leftOut = planned.flatMap((each) => ('why' in each ? [each] : []));
  if (candidates.length === 0) {
    throw new EvaluationProblem(`Nothing can be asked. ${leftOut[0]?.why ?? 'Name a candidate.'}`);
  }
  const { maxUsd = evaluation.maxUsd, maxCalls } = options;
  const input: FinderInput = {
    candidates,
    fixtures,
    thresholds: evaluation.thresholds,
    seed: options.seed ?? 1,
    cap: defined({ calls: maxCalls, nanoUsd: maxUsd && nanoUsdOf(maxUsd) }),
    ...defined({ concurrency: options.concurrency, wholeGrid: options.wholeGrid }),
  } as FinderInput;
  const fingerprint = await fingerprintOf(evaluation, host);
  return { evaluation, input, estimate: estimateFinder(input), fingerprint, leftOut };
}

function candidateOf(
  named: NamedCandidate,
  fixtures: readonly Fixture[],
  situation: Situation,
  { maxOutputTokens }: EvaluationHost,
): Candidate | { readonly name: string; readonly why: string } {
  const decided = fixtures.map((fixture) => decidedFor(named, fixture, situation));
  const refused = decided.find(({ decision }) => decision.plan.kind === 'refuse');
  if (refused) return { name: named.name, why: explain(refused.task, refused.decision) };
  const today = situation.today;
  const worst = decided.map(({ task, decision: { plan } }) =>
    choicesOf(plan).reduce<number | undefined>((sum, { model }) => {
      const call = callFor(task, model, { maxOutputTokens });
      const each = worstCase({ ...call, model: model.reference }, model, today);
      return sum === undefined || each === undefined ? undefined : sum + each;
    }, 0),
  );
  const isPriced = worst.every((each) => each !== undefined);
  const { decision } = decided[0]!;
  const expected = decision.expected;
  const isSimulated = choicesOf(decision.plan).every(({ model }) => model.simulated);
  return {
    ...named,
    taskCost: expected
      ? { source: 'expected', nanoUsd: (expected.lowNanoUsd + expected.highNanoUsd) / 2 }
      : { source: 'unknown' },
    ...(isPriced && { worstCaseNanoUsd: Math.max(...worst) }),
    ...(isSimulated && { simulated: true as const }),
  };
}

function decidedFor(
  { subject, name }: Pick<NamedCandidate, 'subject' | 'name'>,
  fixture: Fixture,
  situation: Situation,
): DecidedRequest {
  if (fixture.subject.kind !== 'taskType') {
    throw new EvaluationProblem('Steps of workflows cannot be evaluated yet. Name a task type.');
  }
  const { taskType } = fixture.subject;
  const use =
    subject.kind === 'cascade'
      ? ({ kind: 'cascade', names: subject.tiers } as const)
      : ({ kind: 'named', name: subject.kind === 'tier' ? subject.tier : name } as const);
  const checks = subject.kind === 'cascade' ? { gates: subject.gates } : {};
  return decideRequest(
    fixtureTask(fixture, taskType),
    { ...situation, coolingDown: new Map() },
    { step: { name, taskType, use, checks, mayNameModels: true } },
  );
}

/** Runs a planned evaluation, keeps its facts and its report. */
export async function runEvaluation(
  { evaluation, input, fingerprint }: PlannedRun,
  host: EvaluationHost,
  {
    signal,
    changed,
    options,
  }: {
    readonly signal: AbortSignal;
    readonly changed?: (state: FinderState) => void;
    readonly options: RunOptions;
  },
): Promise<Report> {
  const { now, newId } = host.attempts;
  const startedAtMs = now();
  await mkdir(join(host.folder, 'reports'), { recursive: true });
  const path = join(host.folder, `${evaluation.name}.jsonl`);
  const journal = await openJournal<TrialFact>(path);
  try {
    const facts = await readJournal<TrialFact>(path);
    const runId = options.resume ?? newId();
    const hashes = {
      subjectHash: hashOf(evaluation.subject),
      thresholdsHash: thresholdsHash(input.thresholds),
    };
    journal.write({ kind: 'started', runId, atMs: startedAtMs, seed: input.seed, ...hashes });
    const situation = await host.situation('plaintext');
    const trials = keptTrials(
      {
        runId,
        known: knownTrials(facts),
        journal,
        keyOf: (request) => keyOf(evaluation, request),
        reserve: async () => true,
        ask: (request, stop) => ask(request, situation, host, stop),
        scorersFor: ({ id }) =>
          scorersOf(evaluation, id).map((each) => valueScorer(each as ValueScorerSettings)),
        now,
      },
      signal,
    );
    const start = options.resume
      ? resumeFinder(input, trialsOfRun(facts, runId))
      : startFinder(input);
    const { state, end } = await driveFinder(
      start,
      { ...trials, ...(changed && { changed }) },
      signal,
    );
    const earlier = await readReports(host.folder, evaluation.name);
    const report = reportOf(state, {
      runId,
      evaluation: evaluation.name,
      fingerprint,
      startedAtMs,
      endedAtMs: now(),
      end,
      earlier,
    });
    const file = join(host.folder, 'reports', `${evaluation.name} ${startedAtMs}.json`);
    await writeFile(file, JSON.stringify(report));
    return report;
  } finally {
    await journal.close();
  }
}

function keyOf(evaluation: Evaluation, { candidate, fixture }: TrialRequest): string {
  return trialKey({
    model: candidate.id,
    promptHash: '',
    settingsHash: '',
    fixtureHash: hashOf(fixture),
    scorerHash: hashOf(scorersOf(evaluation, fixture.id)),
  });
}

async function ask(
  { candidate, fixture }: TrialRequest,
  situation: Situation,
  host: EvaluationHost,
  signal: AbortSignal,
): Promise<Asked> {
  const { attempts, sessionId, workspace, maxOutputTokens } = host;
  const { task, decision, situation: own } = decidedFor(candidate, fixture, situation);
  const { plan } = decision;
  const requestId = attempts.newId();
  if (plan.kind === 'refuse') {
    const cost = { source: 'computed', nanoUsd: 0 } as const;
    return { kind: 'failed', why: explain(task, decision), cost };
  }
  const events = runRequest(
    {
      task,
      decision,
      plan,
      asker: { requestId, sessionId, workspace, subject: `evaluation ${fixture.id}` },
      maxOutputTokens,
      budgetGuard: host.budgetGuard(task, own, requestId),
      gates: async (gated) => host.gates(fixture, task, gated.gates),
    },
    attempts,
    signal,
  );
  for await (const event of events) {
    if (event.kind !== 'finished') continue;
    const { cost, error, latencyMs, firstTextMs } = event.end;
    if (error) return { kind: 'failed', why: error.message, cost };
    const answer = { text: event.text, atMs: attempts.now(), cost, latencyMs, firstTextMs };
    return {
      kind: 'answered',
      answer: defined(answer) as Extract<Asked, { kind: 'answered' }>['answer'],
    };
  }
  throw new Error('A request ended without an end.');
}

/** The reports of runs, the newest last. */
export async function readReports(
  folder: string,
  evaluationName?: string,
): Promise<readonly Report[]> {
  const names = await readdir(join(folder, 'reports')).catch(() => []);
  const texts = names.map((name) => readFile(join(folder, 'reports', name), 'utf8'));
  const reports = (await Promise.all(texts)).map((text) => JSON.parse(text) as Report);
  return reports
    .filter(({ evaluation }) => evaluationName === undefined || evaluation === evaluationName)
    .toSorted((a, b) => a.endedAtMs - b.endedAtMs);
}

/** What the result of an evaluation depends on now. */
export async function fingerprintOf(
  { fixtures, scorers, thresholds, candidates }: Evaluation,
  host: EvaluationHost,
): Promise<Fingerprint> {
  return {
    fixtures: hashOf(fixtures),
    scorers: hashOf(scorers),
    thresholds: thresholdsHash(thresholds),
    prompts: '',
    models: hashOf(candidates),
    prices: dayOf(host.attempts.now()),
  };
}
