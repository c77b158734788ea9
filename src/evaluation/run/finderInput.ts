import { nanoUsdOf } from '../../routing/models/money.ts';
import type { Candidate } from '../candidate.ts';
import type { Evaluation } from '../files/evaluation.ts';
import type { FinderInput } from '../finder/finder.ts';
import type { Fixture } from '../fixture.ts';
import { thresholdsHash } from '../thresholds.ts';
import { expectedCost, measuredCost } from './candidateCosts.ts';
import { EvaluationProblem } from './evaluationProblem.ts';
import type { PreparedCandidate, PreparedRun } from './prepareRun.ts';
import type { KnownFacts, KnownRun } from './readFacts.ts';
import type { RunOptions } from './runOptions.ts';

const usualSeed = 1;
/** Chosen by judgement: below the rate limits of new accounts. */
const usualConcurrency = 4;
/** Where nothing is known of a tier; chosen by judgement. */
const usualPassRate = 0.85;

/** What is known before a run. */
export interface KnownBefore {
  readonly evaluation: Evaluation;
  readonly fixtures: readonly Fixture[];
  readonly prepared: PreparedRun;
  readonly facts: KnownFacts;
}

/** What the finder of a run is told. Throws EvaluationProblem when the run that is resumed cannot go on. */
export function finderInputOf(
  known: KnownBefore,
  options: RunOptions,
  /** Candidates, by id, that are asked by a batch. */
  batched: ReadonlySet<string> = new Set(),
): FinderInput {
  const { evaluation, fixtures, prepared, facts } = known;
  const { concurrency = usualConcurrency, sideBySide, wholeGrid, maxCalls, resume } = options;
  const resumed = resume === undefined ? undefined : runToResume(resume, evaluation, facts);
  const caps = [options.maxUsd, evaluation.maxUsd].filter((each) => each !== undefined);
  return {
    candidates: prepared.candidates.map((each) => {
      const candidate = candidateOf(each, facts);
      const { batchWorstNanoUsd: worstCaseNanoUsd } = each;
      return batched.has(candidate.id) && worstCaseNanoUsd !== undefined
        ? { ...candidate, worstCaseNanoUsd }
        : candidate;
    }),
    fixtures,
    thresholds: evaluation.thresholds,
    seed: resumed?.seed ?? options.seed ?? usualSeed,
    concurrency,
    ...(batched.size > 0 && { together: batched }),
    ...(sideBySide !== undefined && { sideBySide }),
    ...(wholeGrid && { wholeGrid }),
    cap: {
      ...(maxCalls !== undefined && { calls: maxCalls }),
      ...(caps.length > 0 && { nanoUsd: nanoUsdOf(Math.min(...caps)) }),
    },
  };
}

/** Throws EvaluationProblem when there is no such run, or its thresholds have changed. */
export function runToResume(
  runId: string,
  { thresholds }: Evaluation,
  { runs }: Pick<KnownFacts, 'runs'>,
): KnownRun {
  const run = runs.find((each) => each.runId === runId);
  if (!run) {
    throw new EvaluationProblem('There is no such run of this evaluation. Start a new one.');
  }
  if (run.thresholdsHash === thresholdsHash(thresholds)) return run;
  throw new EvaluationProblem(
    'The thresholds have changed since this run began, so it cannot go on. Start a new one: answers that are kept are not paid for again.',
  );
}

function candidateOf(
  { named, rungs, keys, rungCosts, worstCaseNanoUsd }: PreparedCandidate,
  { scored, last }: KnownFacts,
): Candidate {
  const trials = [...keys.values()].flatMap((key) => scored.get(key) ?? []);
  const rateOf = (id: string) =>
    last?.result.rows.find(({ candidate }) => candidate.id === id)?.passRate.value;
  const passRates = rungs.map(({ tier }) => rateOf(tier) ?? usualPassRate);
  const expectedPassRate = rateOf(named.id);
  return {
    ...named,
    taskCost: measuredCost(trials) ?? expectedCost(rungCosts, passRates),
    ...(worstCaseNanoUsd !== undefined && { worstCaseNanoUsd }),
    ...(rungs[0].model.simulated && { simulated: true }),
    ...(expectedPassRate !== undefined && { expectedPassRate }),
  };
}
