import type { Candidate } from '../../../../src/evaluation/candidate.ts';
import {
  nextTrials,
  startFinder,
  withStarted,
  withTrial,
} from '../../../../src/evaluation/finder/finder.ts';
import type { FinderState, TrialRequest } from '../../../../src/evaluation/finder/finder.ts';
import { type Report, reportOf } from '../../../../src/evaluation/report.ts';
import type { Thresholds } from '../../../../src/evaluation/thresholds.ts';
import type { Trial } from '../../../../src/evaluation/trial.ts';
import { candidateOf, fixturesOf, outcome, stuck, trialOf } from '../../../support/trials.ts';

/** How a candidate does: by the place of the fixture, or never to be scored. Everything passes when omitted. */
export type Plays = Readonly<Record<string, 'stuck' | ((place: number) => boolean)>>;

interface PlayOptions {
  /** The name of the cheapest candidate. */
  readonly fast?: string;
  readonly candidates?: readonly Candidate[];
  readonly thresholds?: Thresholds;
  readonly earlier?: readonly Report[];
  /** Every second fixture is angry, the others calm; a wrong answer names the other class. */
  readonly labelled?: boolean;
  /** Told the state after every trial. */
  readonly changed?: (state: FinderState) => void;
}

const simulated = { simulated: true } as const;

/** The report of a finder that was played without any call. */
export function playedReport(plays: Plays, options: PlayOptions = {}): Report {
  const { fast = 'fast', thresholds = { minPassRate: 0.8 }, earlier = [], labelled } = options;
  const {
    candidates = [
      { ...candidateOf('fast', 1_000, simulated), name: fast },
      candidateOf('balanced', 10_000, simulated),
      candidateOf('reasoning', 100_000, simulated),
    ],
  } = options;
  const fixtures = fixturesOf(30, (place) => (labelled ? { label: labelAt(place) } : {}));
  let state = startFinder({ candidates, fixtures, thresholds, seed: 3 });
  for (;;) {
    const next = nextTrials(state);
    if (next.kind !== 'run') break;
    const [request] = next.requests;
    state = withTrial(withStarted(state, request!), trialFor(request!, plays, labelled === true));
    options.changed?.(state);
  }
  return reportOf(state, {
    runId: `run ${earlier.length + 1}`,
    evaluation: 'moods',
    fingerprint: {
      fixtures: '',
      scorers: '',
      thresholds: '',
      prompts: '',
      models: '',
      prices: '',
    },
    startedAtMs: 10 + earlier.length,
    endedAtMs: Date.UTC(2026, 10, 29),
    end: 'decided',
    earlier,
  });
}

function labelAt(place: number): string {
  return place % 3 === 0 ? 'angry' : 'calm';
}

function trialFor({ candidate, fixture }: TrialRequest, plays: Plays, labelled: boolean): Trial {
  const how = plays[candidate.id];
  if (how === 'stuck') return trialOf(candidate, fixture, stuck);
  const place = Number(fixture.id.slice(1));
  const passed = how?.(place) ?? true;
  if (!labelled) return trialOf(candidate, fixture, outcome(passed));
  const other = fixture.label === 'calm' ? 'angry' : 'calm';
  const evidence = passed ? 'It names the class.' : 'It names another class.';
  const scored = { kind: 'scored', score: passed ? 1 : 0, passed, evidence } as const;
  const made = outcome(passed, {
    label: passed ? fixture.label! : other,
    results: [{ scorer: 'label', scored }],
  });
  return trialOf(candidate, fixture, made);
}
