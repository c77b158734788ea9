import type * as vscode from 'vscode';
import { expect, test, vi } from 'vitest';
import type { EvaluationFile } from '../../../../src/editor/evaluation/files/readEvaluations.ts';
import { labelNext } from '../../../../src/editor/evaluation/results/labelAnswers.ts';
import type { Services } from '../../../../src/editor/services.ts';
import type { KeptAnswer } from '../../../../src/evaluation/run/judgedAnswers.ts';
import { explainEvaluation } from '../../../support/evaluationWorld.ts';
import { candidateOf, outcome, trialOf } from '../../../support/trials.ts';

const disk = vi.hoisted(() => ({ answers: [] as unknown[], reads: [] as string[], labels: '' }));
vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  Uri: { joinPath: (_: unknown, ...names: string[]) => ({ path: names.at(-1) }) },
  workspace: {
    textDocuments: [],
    fs: {
      async readFile() {
        disk.reads.push('labels');
        return new TextEncoder().encode(disk.labels);
      },
    },
  },
}));
vi.mock('../../../../src/editor/evaluation/results/evaluationHost.ts', () => ({
  factsFolder: () => 'facts',
}));
vi.mock('../../../../src/evaluation/run/judgedAnswers.ts', async (original) => ({
  ...(await original<object>()),
  async keptAnswers() {
    disk.reads.push('answers');
    return disk.answers;
  },
}));

const judge = {
  kind: 'judge',
  rubric: 'It says what the function does.',
  judge: 'balanced',
} as const;
const evaluation = explainEvaluation({ scorers: [judge] });
const file = {
  id: 'explain',
  name: 'explain',
  uri: {},
  folder: {},
  parsed: { evaluation, problems: [] },
} as unknown as EvaluationFile;

function judged(place: number, passed: boolean): KeptAnswer {
  const fixture = evaluation.fixtures[place]!;
  const scored = { kind: 'scored', score: 1, passed, evidence: 'So it seems.' } as const;
  const trial = trialOf(
    candidateOf('fast', 1),
    fixture,
    outcome(passed, { results: [{ scorer: 'judge', scored }] }),
  );
  return { fixtureId: fixture.id, candidateId: 'fast', text: `Answer ${place}`, trial };
}

/** The page that it shows, with what was read for it. */
async function shown() {
  disk.reads.length = 0;
  const pages: Parameters<Services['prose']['show']>[0][] = [];
  const services = {
    prose: { show: (page: (typeof pages)[number]) => void pages.push(page) },
    storage: {} as vscode.Uri,
  } as unknown as Services;
  await labelNext(file, services);
  const [page] = pages;
  return { status: page!.status(), markdown: page!.markdown(), reads: disk.reads };
}

test('the next answer without a label is shown without the word of the judge, and each file is read once', async () => {
  disk.answers = [judged(0, true), judged(1, false)];
  disk.labels = labelsOf(['case-0', 'good', 'Answer 0']);
  const { status, markdown, reads } = await shown();
  expect(status).toBe('1 labelled, 1 to go');
  expect(markdown).toContain('Answer 1');
  expect(markdown).not.toContain('So it seems.');
  expect(reads.toSorted()).toEqual(['answers', 'labels']);
});

test('when every answer has its label, the page says how far the judge agrees, and each file is read once', async () => {
  disk.answers = [judged(0, true), judged(1, false)];
  disk.labels = labelsOf(['case-0', 'good', 'Answer 0'], ['case-1', 'good', 'Answer 1']);
  const { status, markdown, reads } = await shown();
  expect(status).toBe('2 labelled, 0 to go');
  expect(markdown).toContain('The judge agrees with people on 1 of 2 labelled answers');
  expect(reads.toSorted()).toEqual(['answers', 'labels']);
});

function labelsOf(
  ...labels: readonly (readonly [fixture: string, label: string, answer: string])[]
) {
  const answers = labels.map(([fixture, label, answer]) => ({ fixture, label, answer }));
  return JSON.stringify({ version: 1, answers });
}
