import { expect, test } from 'vitest';
import { evidencePage } from '../../../../src/editor/spend/evidencePage.ts';
import type { AnswerSeen, PastRequest } from '../../../../src/routing/evidence/evidence.ts';

const past = (answer: AnswerSeen): PastRequest => ({
  taskType: 'docs',
  wrong: false,
  answers: [{ passed: true, nanoUsd: 1_200_000, ...answer }],
  taken: 0,
});

const rowOf = (page: string, rung: string) =>
  page.split('\n').find((line) => line.startsWith(`| ${rung} `));

test('a cost in practice money says so, also for a second try; a real one does not', () => {
  const page = evidencePage(
    [
      past({ rung: 'acme/large' }),
      past({ rung: 'stage/small', simulated: true }),
      past({ rung: 'stage/small+retry', simulated: true }),
    ],
    [],
  );
  expect(rowOf(page, 'acme/large')).toContain('| $0.0012 |');
  expect(rowOf(page, 'stage/small')).toContain('| practice $0.0012 |');
  expect(rowOf(page, 'stage/small+retry')).toContain('| practice $0.0012 |');
});

test('a share of passes breaks before its interval, and nowhere else', () => {
  const page = evidencePage([past({ rung: 'acme/large' })], []);
  const [, , , share] = rowOf(page, 'acme/large')!.split('|');
  expect(share!.trim().split(' ')).toEqual([
    expect.stringMatching(/^\d+\u00A0%$/),
    expect.stringMatching(/^\(\d+\u00A0%\u00A0to\u00A0\d+\u00A0%\)$/),
  ]);
});
