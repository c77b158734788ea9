import { beforeAll, expect, test } from 'vitest';
import { type PlayedCase, playCases } from '../../../../bench/gates/reported/play.ts';
import { reportedCases } from '../../../../bench/gates/reported/reported.ts';

let played: readonly PlayedCase[];
beforeAll(async () => {
  played = await playCases(reportedCases);
}, 60_000);

test('the cases are many, good and bad, in many languages, each with its report', () => {
  const count = (right: PlayedCase['right']) =>
    played.filter((each) => each.right === right).length;
  expect(count('accept')).toBeGreaterThanOrEqual(200);
  expect(count('reject')).toBeGreaterThanOrEqual(120);
  expect(count('read')).toBeGreaterThanOrEqual(35);
  const languages = reportedCases.flatMap((each) => ('language' in each ? [each.language] : []));
  expect(new Set(languages).size).toBeGreaterThanOrEqual(30);
  for (const { source } of reportedCases)
    expect(source).toMatch(/^[\w.-]+\/[\w.-]+#\d+ \(20\d\d\)$/);
});

test('what others have reported is judged and read rightly', () => {
  expect(played.filter(({ problem }) => problem !== undefined)).toEqual([]);
});

test('a case that does not hold is told', async () => {
  const [first] = reportedCases;
  const [wrong] = await playCases([{ ...first!, right: 'reject' } as typeof first & object]);
  expect(wrong).toMatchObject({ id: first!.id, problem: 'was accepted.' });
});
