import { expect, test } from 'vitest';
import type { Answer } from '../../../../src/evaluation/simulation/judging.ts';
import { playPlanner } from '../../../../src/evaluation/simulation/playPlanner.ts';
import type { DrawnTask } from '../../../../src/evaluation/simulation/truth.ts';
import { sequencesOver } from '../../../../src/routing/planner/planSpace.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';
import { aimsOf } from '../../../../src/routing/policy/aims.ts';

const before = 120;

/** The cheap model solves nearly everything at first, and from some task on nearly nothing. Gates judge well. */
function worldThatChanges(at: number): DrawnTask[] {
  const random = randomFrom(8);
  const answer = (share: number, nanoUsd: number): Answer => {
    const good = random() < share;
    const passed = good || random() < 0.1;
    return { good, passed, foundWrong: !good && passed && random() < 0.5, nanoUsd };
  };
  return Array.from({ length: before + 120 }, (_, place) => ({
    taskType: 'refactor',
    answers: [answer(place < at ? 0.9 : 0.2, 1), answer(0.95, 10)],
  }));
}

function played(tasks: readonly DrawnTask[]) {
  const given = {
    ladder: ['cheap', 'strong'],
    aims: aimsOf('balanced'),
    random: randomFrom(3),
    delay: 0,
  };
  return playPlanner(tasks, sequencesOver(2), given);
}

test('a cheap model that becomes bad is noticed within 30 tasks, and is left', () => {
  const { changed, chosen } = played(worldThatChanges(before));
  expect(changed.slice(0, before + 1).flat()).toEqual([]);
  const noticed = changed.findIndex((rungs) => rungs.includes('cheap')) - before;
  expect(noticed).toBeGreaterThan(0);
  expect(noticed).toBeLessThanOrEqual(30);
  const strongAlone = 1;
  expect(chosen[before - 1]).not.toBe(strongAlone);
  expect(chosen.findLastIndex((place) => place !== strongAlone)).toBeLessThan(before + 30);
});

test('where nothing changes, nothing is set aside', () => {
  expect(played(worldThatChanges(Infinity)).changed.flat()).toEqual([]);
});
