import { expect, test } from 'vitest';
import { intervalOf } from '../../../../src/evaluation/statistics/interval.ts';
import { parseOutcomes } from '../../../../src/evaluation/simulation/outcomes.ts';
import { playOracle, playPlan } from '../../../../src/evaluation/simulation/playPlan.ts';
import { regretOf } from '../../../../src/evaluation/simulation/regret.ts';
import { simulate } from '../../../../src/evaluation/simulation/simulate.ts';
import type { Answer } from '../../../../src/evaluation/simulation/judging.ts';
import { drawTruth, type DrawnTask } from '../../../../src/evaluation/simulation/truth.ts';
import { aimsOf } from '../../../../src/routing/policy/aims.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';

const answer = (nanoUsd: number, good: boolean, passed = good): Answer => ({
  nanoUsd,
  good,
  passed,
  foundWrong: false,
});
const taskOf = (...answers: Answer[]): DrawnTask => ({ taskType: 'debug', answers });

const plans: [string, DrawnTask, good: boolean, nanoUsd: number][] = [
  ['the first pass is taken', taskOf(answer(1, true), answer(10, true)), true, 1],
  ['a failure is climbed from', taskOf(answer(1, false), answer(10, true)), true, 11],
  ['a wrong accept stays', taskOf(answer(1, false, true), answer(10, true)), false, 1],
  [
    'the last answer is taken as it is',
    taskOf(answer(1, false), answer(10, true, false)),
    true,
    11,
  ],
];
test.each(plans)('%s', (_, task, good, nanoUsd) => {
  expect(playPlan(task, [0, 1])).toMatchObject({ good, nanoUsd });
});

test.each([
  ['the cheapest good answer', taskOf(answer(9, true), answer(5, true), answer(1, false)), 5],
  ['the cheapest where none is good', taskOf(answer(9, false), answer(5, false)), 5],
])('the oracle takes %s', (_, task, nanoUsd) => {
  expect(playOracle(task).nanoUsd).toBe(nanoUsd);
});

const regrets: [string, DrawnTask, sequence: [number, ...number[]], number, number][] = [
  ['a try that failed', taskOf(answer(2, false), answer(10, true)), [0, 1], 2, 0],
  [
    'a strong call that cheap would have done',
    taskOf(answer(2, true), answer(10, true)),
    [1],
    0,
    8,
  ],
  ['nothing where cheap is no good', taskOf(answer(2, false), answer(10, true)), [1], 0, 0],
  [
    'nothing where cheap was right at once',
    taskOf(answer(2, true), answer(10, true)),
    [0, 1],
    0,
    0,
  ],
];
test.each(regrets)('regret is %s', (_, task, sequence, failedTries, needlessStrong) => {
  const played = playPlan(task, sequence);
  expect(regretOf(task, sequence, played)).toEqual({ failedTries, needlessStrong });
});

test.each([
  [[1], 1, 1],
  [[1, 3], 2 - 12.706, 2 + 12.706],
  [[2, 2, 2], 2, 2],
  [[1, 2, 3, 4, 5], 3 - 1.9634, 3 + 1.9634],
])('the interval of %j is %d to %d', (values, low, high) => {
  const interval = intervalOf(values);
  expect(interval.low).toBeCloseTo(low, 2);
  expect(interval.high).toBeCloseTo(high, 2);
});

test('quoted names, repeats and rows without a figure are read', () => {
  const { tasks, problems } = parseOutcomes(
    [
      'task_id,repeat,task_type,model,quality,cost_usd',
      'a,1,debug,"big, ""new""",0.5,0.25',
      'a,2,debug,"big, ""new""",1,0.5',
      'a,1,debug,small,,0.1',
      'b,1,,small,1,0.1',
    ].join('\n'),
  );
  expect(problems).toEqual([]);
  expect(tasks.map(({ id, taskType }) => [id, taskType])).toEqual([
    ['a', 'debug'],
    ['b', 'other'],
  ]);
  expect([...tasks[0]!.samples]).toEqual([
    [
      'big, "new"',
      [
        { quality: 0.5, nanoUsd: 25e7 },
        { quality: 1, nanoUsd: 5e8 },
      ],
    ],
  ]);
});

/** Tasks whose model `n` solves `shares[n]` of them, at `costs[n]` dollars, independently. */
function tasksWith(shares: readonly number[], costs: readonly number[], count = 300) {
  const random = randomFrom(7);
  const rows = Array.from({ length: count }, (_, task) => {
    const difficulty = random();
    return shares.map((share, n) => `t${task},m${n},${difficulty < share ? 1 : 0},${costs[n]}`);
  });
  return parseOutcomes(['task_id,model,quality,cost_usd', ...rows.flat()].join('\n')).tasks;
}
const judging = { sensitivity: 0.9, falseAccept: 0.2, feedback: 0.5 };
const input = { ladder: ['m0', 'm1'], judging, aims: aimsOf('balanced'), seeds: 6 };

test('draws follow the quality and the gates', () => {
  const tasks = parseOutcomes(
    [
      'task_id,model,quality,cost_usd',
      ...Array.from({ length: 4000 }, (_, n) => `t${n},m,0.3,1`),
    ].join('\n'),
  ).tasks;
  const drawn = drawTruth(tasks, ['m'], { judging, random: randomFrom(3) });
  const answers = drawn.map(({ answers: [only] }) => only!);
  const good = answers.filter((each) => each.good);
  const bad = answers.filter((each) => !each.good);
  const share = (some: Answer[], all: Answer[]) => some.length / all.length;
  const passed = bad.filter((each) => each.passed);
  expect(share(good, answers)).toBeCloseTo(0.3, 1);
  expect(
    share(
      good.filter((each) => each.passed),
      good,
    ),
  ).toBeCloseTo(0.9, 1);
  expect(share(passed, bad)).toBeCloseTo(0.2, 1);
  expect(
    share(
      passed.filter((each) => each.foundWrong),
      passed,
    ),
  ).toBeCloseTo(0.5, 1);
  expect(answers.filter((each) => each.foundWrong && (each.good || !each.passed))).toEqual([]);
});

test('where cheap nearly always fails, it keeps to the strongest', () => {
  const { planner, bestFixed } = simulate(tasksWith([0.05, 0.8], [0.3, 1]), input)!;
  expect(bestFixed.plan).toBe('direct(m1)');
  expect(planner.quality.mean).toBeGreaterThan(0.985);
  expect(planner.cost.mean).toBeLessThan(1.02);
});

test('where the gates accept too much, it keeps the quality', () => {
  const lax = { ...input, judging: { ...judging, falseAccept: 0.6 } };
  const { planner } = simulate(tasksWith([0.4, 0.9], [0.2, 1], 500), lax)!;
  expect(planner.quality.mean).toBeGreaterThan(0.98);
  expect(planner.cost.mean).toBeLessThan(1.02);
});

test('where cheap is as good, it learns to ask cheap alone', () => {
  const { planner, bestFixed, chosen } = simulate(tasksWith([0.9, 0.7], [0.1, 1], 500), input)!;
  expect(bestFixed.plan).toBe('direct(m0)');
  expect(planner.quality.mean).toBeGreaterThan(1);
  expect(planner.cost.mean).toBeLessThan(0.7);
  expect(chosen['direct(m1)']).toBeLessThan(0.5);
});

test('quality and cost are relative to the strongest, and always strongest is 1', () => {
  const { alwaysStrongest, fixed, oracle } = simulate(tasksWith([0.5, 0.8], [0.1, 1]), input)!;
  expect(alwaysStrongest).toEqual({
    quality: { mean: 1, low: 1, high: 1 },
    cost: { mean: 1, low: 1, high: 1 },
  });
  expect(fixed[0]!.cost.mean).toBeCloseTo(0.1);
  expect(oracle.quality.mean).toBeCloseTo(1);
  expect(oracle.cost.mean).toBeLessThan(fixed[2]!.cost.mean);
});

test('nothing is said relative to a model that solves nothing', () => {
  expect(simulate(tasksWith([1, 0], [0.1, 1]), input)).toBeUndefined();
});
