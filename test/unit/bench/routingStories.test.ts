import { expect, test } from 'vitest';
import { type ChangePlayed, changesOf, playChange } from '../../../bench/routing/changedModel.ts';
import { changeFigures, describeChanges } from '../../../bench/routing/changeReport.ts';
import { type NewUser, playNewUsers } from '../../../bench/routing/newUser.ts';
import { describeNewUsers, newUserFigures } from '../../../bench/routing/newUserReport.ts';
import type { OutcomesFile } from '../../../bench/routing/outcomesFile.ts';
import { parseOutcomes } from '../../../src/evaluation/simulation/outcomes.ts';

const world = { feedback: 0.5, sensitivity: 0.9, falseAccept: 0.05, twist: 'none' } as const;

/** Every twentieth task stumps the strong model; the cheap one solves nine in ten, the poor one two in ten. */
const rows = Array.from({ length: 300 }, (_, task) => [
  `t${task},debug,cheap,${Number(task % 10 !== 7)},0.01`,
  `t${task},debug,poor,${Number(task % 10 < 2)},0.005`,
  `t${task},debug,strong,${Number(task % 20 !== 3)},0.1`,
]).flat();
const text = ['task_id,task_type,model,quality,cost_usd', ...rows].join('\n');
const file: OutcomesFile = { name: 'ours', tasks: parseOutcomes(text).tasks };

test('a change is played where the file has a model that is as much worse', () => {
  const changes = changesOf(file, 1);
  expect(changes).toContainEqual({
    file: 'ours',
    ladder: ['cheap', 'strong'],
    rung: 0,
    instead: 'poor',
    direction: 'weaker',
    seeds: 1,
  });
  expect(changes.filter(({ ladder, instead }) => ladder.includes(instead))).toEqual([]);
});

test('until the change nothing is known of it; afterwards the model answers as the other one', () => {
  const [ladder, direction] = [['cheap', 'strong'], 'weaker'] as const;
  const change = { file: 'ours', ladder, rung: 0, instead: 'poor', direction, seeds: 2 };
  const played = playChange(file, change);
  expect(played.was).toBeCloseTo(0.9, 5);
  expect(played.is).toBeCloseTo(0.2, 5);
  expect(played.noticedAfter).toHaveLength(2);
  for (const tasks of played.noticedAfter) expect(tasks).toBeGreaterThan(0);
  // Alone, the poor model solves too little, and it is rarely worth a try before the strong one.
  expect(played.rightPlan.quality).toBeGreaterThanOrEqual(0.99);
  expect(played.right.later).toBeGreaterThan(played.right.soon);
});

const changed: ChangePlayed = {
  file: 'ours',
  ladder: ['cheap', 'strong'],
  rung: 0,
  instead: 'poor',
  direction: 'weaker',
  was: 0.9,
  is: 0.2,
  noticedAfter: [12, undefined, 40],
  falseAlarms: 0,
  asked: 1,
  right: { soon: 0.25, later: 0.75 },
  planner: { quality: 0.9, cost: 0.5 },
  rightPlan: { quality: 1, cost: 1 },
};

test('the slowest change comes first, and one that was never noticed counts as endless', () => {
  const quick = { ...changed, ladder: ['quick', 'strong'], noticedAfter: [3, 4, 5] };
  const report = describeChanges([quick, changed]);
  expect(report).toContain('A changed model, simulated');
  expect(report.indexOf('cheap as poor')).toBeLessThan(report.indexOf('quick as poor'));
  expect(report).toMatch(/^40 tasks +33 % .* cheap as poor \(0\.90 to 0\.20\)/m);
  const figures = changeFigures([changed]);
  expect(figures['changed.weakerCheapest.noticedAfter']!.value).toBe(40);
  expect(figures['changed.weakerCheapest.qualityLost']!.value).toBe(0.1);
  expect(Object.values(figures).filter(({ unit }) => !unit.includes('simulated'))).toEqual([]);
});

test('a new user begins with the shipped rules, and the planner may begin at once', () => {
  const row = { file: 'ours', ladder: ['cheap', 'strong'], worlds: [world], seeds: 3 } as const;
  const play = (start: NewUser['start']) =>
    playNewUsers(file, { ...row, aim: 'save', start }).flatMap(({ bySeed }) => bySeed);
  const [shipped, atOnce] = [play('as shipped'), play('planner at once')];
  expect(shipped).toHaveLength(3);
  expect(shipped).not.toEqual(atOnce);
  expect(play('as shipped')).toEqual(shipped);
  for (const { quality, cost } of [...shipped, ...atOnce]) {
    expect(quality).toBeGreaterThan(0.5);
    expect(cost).toBeGreaterThan(0.05);
  }
});

test('of a new user, the median and the worst of the seeds are told, over all rows', () => {
  const userWith = (qualities: readonly number[]): NewUser => ({
    file: 'ours',
    ladder: ['cheap', 'strong'],
    world,
    aim: 'balanced',
    start: 'as shipped',
    bySeed: qualities.map((quality) => ({ quality, cost: 2 - quality })),
  });
  const users = [userWith([0.5, 0.9, 1]), userWith([0.9, 0.9, 1])];
  const valueOf = (name: string) =>
    newUserFigures(users)[`newUser.balanced.asShipped.${name}`]!.value;
  expect(valueOf('quality.median')).toBe(0.9);
  expect(valueOf('quality.worst')).toBe(0.7);
  expect(valueOf('quality.worstRow')).toBe(0.8);
  expect(valueOf('cost.worst')).toBe(1.3);
  expect(describeNewUsers(users)).toMatch(/^balanced +as shipped +0\.900 +0\.700 +1\.100 +1\.300/m);
});
