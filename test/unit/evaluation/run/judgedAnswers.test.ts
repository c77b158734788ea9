import { expect, test } from 'vitest';
import { readLabels } from '../../../../src/evaluation/files/readLabels.ts';
import { withLabel } from '../../../../src/evaluation/files/writeLabel.ts';
import {
  checkJudge,
  describeJudgeCheck,
  type KeptAnswer,
} from '../../../../src/evaluation/run/judgedAnswers.ts';
import { decisionFixtures } from '../../../support/evaluationWorld.ts';

const fixtures = decisionFixtures(4);
const evaluation = { name: 'explain', fixtures };

function judged(place: number, passed: boolean): KeptAnswer {
  const fixtureId = `case-${place}`;
  const scored = { kind: 'scored', score: passed ? 1 : 0, passed, evidence: 'e' } as const;
  const outcome = {
    kind: 'scored',
    score: scored.score,
    passed,
    results: [{ scorer: 'judge', scored }],
  } as const;
  const cost = { source: 'computed', nanoUsd: 1 } as const;
  const trial = { fixtureId, candidateId: 'fast', atMs: 0, outcome, cost, cached: false };
  return { fixtureId, candidateId: 'fast', text: `answer ${place}`, trial };
}

test('labels are added to their file and read back; a second word on an answer takes the place of the first', () => {
  const first = withLabel('', { fixture: 'case-0', label: 'good', answer: 'a: "b"\n- c' });
  const second = withLabel(`# mine\n${first}`, { fixture: 'case-1', label: 'bad', answer: 'x' });
  const third = withLabel(second, { fixture: 'case-0', label: 'bad', answer: 'a: "b"\n- c' });
  expect(third).toContain('# mine');
  const { answers } = readLabels(third, evaluation);
  expect(answers?.map(({ fixture, label, answer }) => [fixture.id, label, answer])).toEqual([
    ['case-0', 'bad', 'a: "b"\n- c'],
    ['case-1', 'bad', 'x'],
  ]);
  expect(() => withLabel('answers: 3\n', { fixture: 'f', label: 'bad', answer: '' })).toThrow(
    'Correct it first',
  );
});

test('the agreement is over the answers that both have judged, with interval and n', () => {
  const answers = [judged(0, true), judged(1, true), judged(2, false)];
  const labels = [0, 1, 2, 3].map((place) => ({
    fixture: fixtures[place]!,
    answer: `answer ${place}`,
    label: place === 1 ? ('bad' as const) : place === 2 ? ('bad' as const) : ('good' as const),
  }));
  const check = checkJudge(labels, answers);
  expect(check.agreement.raw).toMatchObject({ value: 2 / 3, cases: 3 });
  expect(describeJudgeCheck(check, 'Label some.')).toBe(
    'The judge agrees with people on 2 of 3 labelled answers: 67 % (9 to 99 %, n = 3). It has not judged 1 more.',
  );
  expect(describeJudgeCheck(undefined, 'Label some.')).toBe(
    'The judge was not checked against people. Label some.',
  );
  // An answer that has changed since is another answer.
  const other = answers.map((each) => ({ ...each, text: `${each.text}!` }));
  expect(describeJudgeCheck(checkJudge(labels, other), 'Label some.')).toContain('is not checked');
});
