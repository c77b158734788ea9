import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { candidateFile } from '../../execution/answer/parseAnswer.ts';
import { type DecidedRequest, decideRequest, runRequest } from '../../execution/request.ts';
import type { ModelStep, Step } from '../../execution/workflow/definition.ts';
import { openJournal, readJournal } from '../../execution/workflow/journal/journal.ts';
import { promptTask } from '../../execution/workflow/steps/stepTask.ts';
import { renderTemplate } from '../../execution/workflow/values/template.ts';
import { explain } from '../../routing/explain.ts';
import { nanoUsdOf, totalCost } from '../../routing/models/money.ts';
import type { StepUse } from '../../routing/policy/stepUse.ts';
import type { Task } from '../../routing/task.ts';
import type { Candidate, CandidateSubject } from '../candidate.ts';
import { type Evaluation, scorersOf, type ScorerSettings } from '../files/evaluation.ts';
import { driveFinder } from '../finder/driveFinder.ts';
import { estimateFinder, type FinderEstimate } from '../finder/estimate.ts';
import {
  type FinderInput,
  type FinderState,
  resumeFinder,
  startFinder,
  type TrialRequest,
} from '../finder/finder.ts';
import { inputProblems } from '../finder/inputProblems.ts';
import type { Fixture } from '../fixture.ts';
import { hashOf } from '../hash.ts';
import { type Report, reportOf } from '../report.ts';
import { passOrFail, type Scorer, unscorable } from '../scorers/scorer.ts';
import { valueScorer } from '../scorers/valueScorers.ts';
import { thresholdsHash } from '../thresholds.ts';
import type { EvaluationHost } from './evaluationHost.ts';
import type { Fingerprint } from './fingerprint.ts';
import { fixtureTask } from './fixtureTask.ts';
import { type Asked, keptTrials } from './keptTrials.ts';
import { knownTrials, type TrialFact, trialsOfRun } from './trialFacts.ts';

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
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
}

/** A message for people that names the next step. */
export class EvaluationProblem extends Error {
  override readonly name = 'EvaluationProblem';
}

const noSeed = 1;
const usualConcurrency = 4;

/** Prices and worst cases; makes no call. Rejects with EvaluationProblem when nothing can be asked. */
export async function planRun(
  evaluation: Evaluation,
  host: EvaluationHost,
  options: RunOptions,
): Promise<PlannedRun> {
  const { only, wholeGrid, maxUsd = evaluation.maxUsd, maxCalls } = options;
  const fixtures = evaluation.fixtures.filter(({ id }) => only?.includes(id) ?? true);
  const leftOut: { name: string; why: string }[] = [];
  const candidates: Candidate[] = [];
  for (const { id, name, subject } of fixtures.length > 0 ? evaluation.candidates : []) {
    const { task, decision } = await decided(subject, fixtures[0]!, { evaluation, host });
    if (decision.plan.kind === 'refuse') {
      leftOut.push({ name, why: explain(task, decision) });
      continue;
    }
    const { expected } = decision;
    const mean = expected && Math.round((expected.lowNanoUsd + expected.highNanoUsd) / 2);
    candidates.push({
      id,
      name,
      subject,
      taskCost: mean === undefined ? { source: 'unknown' } : { source: 'expected', nanoUsd: mean },
      ...(expected && { worstCaseNanoUsd: 2 * expected.highNanoUsd }),
      ...(expected?.simulated && { simulated: true }),
    });
  }
  if (candidates.length === 0 && leftOut.length > 0) {
    throw new EvaluationProblem(`No candidate can be asked. ${leftOut[0]!.why}`);
  }
  const cap = {
    ...(maxUsd !== undefined && { nanoUsd: nanoUsdOf(maxUsd) }),
    ...(maxCalls !== undefined && { calls: maxCalls }),
  };
  const input: FinderInput = {
    candidates,
    fixtures,
    thresholds: evaluation.thresholds,
    seed: options.seed ?? noSeed,
    concurrency: options.concurrency ?? usualConcurrency,
    cap,
    ...(options.sideBySide !== undefined && { sideBySide: options.sideBySide }),
    ...(wholeGrid && { wholeGrid }),
  };
  const [problem] = inputProblems(input);
  if (problem !== undefined) throw new EvaluationProblem(problem);
  const fingerprint = await fingerprintOf(evaluation, host);
  return { evaluation, input, estimate: estimateFinder(input), fingerprint, leftOut };
}

/** Drives a planned run; keeps its facts and its report. */
export async function runEvaluation(
  { evaluation, input, fingerprint }: PlannedRun,
  host: EvaluationHost,
  {
    signal,
    changed,
    options,
  }: {
    readonly signal: AbortSignal;
    changed?(state: FinderState): void;
    readonly options: RunOptions;
  },
): Promise<Report> {
  const home = join(host.folder, evaluation.name);
  await mkdir(home, { recursive: true });
  const { now, newId } = host.attempts;
  const runId = options.resume ?? newId();
  const startedAtMs = now();
  const path = join(home, 'trials.jsonl');
  const journal = await openJournal<TrialFact>(path);
  try {
    const facts = await readJournal<TrialFact>(path);
    const maker = {
      runId,
      known: knownTrials(facts),
      journal,
      keyOf: ({ candidate, fixture }: TrialRequest) =>
        hashOf([candidate.subject, fixture, scorersOf(evaluation, fixture.id), fingerprint]),
      reserve: async () => true,
      ask: (request: TrialRequest, stop: AbortSignal) => ask(request, { evaluation, host }, stop),
      scorersFor: (fixture: Fixture) =>
        scorersOf(evaluation, fixture.id).map((each) => scorerOf(each, fixture, host)),
      now,
    };
    const start = options.resume
      ? resumeFinder(input, trialsOfRun(facts, runId))
      : startFinder(input);
    const finderHost = { ...keptTrials(maker, signal), ...(changed && { changed }) };
    const { state, end } = await driveFinder(start, finderHost, signal);
    const report = reportOf(state, {
      runId,
      evaluation: evaluation.name,
      fingerprint,
      startedAtMs,
      endedAtMs: now(),
      end,
      earlier: await readReports(host.folder, evaluation.name),
    });
    const reports = await openJournal<Report>(join(home, 'reports.jsonl'));
    reports.write(report);
    await reports.saved();
    await reports.close();
    return report;
  } finally {
    await journal.close();
  }
}

/** The kept reports of an evaluation, newest last. */
export async function readReports(
  folder: string,
  evaluationName: string,
): Promise<readonly Report[]> {
  const path = join(folder, evaluationName, 'reports.jsonl');
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Report]));
}

export async function fingerprintOf(
  { fixtures, scorers, thresholds, candidates, subject }: Evaluation,
  host: EvaluationHost,
): Promise<Fingerprint> {
  const { policy, catalog, today } = await host.situation('');
  const step = subject.kind === 'step' ? await stepOf(subject, host) : undefined;
  return {
    fixtures: hashOf(fixtures),
    scorers: hashOf(scorers),
    thresholds: thresholdsHash(thresholds),
    prompts: hashOf(step?.prompt ?? subject),
    models: hashOf([candidates, policy.tiers]),
    prices: hashOf([[...catalog.values()].map(({ prices }) => prices), today]),
  };
}

interface Surroundings {
  readonly evaluation: Evaluation;
  readonly host: EvaluationHost;
}

async function decided(
  subject: CandidateSubject,
  fixture: Fixture,
  { evaluation, host }: Surroundings,
): Promise<DecidedRequest> {
  const task = await taskOf(evaluation, fixture, host);
  const gates = subject.kind === 'cascade' ? { gates: subject.gates } : {};
  const step = {
    name: `evaluation ${evaluation.name}`,
    taskType: task.type,
    use: useOf(subject),
    checks: gates,
  };
  return decideRequest(task, await host.situation(task.language), { step });
}

function useOf(subject: CandidateSubject): StepUse {
  switch (subject.kind) {
    case 'tier':
      return { kind: 'named', name: subject.tier };
    case 'model':
      return { kind: 'named', name: subject.choice.reference };
    case 'cascade':
      return { kind: 'cascade', names: subject.tiers };
  }
}

async function taskOf(
  { subject }: Evaluation,
  fixture: Fixture,
  host: EvaluationHost,
): Promise<Task> {
  if (subject.kind === 'taskType') return fixtureTask(fixture, subject.taskType);
  const { name, prompt, taskType, output, critical } = await stepOf(subject, host);
  const instruction = renderTemplate(prompt.text, fixture.input.values ?? {});
  const head = { id: host.attempts.newId(), type: taskType, instruction, critical };
  return promptTask(head, output && { name, schema: output });
}

async function stepOf(
  { workflow: name, step }: { readonly workflow: string; readonly step: string },
  host: EvaluationHost,
): Promise<ModelStep> {
  const workflow = await host.workflow(name);
  const found = workflow && modelSteps(workflow.steps).find((each) => each.name === step);
  if (found) return found;
  throw new EvaluationProblem(`The workflow ${name} has no step “${step}” that asks a model.`);
}

function modelSteps(steps: readonly Step[]): ModelStep[] {
  return steps.flatMap((step) => {
    if (step.kind === 'model') return [step];
    if (step.kind === 'branch') return step.arms.flatMap((arm) => modelSteps(arm.steps));
    return 'steps' in step ? modelSteps(step.steps) : [];
  });
}

async function ask(
  { candidate, fixture }: TrialRequest,
  { evaluation, host }: Surroundings,
  signal: AbortSignal,
): Promise<Asked> {
  const { attempts, sessionId, workspace, maxOutputTokens } = host;
  const surroundings = { evaluation, host };
  const { task, situation, decision } = await decided(candidate.subject, fixture, surroundings);
  const { plan } = decision;
  if (plan.kind === 'refuse') {
    const cost = { source: 'computed', nanoUsd: 0 } as const;
    return { kind: 'failed', why: explain(task, decision), cost };
  }
  const requestId = attempts.newId();
  const subject = `evaluation ${evaluation.name} › ${fixture.id}`;
  const request = {
    task,
    decision,
    plan,
    asker: { requestId, sessionId, workspace, subject },
    maxOutputTokens,
    budgetGuard: host.budgetGuard(task, situation, requestId),
    gates: ({ gates }: { readonly gates: Parameters<EvaluationHost['gates']>[2] }) =>
      host.gates(fixture, task, gates),
  };
  const costs = [];
  for await (const event of runRequest(request, attempts, signal)) {
    if (event.kind === 'attemptEnded') costs.push(event.end.cost);
    if (event.kind !== 'finished') continue;
    const { outcome, error, firstTextMs, latencyMs } = event.end;
    const cost = totalCost(costs);
    if (outcome === 'failed' || outcome === 'cancelled') {
      return { kind: 'failed', why: error?.message ?? 'The call was stopped.', cost };
    }
    const answer = {
      text: event.text,
      atMs: attempts.now(),
      cost,
      latencyMs,
      ...(firstTextMs !== undefined && { firstTextMs }),
      ...(outcome !== 'complete' && { fault: `The answer is ${outcome}.` }),
    };
    return { kind: 'answered', answer };
  }
  throw new Error('A request ended without its last event.');
}

function scorerOf(settings: ScorerSettings, fixture: Fixture, host: EvaluationHost): Scorer {
  if (settings.kind === 'judge') {
    return { name: 'judge', settings, score: () => unscorable('No judge is here.') };
  }
  if (settings.kind !== 'gate') return valueScorer(settings);
  const { gate: name } = settings;
  return {
    name,
    settings,
    async score({ answer }, signal) {
      const { subject } = fixture;
      if (subject.kind === 'step') return unscorable('The gates of a step are not here.');
      const task = fixtureTask(fixture, subject.taskType);
      const kit = await host.gates(fixture, task, [name]);
      try {
        const fileText = candidateFile(task, answer);
        const verdict = await kit.gates.get(name)!.check(
          {
            task,
            text: answer,
            outcome: 'complete',
            ...(fileText !== undefined && { fileText }),
          },
          signal,
        );
        if (verdict.kind === 'couldNotRun') return unscorable(verdict.why);
        return passOrFail(verdict.kind === 'pass', `The check ${name}: ${verdict.kind}.`);
      } finally {
        await kit.dispose();
      }
    },
  };
}
