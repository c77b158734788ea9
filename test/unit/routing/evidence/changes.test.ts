import { expect, test } from 'vitest';
import { changesIn, earlierOf } from '../../../../src/routing/evidence/changes.ts';
import type { Experience } from '../../../../src/routing/evidence/evidence.ts';
import { gatherEvidence } from '../../../../src/routing/evidence/gatherEvidence.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';

const fast = 'p/fast';
const strong = 'p/strong';
const random = randomFrom(4);

/** Requests that asked the rungs in turn, until one passed, by the share of its answers that pass; newest first. */
function asked(count: number, shares: Record<string, number>, day = '2026-11-20'): Experience[] {
  return Array.from({ length: count }, () => {
    const answers: Experience['answers'][number][] = [];
    for (const [rung, share] of Object.entries(shares)) {
      answers.push({ rung, passed: random() < share });
      if (answers.at(-1)!.passed) break;
    }
    return { taskType: 'debug', answers, taken: answers.length - 1, wrong: false, day };
  });
}

test('a rung that fails much more often since some days is noticed', () => {
  const past = [...asked(30, { [fast]: 0.2 }, '2026-11-27'), ...asked(200, { [fast]: 0.8 })];
  const [change, ...others] = changesIn(past);
  expect(others).toEqual([]);
  expect(change).toMatchObject({ rung: fast, better: false, since: '2026-11-27' });
  expect(Math.abs(change!.newer - 30)).toBeLessThan(6);
});

test('so is one that passes much more often', () => {
  const past = [...asked(40, { [fast]: 0.9 }), ...asked(200, { [fast]: 0.3 })];
  expect(changesIn(past)).toMatchObject([{ rung: fast, better: true }]);
});

test('steady work hardly ever looks like a change', () => {
  const found = Array.from({ length: 60 }, () => changesIn(asked(200, { [fast]: 0.6 })));
  expect(found.flat().length).toBeLessThan(4);
});

test('harder tasks after a failed answer are no change', () => {
  const past = [...asked(100, { [fast]: 0, [strong]: 0.3 }), ...asked(100, { [strong]: 0.9 })];
  expect(changesIn(past).map(({ rung }) => rung)).toEqual([]);
});

/** As many requests, of which one in so many passes or fails. */
const oneIn = (every: number, passed: boolean, count: number): Experience[] =>
  Array.from({ length: count }, (_, place) => ({
    taskType: 'debug',
    answers: [{ rung: fast, passed: (place % every === 0) === passed }],
    taken: 0,
    wrong: false,
  }));

test.each([{ repository: 'shop' }, { language: 'rust' }, { taskType: 'test' } as const])(
  'work that is harder is no change: %j',
  (other) => {
    const [hard, easy] = [oneIn(5, true, 60), oneIn(10, false, 200)];
    expect(changesIn([...hard, ...easy])).toHaveLength(1);
    expect(changesIn([...hard.map((each) => ({ ...each, ...other })), ...easy])).toEqual([]);
  },
);

const taken = (count: number, wrongEvery: number): Experience[] =>
  Array.from({ length: count }, (_, place) => ({
    taskType: 'debug',
    answers: [{ rung: fast, passed: true }],
    taken: 0,
    wrong: place % wrongEvery === 0,
  }));

test('more wrong answers are a change; fewer are not, as the newest may be found wrong yet', () => {
  expect(changesIn([...taken(60, 2), ...taken(200, Infinity)])).toMatchObject([
    { rung: fast, better: false },
  ]);
  expect(changesIn([...taken(60, Infinity), ...taken(200, 2)])).toEqual([]);
});

test('what was seen of a rung before it changed counts as another rung', () => {
  const past = [
    ...asked(40, { [fast]: 0, [strong]: 0.7 }),
    ...asked(200, { [fast]: 0.9, [strong]: 0.7 }),
  ];
  const { figures, changes } = gatherEvidence(past, { taskType: 'debug' });
  expect(changes).toMatchObject([{ rung: fast, better: false, newer: 40 }]);
  const tries = (rung: string) => Math.round(figures.get(rung)!.tries);
  expect(tries(fast)).toBe(39);
  expect(tries(earlierOf(fast))).toBeGreaterThan(140);
  expect(figures.get(fast)!.passes).toBe(0);
  expect([...figures.keys()]).not.toContain(earlierOf(strong));
});

test('without a change, no evidence speaks of one', () => {
  expect(gatherEvidence(asked(50, { [fast]: 0.5 }), { taskType: 'debug' })).not.toHaveProperty(
    'changes',
  );
});
