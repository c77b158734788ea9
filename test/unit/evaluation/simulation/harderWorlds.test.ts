import { expect, test } from 'vitest';
import type { Answer, Judging } from '../../../../src/evaluation/simulation/judging.ts';
import { parseOutcomes } from '../../../../src/evaluation/simulation/outcomes.ts';
import { playPlanner } from '../../../../src/evaluation/simulation/playPlanner.ts';
import { simulate } from '../../../../src/evaluation/simulation/simulate.ts';
import { type DrawnTask, drawTruth } from '../../../../src/evaluation/simulation/truth.ts';
import { sequencesOver } from '../../../../src/routing/planner/planSpace.ts';
import { aimsOf } from '../../../../src/routing/policy/aims.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';

const ladder = ['cheap', 'strong'];

/** Half of the answers of each model are good, independently. */
const halves = parseOutcomes(
  [
    'task_id,model,quality,cost_usd',
    ...Array.from({ length: 4000 }, (_, n) => [`t${n},cheap,0.5,0.1`, `t${n},strong,0.5,1`]).flat(),
  ].join('\n'),
).tasks;
const even = { sensitivity: 0.8, falseAccept: 0.2, feedback: 0.5 };

function drawn(judging: Judging): DrawnTask[] {
  return drawTruth(halves, ladder, { judging, random: randomFrom(5) });
}

function share(answers: readonly Answer[], has: (answer: Answer) => boolean): number {
  return answers.filter(has).length / answers.length;
}

const isWrong = ({ good, passed }: Answer) => good !== passed;

test('each rung has its own gates', () => {
  const tasks = drawn({ ...even, sensitivity: [1, 0.6], falseAccept: [0.7, 0] });
  const passedOf = (rung: number, good: boolean) =>
    share(
      tasks.map(({ answers }) => answers[rung]!).filter((answer) => answer.good === good),
      ({ passed }) => passed,
    );
  expect(passedOf(0, true)).toBe(1);
  expect(passedOf(1, true)).toBeCloseTo(0.6, 1);
  expect(passedOf(0, false)).toBeCloseTo(0.7, 1);
  expect(passedOf(1, false)).toBe(0);
});

/** How the errors of two rungs hang together: 0 not at all, 1 they are the same. */
function errorCorrelation(tasks: readonly DrawnTask[]): number {
  const [one, other] = [0, 1].map((rung) => tasks.map(({ answers }) => answers[rung]!));
  const both = tasks.filter(({ answers }) => answers.every(isWrong)).length / tasks.length;
  const [p, q] = [share(one!, isWrong), share(other!, isWrong)];
  return (both - p * q) / Math.sqrt(p * (1 - p) * q * (1 - q));
}

test('with correlation 1 the gates err on all rungs together, and as often', () => {
  const tasks = drawn({ ...even, correlation: 1 });
  const mixed = tasks.filter(({ answers }) => new Set(answers.map(isWrong)).size > 1);
  expect(mixed).toEqual([]);
  expect(
    share(
      tasks.map(({ answers }) => answers[0]!),
      isWrong,
    ),
  ).toBeCloseTo(0.2, 1);
});

test.each([0, 0.5])('with correlation %d errors hang together as much', (correlation) => {
  expect(errorCorrelation(drawn({ ...even, correlation }))).toBeCloseTo(correlation, 1);
});

test('errors in stretches are the same for so many tasks, and as often on the whole', () => {
  const tasks = drawn({ ...even, correlation: 1, stretch: 10 });
  const errors = tasks.map(({ answers }) => answers.some(isWrong));
  const stretches = Array.from({ length: 400 }, (_, n) => errors.slice(10 * n, 10 * n + 10));
  expect(stretches.filter((each) => new Set(each).size > 1)).toEqual([]);
  const wrong = stretches.filter(([first]) => first).length / 400;
  expect(Math.abs(wrong - 0.2)).toBeLessThan(0.06);
  expect(new Set(stretches.slice(1).map(([first], n) => first === stretches[n]![0])).size).toBe(2);
});

/** The gates see nothing: cheap answers are all bad and pass, and every one is found wrong. */
const deceived: DrawnTask[] = Array.from({ length: 240 }, () => ({
  taskType: 'debug',
  answers: [
    { good: false, passed: true, foundWrong: true, nanoUsd: 1 },
    { good: true, passed: true, foundWrong: false, nanoUsd: 100 },
  ],
}));
const neverTold = deceived.map(({ taskType, answers: [cheap, strong] }) => ({
  taskType,
  answers: [{ ...cheap!, foundWrong: false }, strong!],
}));

/** Whether each task was answered by the cheap model. */
function cheapTaken(tasks: readonly DrawnTask[], delay: number): boolean[] {
  const given = {
    ladder,
    aims: aimsOf('balanced', { floor: 0.9 }),
    random: randomFrom(1),
    delay,
  };
  return playPlanner(tasks, sequencesOver(2), given).played.map(({ nanoUsd }) => nanoUsd === 1);
}

function count(taken: readonly boolean[]): number {
  return taken.filter(Boolean).length;
}

test('what is found wrong is learnt after the delay, not before', () => {
  const [told, late, never] = [
    cheapTaken(deceived, 0),
    cheapTaken(deceived, 50),
    cheapTaken(neverTold, 0),
  ];
  const first = never.indexOf(true);
  expect(first).toBeGreaterThanOrEqual(0);
  // Until 50 more tasks are through, the planner cannot know more than one that is never told.
  expect(late.slice(0, first + 51)).toEqual(never.slice(0, first + 51));
  expect(late).not.toEqual(never);
  expect(count(told)).toBeLessThan(count(late) / 3);
  expect(count(late)).toBeLessThan(count(never) / 1.5);
  // It has learnt it in the end.
  expect(count(late.slice(-60))).toBeLessThan(count(never.slice(-60)) / 4);
});

test('what would be found wrong after the last task is never learnt', () => {
  expect(cheapTaken(deceived, deceived.length)).toEqual(cheapTaken(neverTold, 0));
});

/** Tasks whose cheap model solves half, all of them solved by the strong one as well. */
function nested() {
  const random = randomFrom(7);
  const rows = Array.from({ length: 100 }, (_, task) => {
    const difficulty = random();
    return [
      `t${task},cheap,${Number(difficulty < 0.5)},0.1`,
      `t${task},strong,${Number(difficulty < 0.8)},1`,
    ];
  });
  return parseOutcomes(['task_id,model,quality,cost_usd', ...rows.flat()].join('\n')).tasks;
}
const input = { ladder, aims: aimsOf('balanced'), seeds: 2 };

test.each([
  { feedback: 0.5 },
  { feedback: 0.05, delay: 50 },
  { feedback: 0.5, correlation: 1, stretch: 20 },
])('perfect gates keep the quality: %j', (rest) => {
  const judging = { sensitivity: 1, falseAccept: [0, 0], ...rest };
  const { planner } = simulate(nested(), { ...input, judging })!;
  expect(planner.quality).toEqual({ mean: 1, low: 1, high: 1 });
});

const hard: Judging = {
  sensitivity: [0.9, 0.7],
  falseAccept: [0.5, 0.2],
  feedback: 0.3,
  delay: 20,
  correlation: 0.5,
  stretch: 5,
};

test('the same seed plays the same, another one not', () => {
  const play = (firstSeed: number) =>
    simulate(nested(), { ...input, seeds: 1, judging: hard, firstSeed });
  expect(play(4)).toEqual(play(4));
  expect(play(4)!.planner).not.toEqual(play(5)!.planner);
});

test('runs have the seeds that follow the first one', () => {
  const play = (firstSeed: number, seeds: number) =>
    simulate(nested(), { ...input, seeds, judging: hard, firstSeed })!.planner.cost.mean;
  expect(play(4, 2)).toBeCloseTo((play(4, 1) + play(5, 1)) / 2, 10);
});
