import type { Candidate } from '../../src/evaluation/candidate.ts';
import { startFinder, withTrial } from '../../src/evaluation/finder/finder.ts';
import type { FinderResult } from '../../src/evaluation/finder/result.ts';
import { type Report, reportOf } from '../../src/evaluation/report.ts';
import type { Fingerprint } from '../../src/evaluation/fingerprint.ts';
import type { Thresholds } from '../../src/evaluation/thresholds.ts';
import { candidateOf, fixturesOf, outcome, trialOf } from './trials.ts';

export const fingerprint: Fingerprint = {
  fixtures: 'fixtures 1',
  scorers: 'scorers 1',
  thresholds: 'thresholds 1',
  prompts: 'prompts 1',
  models: 'models 1',
  prices: 'prices 1',
};

/** A report as a run makes it, with this many passing answers of each candidate. */
export interface ReportSpec {
  readonly runId: string;
  readonly endedAtMs: number;
  /** By candidate, from the cheapest: how many of its answers pass, and how many it gave. */
  readonly passes: Readonly<Record<string, readonly [passed: number, of: number]>>;
  readonly fixtures?: number;
  readonly thresholds?: Thresholds;
  readonly fingerprint?: Partial<Fingerprint>;
  readonly end?: FinderResult['end'];
  /** The answers come from an earlier run. */
  readonly cached?: boolean;
  readonly evaluation?: string;
}

export function reportWith(spec: ReportSpec): Report {
  const { runId, endedAtMs, passes, cached = false } = spec;
  const fixtures = fixturesOf(spec.fixtures ?? 50);
  const candidates = Object.keys(passes).map((name, place): Candidate =>
    candidateOf(name, 10 ** place),
  );
  let state = startFinder({
    candidates,
    fixtures,
    thresholds: spec.thresholds ?? { minPassRate: 0.7 },
    seed: 3,
  });
  for (const candidate of candidates) {
    const [passed, of] = passes[candidate.id]!;
    // Spread evenly, so that no order of the fixtures makes a difference.
    for (const [place, fixture] of state.course.fixtures.slice(0, of).entries()) {
      const isPass = Math.floor(((place + 1) * passed) / of) > Math.floor((place * passed) / of);
      state = withTrial(state, trialOf(candidate, fixture, outcome(isPass), { cached }));
    }
  }
  return reportOf(state, {
    runId,
    evaluation: spec.evaluation ?? 'triage',
    fingerprint: { ...fingerprint, ...spec.fingerprint },
    startedAtMs: endedAtMs - 1000,
    endedAtMs,
    end: spec.end ?? 'decided',
    earlier: [],
  });
}
