import { expect, test } from 'vitest';
import { dueRun, type Watched } from '../../../../src/evaluation/watching/dueRun.ts';
import {
  lastTried,
  spentBy,
  type WatchFact,
} from '../../../../src/evaluation/watching/runMoney.ts';
import { parseWatchSettings, watchOff } from '../../../../src/evaluation/watching/watchSettings.ts';
import { dayMs } from '../../../../src/routing/time.ts';

const weekly = { everyDays: 7, whenStale: true };
const triage: Watched = { evaluation: 'triage', lastWholeMs: 0, stale: [], isPinned: true };

test('nothing is due before its day, nor what nobody has run yet', () => {
  expect(dueRun([triage], weekly, 7 * dayMs - 1)).toBeUndefined();
  const { lastWholeMs: _, ...never } = triage;
  expect(dueRun([never], weekly, 100 * dayMs)).toBeUndefined();
});

test('on its day the pinned model is watched, and what is not pinned is run again', () => {
  expect(dueRun([triage], weekly, 7 * dayMs)).toEqual({
    evaluation: 'triage',
    how: 'watch',
    why: 'its last run was 7 days ago',
  });
  expect(dueRun([{ ...triage, isPinned: false }], weekly, 7 * dayMs)?.how).toBe('again');
});

test('the last watch run counts as a run', () => {
  const watched = { ...triage, lastWatchedMs: 3 * dayMs };
  expect(dueRun([watched], weekly, 9 * dayMs)).toBeUndefined();
  expect(dueRun([watched], weekly, 10 * dayMs)?.how).toBe('watch');
});

test('a stale result is run again at once, if the setting says so, but not for its age', () => {
  const stale: Watched = { ...triage, stale: [{ kind: 'prompts' }] };
  expect(dueRun([stale], weekly, 1)).toMatchObject({ how: 'again', why: 'its result is stale' });
  expect(dueRun([stale], { everyDays: 7, whenStale: false }, 1)).toBeUndefined();
  const old: Watched = { ...triage, stale: [{ kind: 'age', days: 90 }] };
  expect(dueRun([old], { whenStale: true }, 90 * dayMs)).toBeUndefined();
});

test('a run is not tried again on the same day, whatever became of it', () => {
  const tried = { ...triage, lastTriedMs: 8 * dayMs };
  expect(dueRun([tried], weekly, 9 * dayMs - 1)).toBeUndefined();
  expect(dueRun([tried], weekly, 9 * dayMs)).toBeDefined();
});

test('the one that waits longest comes first', () => {
  const review = { ...triage, evaluation: 'review', lastWholeMs: -dayMs };
  expect(dueRun([triage, review], weekly, 7 * dayMs)?.evaluation).toBe('review');
});

test('the facts of a month add up: settled costs, and worst cases of calls whose end nobody saw', () => {
  const facts: WatchFact[] = [
    { kind: 'began', atMs: 5, evaluation: 'triage', how: 'again', why: 'x' },
    { kind: 'reserved', attemptId: 'a', nanoUsd: 100 },
    { kind: 'settled', attemptId: 'a', nanoUsd: 60 },
    { kind: 'reserved', attemptId: 'b', nanoUsd: 100 },
    { kind: 'reserved', attemptId: 'c', nanoUsd: 100 },
    { kind: 'settled', attemptId: 'c' },
    { kind: 'reserved', attemptId: 'd', nanoUsd: 100 },
    { kind: 'released', attemptId: 'd' },
    { kind: 'reserved', attemptId: 'e', nanoUsd: 7, simulated: true },
    { kind: 'settled', attemptId: 'e', nanoUsd: 3 },
  ];
  expect(spentBy(facts)).toEqual({ real: 260, practice: 3 });
  expect(lastTried(facts, 'triage')).toBe(5);
  expect(lastTried(facts, 'review')).toBeUndefined();
});

test('nothing runs by itself unless the setting says so', () => {
  expect(parseWatchSettings(undefined)).toEqual({ settings: watchOff, problems: [] });
  expect(parseWatchSettings({ rerunEveryDays: 7, maxUsdPerMonth: 2 }).settings).toEqual({
    everyDays: 7,
    whenStale: false,
    monthlyNanoUsd: 2e9,
    maxAgeDays: 90,
  });
});

test.each([
  [{ rerunEveryDays: 0 }, 'rerunEveryDays', /at least 1 day/],
  [{ maxUsdPerMonth: -1 }, 'maxUsdPerMonth', /0 or more/],
  [{ rerunEveryDays: 7, maxUsdPerMonth: '2' }, 'maxUsdPerMonth', /amount in USD/],
])('with an error in the setting nothing runs: %j', (written, path, message) => {
  const { settings, problems } = parseWatchSettings(written);
  expect(settings).toEqual(watchOff);
  expect(problems).toEqual([{ path: [path], message: expect.stringMatching(message) }]);
});
