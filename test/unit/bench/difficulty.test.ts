import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { run } from '../../../bench/difficulty.ts';
import { featuresOf } from '../../../bench/difficulty/features.ts';
import { halvesOf, seen } from '../../../bench/difficulty/halves.ts';
import { learn, predict, startModel } from '../../../bench/difficulty/onlineModel.ts';
import type { Answered } from '../../../bench/difficulty/pairs.ts';
import { promptNumbers } from '../../../bench/difficulty/promptNumbers.ts';
import { leastCost } from '../../../bench/difficulty/saving.ts';
import { randomFrom } from '../../../src/routing/planner/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'tierwise-difficulty-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The cheap model fails where the prompt asks for a proof; its length says nothing. */
const random = randomFrom(5);
const tasks = Array.from({ length: 200 }, (_, at): Answered => {
  const isHard = random() < 0.5;
  const filler = 'please '.repeat(1 + Math.floor(random() * 20));
  const prompt = `${filler}write a ${isHard ? 'proof' : 'list'} of number ${at}`;
  return { prompt, numbers: promptNumbers(prompt), weak: isHard ? 0 : 1, strong: 1 };
});

/** The same prompts, and outcomes that have nothing to do with them. */
const unrelated = tasks.map((task) => ({ ...task, weak: random() < 0.5 ? 0 : 1 }));

function write(name: string, all: readonly Answered[]): void {
  const rows = all.flatMap(({ weak, strong }, at) => [
    `t${at},cheap,${weak},0.01`,
    `t${at},strong,${strong},0.1`,
  ]);
  const csv = ['task_id,model,quality,cost_usd', ...rows].join('\n');
  writeFileSync(join(folder, `outcomes-${name}.csv`), csv);
  const prompts = all.map(({ prompt }, at) => JSON.stringify({ task_id: `t${at}`, prompt }));
  writeFileSync(join(folder, `prompts-${name}.jsonl`), prompts.join('\n'));
}

test(
  'finds difficulty where the words tell it, and none where they do not',
  { timeout: 60_000 },
  () => {
    write('telling', tasks);
    write('mute', unrelated);
    vi.stubEnv('TIERWISE_DATA', folder);
    vi.spyOn(console, 'error').mockReturnValue();
    const figures = run();
    const value = (name: string) => figures[name]!.value;
    expect(value('apgr.telling.length')).toBeLessThan(0.6);
    for (const target of ['weakFails', 'climbPays', 'strongGains']) {
      expect(value(`apgr.telling.${target}.100`)).toBeGreaterThan(0.72);
      expect(Math.abs(value(`apgr.mute.${target}.100`) - 0.5)).toBeLessThan(0.06);
    }
    expect(value('apgr.telling.weakFails.30')).toBeLessThan(value('apgr.telling.weakFails.100'));
    expect(value('cost.telling.by.everything')).toBeLessThan(
      value('cost.telling.by.nothing') - 0.2,
    );
    expect(Math.abs(value('apgr.telling.on.mute') - 0.5)).toBeLessThan(0.06);
    expect(figures['apgr.telling.on.telling']).toBeUndefined();
  },
);

test('measures on other tasks than it learnt from', () => {
  for (const { learnt, measured } of halvesOf(seen(tasks, 'nothing'))) {
    const prompts = [...learnt, ...measured].map(({ prompt }) => prompt);
    expect(prompts.toSorted()).toEqual(tasks.map(({ prompt }) => prompt).toSorted());
    expect(measured).toHaveLength(tasks.length / 2);
  }
});

test('measures nothing without prompts', () => {
  vi.stubEnv('TIERWISE_DATA', join(folder, 'absent'));
  vi.spyOn(console, 'error').mockReturnValue();
  expect(run()).toEqual({});
});

test('learns how often something happens when it may look at nothing', () => {
  const [features] = featuresOf(tasks.slice(0, 1), 'nothing');
  const model = startModel(0.5);
  for (let at = 0; at < 200; at += 1) learn(model, features!, at % 4 === 0 ? 1 : 0);
  expect(predict(model, features!)).toBeCloseTo(0.25, 1);
});

test('knowing nothing, a cascade that the gates keep good enough costs what climbs cost', () => {
  const weakSolvesAll = tasks.map((task) => ({ ...task, weak: 1 }));
  const [halves] = halvesOf(seen(weakSolvesAll, 'nothing'));
  expect(leastCost(halves!, 0.1)).toBeCloseTo(0.1 * 0.98, 1);
  const [mixed] = halvesOf(seen(tasks, 'nothing'));
  expect(leastCost(mixed!, 0.1)).toBeGreaterThan(0.8);
});
