import { expect, test } from 'vitest';
import type {
  FinderInput,
  FinderState,
  TrialRequest,
} from '../../../../src/evaluation/finder/finder.ts';
import {
  nextTrials,
  resumeFinder,
  startFinder,
  withDropped,
  withStarted,
  withTrial,
} from '../../../../src/evaluation/finder/finder.ts';
import { explainResult } from '../../../../src/evaluation/finder/explain.ts';
import { finderResult } from '../../../../src/evaluation/finder/result.ts';
import type { Trial } from '../../../../src/evaluation/trial.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';
import {
  candidateOf,
  finderInput,
  fixturesOf,
  outcome,
  stuck,
  trialOf,
} from '../../../support/trials.ts';

type Answer = (request: TrialRequest) => Trial;
const always =
  (passing: readonly string[]): Answer =>
  ({ candidate, fixture }) =>
    trialOf(candidate, fixture, outcome(passing.includes(candidate.id)));

/** Runs one request at a time; returns the state, how it ended and the order of the requests. */
function play(start: FinderState, answer: Answer) {
  let state = start;
  const order: string[] = [];
  for (;;) {
    const next = nextTrials(state);
    if (next.kind !== 'run') {
      const end = next.kind === 'finished' ? next.end : 'running';
      return { state, end, order, result: finderResult(state, end) };
    }
    const request = next.requests[0]!;
    order.push(`${request.candidate.id} ${request.fixture.id}`);
    state = withTrial(withStarted(state, request), answer(request));
  }
}

test('the cheapest candidate that passes is named, and dearer ones are not tried', () => {
  const { result, order } = play(startFinder(finderInput()), always(['balanced', 'strong']));
  expect(result.smallest?.candidate.id).toBe('balanced');
  expect(result.rows.map(({ candidate, verdict }) => `${candidate.id} ${verdict}`)).toStrictEqual([
    'fast fails',
    'balanced passes',
    'strong untried',
  ]);
  expect(order.some((each) => each.startsWith('strong'))).toBe(false);
  expect(result.calls).toBeLessThan(result.gridCalls / 2);
});

test('all candidates see the same fixtures in the same order, which the seed draws', () => {
  const orderOf = (seed: number, id: string) =>
    play(startFinder(finderInput({ seed, wholeGrid: true })), always([])).order.flatMap((each) =>
      each.startsWith(`${id} `) ? [each.slice(id.length + 1)] : [],
    );
  expect(orderOf(7, 'fast')).toStrictEqual(orderOf(7, 'strong'));
  expect(orderOf(7, 'fast')).not.toStrictEqual(orderOf(8, 'fast'));
  expect(orderOf(7, 'fast').toSorted()).toStrictEqual(
    fixturesOf(60)
      .map(({ id }) => id)
      .toSorted(),
  );
});

test('a whole grid runs everything and names the same candidate', () => {
  const whole = finderInput({ wholeGrid: true });
  const { result } = play(startFinder(whole), always(['balanced', 'strong']));
  expect(result.calls).toBe(180);
  expect(result.smallest?.candidate.id).toBe('balanced');
  expect(result.rows.map(({ scored }) => scored)).toStrictEqual([60, 60, 60]);
});

test('the verdict does not depend on which answers come first', () => {
  const input = finderInput({ concurrency: 8, sideBySide: 2 });
  const rates: Record<string, number> = { fast: 0.7, balanced: 0.98, strong: 1 };
  for (let seed = 0; seed < 12; seed += 1) {
    const draws = new Map(
      input.candidates.map(({ id }, place) => {
        const random = randomFrom(100 * seed + place);
        return [id, new Map(input.fixtures.map((each) => [each.id, random() < rates[id]!]))];
      }),
    );
    const answer: Answer = ({ candidate, fixture }) =>
      trialOf(candidate, fixture, outcome(draws.get(candidate.id)!.get(fixture.id)!));
    const verdicts = (end: FinderState) =>
      finderResult(end, 'decided').rows.map(({ verdict, criteria }) => [
        verdict,
        criteria[0]!.cases,
      ]);
    const inOrder = play(startFinder({ ...input, wholeGrid: true, concurrency: 1 }), answer).state;
    let shuffled = startFinder({ ...input, wholeGrid: true });
    const random = randomFrom(seed);
    for (;;) {
      const next = nextTrials(shuffled);
      if (next.kind === 'finished') break;
      if (next.kind === 'run') shuffled = next.requests.reduce(withStarted, shuffled);
      const place = Math.floor(random() * shuffled.running.length);
      shuffled = withTrial(shuffled, answer(shuffled.running[place]!));
    }
    expect(verdicts(shuffled)).toStrictEqual(verdicts(inOrder));
  }
});

test('no more trials run at a time than allowed, and none twice', () => {
  let state = startFinder(finderInput({ concurrency: 4 }));
  const next = nextTrials(state);
  expect(next).toMatchObject({ kind: 'run' });
  const requests = next.kind === 'run' ? next.requests : [];
  expect(new Set(requests.map(({ fixture }) => fixture.id)).size).toBe(4);
  state = requests.reduce(withStarted, state);
  expect(nextTrials(state)).toStrictEqual({ kind: 'wait' });
  state = withDropped(state, requests[0]!);
  expect(nextTrials(state)).toStrictEqual({ kind: 'run', requests: [requests[0]] });
});

test('candidates side by side take turns', () => {
  const next = nextTrials(startFinder(finderInput({ concurrency: 4, sideBySide: 2 })));
  const ids = next.kind === 'run' ? next.requests.map(({ candidate }) => candidate.id) : [];
  expect(ids).toStrictEqual(['fast', 'balanced', 'fast', 'balanced']);
});

const caps: [string, Partial<FinderInput>, end: string, calls: number][] = [
  ['calls', { cap: { calls: 5 } }, 'callCap', 5],
  // Each call of fast costs 1 and at most 2: after nine, the tenth could come to 11.
  ['money', { cap: { nanoUsd: 10 } }, 'moneyCap', 9],
  ['no money', { cap: { nanoUsd: 1 } }, 'moneyCap', 0],
];
test.each(caps)('a cap of %s holds', (_, more, end, calls) => {
  const played = play(startFinder(finderInput(more)), always(['fast']));
  expect(played.end).toBe(end);
  expect(played.state.calls).toBe(calls);
  expect(played.result.rows[0]).toMatchObject({ verdict: 'unfinished' });
});

test('running trials count with their worst case under a cap of money', () => {
  let state = startFinder(finderInput({ concurrency: 8, cap: { nanoUsd: 10 } }));
  const next = nextTrials(state);
  expect(next.kind === 'run' && next.requests).toHaveLength(5);
  if (next.kind === 'run') state = next.requests.reduce(withStarted, state);
  expect(nextTrials(state)).toStrictEqual({ kind: 'wait' });
});

test('a candidate without a price is not run under a cap of money, and counts as nothing else', () => {
  const { worstCaseNanoUsd: _, ...unpriced } = candidateOf('fast', 1);
  const input = finderInput({ candidates: [unpriced], cap: { nanoUsd: 10 } });
  expect(nextTrials(startFinder(input))).toStrictEqual({ kind: 'finished', end: 'unpriced' });
});

test('trials of unknown cost are spent at their worst case', () => {
  const unknown: Answer = ({ candidate, fixture }) =>
    trialOf(candidate, fixture, outcome(true), { cost: { source: 'unknown' } });
  const { state } = play(startFinder(finderInput({ cap: { nanoUsd: 10 } })), unknown);
  expect(state).toMatchObject({ calls: 5, spent: { real: 10, practice: 0 } });
});

test('practice money has its own account', () => {
  const practice = candidateOf('practice', 3, { simulated: true });
  const input = finderInput({ candidates: [practice], cap: { calls: 2 } });
  const { state } = play(startFinder(input), always(['practice']));
  expect(state.spent).toStrictEqual({ real: 0, practice: 6 });
});

test('a run that was cut off goes on where it was, and pays nothing twice', () => {
  const input = finderInput();
  const answer = always(['balanced']);
  const whole = play(startFinder(input), answer);
  const trials = whole.state.contenders.flatMap((each) => each.trials);
  for (const cut of [0, 1, 7, trials.length - 1]) {
    const resumed = play(resumeFinder(input, trials.slice(0, cut)), answer);
    expect(resumed.order).toStrictEqual(whole.order.slice(cut));
    expect(resumed.result).toStrictEqual(whole.result);
  }
});

test('trials of other candidates and fixtures are no part of a resumed run', () => {
  const input = finderInput();
  const strangers = [
    trialOf(candidateOf('gone', 1), input.fixtures[0]!, outcome(true)),
    trialOf(input.candidates[0]!, fixturesOf(61)[60]!, outcome(true)),
  ];
  expect(resumeFinder(input, strangers)).toStrictEqual(startFinder(input));
});

test('trials from the cache are neither calls nor money', () => {
  const cached: Answer = ({ candidate, fixture }) =>
    trialOf(candidate, fixture, outcome(true), { cached: true });
  const { state, result } = play(startFinder(finderInput({ cap: { calls: 1 } })), cached);
  expect(state).toMatchObject({ calls: 0, spent: { real: 0 } });
  expect(result.smallest?.candidate.id).toBe('fast');
});

test('a trial that could not run is tried again, then given up, and is neither pass nor fail', () => {
  const broken = 'f3';
  const answer: Answer = ({ candidate, fixture }) =>
    trialOf(candidate, fixture, fixture.id === broken ? stuck : outcome(true));
  const { result, order } = play(startFinder(finderInput({ wholeGrid: true })), answer);
  expect(order.filter((each) => each === `fast ${broken}`)).toHaveLength(2);
  expect(result.rows[0]).toMatchObject({
    verdict: 'passes',
    scored: 59,
    stuck: 2,
    passRate: { value: 1, cases: 59 },
  });
});

test('a candidate of which nothing could run is not proven, and the sentence says so', () => {
  const { result } = play(startFinder(finderInput()), ({ candidate, fixture }) =>
    trialOf(candidate, fixture, stuck),
  );
  expect(result.smallest).toBeUndefined();
  expect(result.likely).toBeUndefined();
  expect(explainResult(result)).toContain('fast: none of 120 trials could be scored');
});

test.each<[string, Answer, RegExp]>([
  [
    'cannot be asked',
    ({ candidate, fixture }) =>
      trialOf(candidate, fixture, candidate.id === 'fast' ? stuck : outcome(true)),
    /balanced is the smallest that passes\. Whether fast passes is not known/,
  ],
  [
    'passes where it can be asked',
    ({ candidate, fixture }) =>
      trialOf(
        candidate,
        fixture,
        candidate.id === 'fast' && fixture.id > 'f3' ? stuck : outcome(true),
      ),
    /Whether fast passes is not known/,
  ],
  [
    'fails once and cannot be asked once',
    ({ candidate, fixture }) =>
      trialOf(candidate, fixture, fixture.id === 'f3' ? stuck : outcome(candidate.id !== 'fast')),
    /balanced is the smallest that passes\.$/,
  ],
])('a cheaper candidate that %s is in doubt or not', (_, answer, words) => {
  const { result } = play(startFinder(finderInput()), answer);
  expect(result.smallest?.candidate.id).toBe('balanced');
  expect(explainResult(result)).toMatch(words);
});

test('candidates of unknown cost come last', () => {
  const unknown = candidateOf('new', 1, { taskCost: { source: 'unknown' } });
  const { contenders } = startFinder(
    finderInput({ candidates: [unknown, candidateOf('fast', 5)] }),
  );
  expect(contenders.map(({ candidate }) => candidate.id)).toStrictEqual(['fast', 'new']);
});

test('with too few fixtures nothing is proven, the run stops at what looks good, and says what it lacks', () => {
  const input = finderInput({ fixtures: fixturesOf(20) });
  const { result, order } = play(startFinder(input), always(['balanced', 'strong']));
  expect(result).toMatchObject({ provable: false, likely: { candidate: { id: 'balanced' } } });
  expect(result.smallest).toBeUndefined();
  expect(order.some((each) => each.startsWith('strong'))).toBe(false);
  expect(explainResult(result)).toBe(
    'fast passes 0 of 3 (0–71 %), threshold 90 %: fails; ' +
      'balanced passes 20 of 20 (83–100 %), threshold 90 %: not sure enough. ' +
      'None is proven; balanced is the smallest that reaches the thresholds in what was seen, which is 87 % sure. ' +
      'There are not enough fixtures to prove passRate 90 % (it takes at least 39).',
  );
});

test('the sentence says the numbers of every candidate that was tried', () => {
  const { result } = play(startFinder(finderInput()), always(['balanced', 'strong']));
  expect(explainResult(result)).toMatch(
    /^fast passes 0 of \d+ \(0–\d+ %\), threshold 90 %: fails; balanced passes (\d+) of \1 \(\d+–100 %\), threshold 90 %: passes\. balanced is the smallest that passes\.$/,
  );
});

test('a cost of practice money is named as such', () => {
  const candidates = [candidateOf('fast', 2_000_000, { simulated: true })];
  const input = finderInput({ candidates, thresholds: { maxCostUsd: 0.001 } });
  const { result } = play(startFinder(input), always(['fast']));
  expect(explainResult(result)).toContain('fast costs practice $0.0020 a task (n = ');
});

test('the plot has quality over cost, and who is beaten in both is not on its front', () => {
  const answer: Answer = ({ candidate, fixture }) =>
    trialOf(
      candidate,
      fixture,
      outcome(candidate.id !== 'strong' && (candidate.id === 'balanced' || fixture.id > 'f3')),
    );
  const { result } = play(startFinder(finderInput({ wholeGrid: true })), answer);
  expect(result.points.map(({ candidateId, onFront }) => [candidateId, onFront])).toStrictEqual([
    ['fast', true],
    ['balanced', true],
    ['strong', false],
  ]);
  expect(result.points[1]).toMatchObject({ cost: { value: 10 }, quality: { value: 1, cases: 60 } });
});

test('of several that pass in a whole grid, the one that really cost least is named', () => {
  const answer: Answer = ({ candidate, fixture }) =>
    trialOf(candidate, fixture, outcome(true), {
      cost: { source: 'reported', nanoUsd: candidate.id === 'fast' ? 50 : 20 },
    });
  const { result } = play(startFinder(finderInput({ wholeGrid: true })), answer);
  expect(result.smallest?.candidate.id).toBe('balanced');
});
