import { expect, test } from 'vitest';
import type { JudgeOpinion } from '../../../../src/evaluation/scorers/judge/askJudge.ts';
import {
  judgeAgreement,
  type LabelledAnswer,
} from '../../../../src/evaluation/scorers/judge/judgeAgreement.ts';

const fixture = { id: 'f', subject: { kind: 'taskType', taskType: 'other' }, input: {} } as const;

const passes: JudgeOpinion = { kind: 'opinion', score: 1, passed: true, problems: [], by: 'j' };
const fails: JudgeOpinion = { ...passes, score: 0, passed: false };
const changed = (first: number, last: number): JudgeOpinion => ({
  kind: 'changedMind',
  first,
  last,
  by: 'j',
});
const silent: JudgeOpinion = { kind: 'none', why: 'It said nothing.' };

type Case = readonly [label: LabelledAnswer['label'], opinion: JudgeOpinion, count: number];

function measured(...cases: readonly Case[]) {
  const opinions: JudgeOpinion[] = [];
  const pairs = cases.flatMap(([label, opinion, count]) =>
    Array.from({ length: count }, (): LabelledAnswer => {
      opinions.push(opinion);
      return { fixture, answer: '', label, tags: [label === 'good' ? 'plain' : 'wrong'] };
    }),
  );
  return judgeAgreement(pairs, async () => opinions.shift()!);
}

test('agreement, kappa and both kinds of error, over the answers with an opinion', async () => {
  // The table of a textbook: 20 and 15 agreed, 10 and 5 not; chance explains 0.5 of the agreement.
  const found = await measured(
    ['good', passes, 20],
    ['good', fails, 5],
    ['bad', passes, 10],
    ['bad', fails, 15],
  );
  expect(found.agreement.raw).toMatchObject({ value: 0.7, cases: 50 });
  expect(found.agreement.raw.low).toBeCloseTo(0.5539, 3);
  expect(found.agreement.raw.high).toBeCloseTo(0.8214, 3);
  expect(found.agreement.kappa.value).toBeCloseTo(0.4, 10);
  expect(found.wrongPasses).toMatchObject({ value: 0.4, cases: 25 });
  expect(found.wrongFails).toMatchObject({ value: 0.2, cases: 25 });
});

test('a changed mind is no opinion, and does not count as agreement', async () => {
  const found = await measured(
    ['good', passes, 6],
    ['good', changed(0.9, 0.1), 3],
    ['bad', changed(0.1, 0.9), 1],
  );
  expect(found.agreement.raw).toMatchObject({ value: 1, cases: 6 });
  expect(found.overall).toMatchObject({ value: 0.6, cases: 10 });
  expect(found.changedMinds).toMatchObject({ value: 0.4, cases: 10 });
  expect(found.favoursFirst).toMatchObject({ value: 0.75, cases: 4 });
  expect(found.placePValue).toBeCloseTo(0.625, 10);
});

test('a judge that cannot be heard is measured as that, with its reasons', async () => {
  const found = await measured(['good', silent, 3], ['bad', { kind: 'none', why: 'No.' }, 1]);
  expect(found.agreement.raw).toEqual({ low: 0, high: 1, cases: 0 });
  expect(found.overall).toMatchObject({ value: 0, cases: 4 });
  expect(found.withoutScore).toEqual([
    { why: 'It said nothing.', answers: 3 },
    { why: 'No.', answers: 1 },
  ]);
});

test('by what is particular about the answers', async () => {
  const found = await measured(['good', passes, 2], ['bad', passes, 1], ['bad', fails, 1]);
  expect(found.byTag).toMatchObject([
    { tag: 'plain', overall: { value: 1, cases: 2 } },
    { tag: 'wrong', overall: { value: 0.5, cases: 2 } },
  ]);
});
