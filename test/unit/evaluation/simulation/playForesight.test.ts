import { expect, test } from 'vitest';
import { promptLength } from '../../../../src/evaluation/simulation/beforeCall.ts';
import { parseOutcomes } from '../../../../src/evaluation/simulation/outcomes.ts';
import { playForesight } from '../../../../src/evaluation/simulation/playForesight.ts';
import { simulate } from '../../../../src/evaluation/simulation/simulate.ts';
import type { DrawnTask } from '../../../../src/evaluation/simulation/truth.ts';
import { aimsOf } from '../../../../src/routing/policy/aims.ts';

const answer = (nanoUsd: number, good: boolean) => ({
  nanoUsd,
  good,
  passed: good,
  foundWrong: false,
});

/** The cheap model is right where the prompt is at most `easy` characters long. */
const tasksUpTo = (easy: number, lengths: readonly number[]): DrawnTask[] =>
  lengths.map((length) => ({
    taskType: 'debug',
    prompt: 'x'.repeat(length),
    answers: [answer(1, length <= easy), answer(10, true)],
  }));

const lengths = Array.from({ length: 40 }, (_, place) => 1 + Math.floor(place / 2));

test('short prompts go to the cheapest, long ones to the strongest', () => {
  const played = playForesight(tasksUpTo(8, lengths), promptLength, 1)!;
  expect(played.map(({ nanoUsd }) => nanoUsd)).toEqual(
    lengths.map((length) => (length <= 8 ? 1 : 10)),
  );
});

test('the bound of each half is chosen on the other half', () => {
  // At even places the cheap model is right up to 10 characters, at odd places never.
  const tasks = lengths.map((length, place) => {
    const [task] = tasksUpTo(place % 2 === 0 ? 10 : 0, [length]);
    return task!;
  });
  const asked = playForesight(tasks, promptLength, 1)!.map(({ nanoUsd }) => nanoUsd);
  expect(asked.filter((_, place) => place % 2 === 0)).not.toContain(1);
  expect(asked.filter((_, place) => place % 2 === 1)).toContain(1);
});

test('a floor lets more go to the cheapest', () => {
  const cost = (floor: number) =>
    playForesight(tasksUpTo(8, lengths), promptLength, floor)!.reduce(
      (sum, { nanoUsd }) => sum + nanoUsd,
      0,
    );
  expect(cost(0.8)).toBeLessThan(cost(1));
});

test('a task without a prompt goes to the strongest, and without any prompt there is no such way', () => {
  const [first, ...others] = tasksUpTo(20, lengths);
  const { prompt: _, ...nameless } = first!;
  const [played, ...rest] = playForesight([nameless, ...others], promptLength, 1)!;
  expect([played!.nanoUsd, rest[0]!.nanoUsd]).toEqual([10, 1]);
  expect(playForesight([nameless], promptLength, 1)).toBeUndefined();
});

test('an outcomes file may have prompts, in one row of a task, and a simulation plays by their length', () => {
  const rows = Array.from({ length: 60 }, (_, place) => {
    const isEasy = place % 2 === 0;
    const prompt = isEasy ? '"short, and easy"' : 'x'.repeat(300);
    return [`t${place},cheap,${Number(isEasy)},0.1,${prompt}`, `t${place},strong,1,1,`];
  });
  const { tasks } = parseOutcomes(
    ['task_id,model,quality,cost_usd,prompt', ...rows.flat()].join('\n'),
  );
  expect(tasks[0]!.prompt).toBe('short, and easy');
  const simulation = simulate(tasks, {
    ladder: ['cheap', 'strong'],
    judging: { sensitivity: 0.9, falseAccept: 0.2, feedback: 0.5 },
    aims: aimsOf('balanced'),
    seeds: 1,
  })!;
  expect(simulation.promptLength!.quality.mean).toBe(1);
  expect(simulation.promptLength!.cost.mean).toBeCloseTo(0.55, 5);
});
