import type { FinderState } from '../../../evaluation/finder/finder.ts';
import type { FinderResult } from '../../../evaluation/finder/result.ts';
import type { Fixture } from '../../../evaluation/fixture.ts';
import type { Trial } from '../../../evaluation/trial.ts';
import { named, moneyOf } from '../../../routing/models/accounts.ts';
import { type Cost, describeCost } from '../../../routing/models/money.ts';
import { say } from '../../platform/say.ts';

/*
 * What the Test Explorer shows of a fixture. A run asks several candidates; when it is over, a fixture shows what
 * became of it on the candidate that the run chose.
 */

/** What a test shows: how it ended, and why. */
export type FixtureState =
  | { readonly kind: 'passed'; readonly ms?: number }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly ms?: number;
      /** The values that were compared, for a diff. */
      readonly compared?: { readonly expected: string; readonly actual: string };
    }
  | { readonly kind: 'errored'; readonly message: string }
  | { readonly kind: 'skipped' };

export function stateOfTrial(trial: Trial, fixture: Fixture, candidate: string): FixtureState {
  const { outcome, latencyMs } = trial;
  if (outcome.kind === 'couldNotRun') {
    return { kind: 'errored', message: `${candidate}: ${outcome.why}` };
  }
  const ms = latencyMs === undefined ? {} : { ms: latencyMs };
  if (outcome.passed) return { kind: 'passed', ...ms };
  const failed = outcome.results.flatMap(({ scorer, scored }) =>
    scored.kind === 'scored' && !scored.passed ? [`${scorer}: ${scored.evidence}`] : [],
  );
  const compared = comparedValues(fixture, outcome.label);
  return {
    kind: 'failed',
    message: [say('{0} does not pass.', candidate), ...failed].join('\n'),
    ...ms,
    ...(compared && { compared }),
  };
}

/** A scorer of classes compares the fixture's with the one that the answer names. */
function comparedValues({ label }: Fixture, answered: string | undefined) {
  if (label === undefined || answered === label) return undefined;
  return { expected: label, actual: answered ?? say('no class') };
}

/** The candidate whose trials the tests show in the end: the chosen one, or else the last that was tried. */
export function shownCandidate({ smallest, likely, rows }: FinderResult): string | undefined {
  const chosen = smallest ?? likely ?? rows.findLast(({ scored, stuck }) => scored + stuck > 0);
  return chosen?.candidate.id;
}

/** What each fixture shows when a run is over. One that was not needed is skipped. */
export function finalStates(
  fixtures: readonly Fixture[],
  trials: readonly Trial[],
  result: FinderResult,
): ReadonlyMap<string, FixtureState> {
  const shown = shownCandidate(result);
  const candidate = result.rows.find(({ candidate: { id } }) => id === shown)?.candidate.name ?? '';
  return new Map(
    fixtures.map((fixture) => {
      const trial = trials.findLast(
        ({ fixtureId, candidateId }) => fixtureId === fixture.id && candidateId === shown,
      );
      return [fixture.id, trial ? stateOfTrial(trial, fixture, candidate) : { kind: 'skipped' }];
    }),
  );
}

/** `fast, cart-1: passed; practice $0.0001, first text 0.2 s, whole answer 0.4 s`. */
export function trialLine(trial: Trial, candidate: { name: string; simulated?: true }): string {
  const { fixtureId, outcome, cost, atOnce, cached, firstTextMs, latencyMs } = trial;
  const how =
    outcome.kind === 'couldNotRun'
      ? say('could not run, {0}', outcome.why)
      : outcome.passed
        ? say('passed with {0}', outcome.score.toFixed(2))
        : say('failed with {0}', outcome.score.toFixed(2));
  const priced = (each: Cost) =>
    named(moneyOf(candidate.simulated === true), describeCost(each, say), say);
  const price = priced(cost);
  const facts = [
    cached ? say('kept from an earlier run, which paid {0}', price) : price,
    ...(atOnce ? [say('by a batch, {0} at once', priced(atOnce))] : []),
    ...(firstTextMs === undefined ? [] : [say('first text {0}', seconds(firstTextMs))]),
    ...(latencyMs === undefined ? [] : [say('whole answer {0}', seconds(latencyMs))]),
  ];
  return `${candidate.name}, ${fixtureId}: ${how}; ${facts.join(', ')}`;
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 0)} s`;
}

/** What happened since an earlier look: trials in the order in which each candidate had them. */
export function newTrials(
  { contenders }: FinderState,
  seen: Map<string, number>,
): readonly { readonly trial: Trial; readonly candidate: { name: string; simulated?: true } }[] {
  return contenders.flatMap(({ candidate, trials }) => {
    const fresh = trials.slice(seen.get(candidate.id) ?? 0);
    seen.set(candidate.id, trials.length);
    return fresh.map((trial) => ({ trial, candidate }));
  });
}
