import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import {
  answerQuestion,
  screenshot,
  statusBarItem,
  waitForNotification,
  webviewFrame,
} from '../support/editorPage.ts';
import { explainCases, explainHead } from '../support/evaluationProject.ts';
import { start } from '../support/hostActs.ts';
import { practiceVscode } from '../support/practiceVscode.ts';

const fixtures = 6;
const scorers = `
  - kind: contains
    all: [Practice model]
  - kind: judge
    rubric: It says what the function does.
    judge: balanced`;
const evaluation = `${explainHead({ candidates: '[balanced]', scorers })}fixtures:
${explainCases(fixtures)
  .map((each) => `  - ${each}`)
  .join('\n')}
`;
const window = practiceVscode({
  // Over before Tierwise asks for the first time.
  batches: { workMs: 5_000 },
  prepare(folder) {
    mkdirSync(join(folder, '.tierwise', 'evaluations'), { recursive: true });
    writeFileSync(join(folder, '.tierwise', 'evaluations', 'explained.yaml'), evaluation);
  },
});

test('a run may wait for a batch at half the price, and the report asks people about its judge', async () => {
  const { page, practice, onDisk } = window.current;
  await start(window.current, 'tierwise.evaluate', 'explained');
  expect(await answerQuestion(page, 'Run as a Batch', 'evaluation-batch-question')).toMatch(
    /Run now for about practice \$\S+, or as a batch within a day for about practice \$\S+ \(6 calls\)/,
  );
  const item = statusBarItem(page, 'tierwise.batches');
  await item.filter({ hasText: `waiting for a batch of ${fixtures}` }).waitFor();
  await screenshot(page, 'evaluation-batch-waiting');
  await waitForNotification(page, /explained: /);
  await practice.idle();
  const answers = practice.billing().filter(({ batch }) => batch);
  expect(answers).toHaveLength(fixtures);
  await expect.poll(() => item.filter({ visible: true }).count()).toBe(0);

  await start(window.current, 'tierwise.showEvaluation', 'explained');
  const report = await webviewFrame(page, 'Evaluation: explained');
  await report.getByText('6 of 6 answers came by a batch').waitFor();
  await report.getByText('The judge was not checked against people.').waitFor();
  await screenshot(page, 'evaluation-judge-unchecked');
  await expectAccessible(report);
  await report.getByRole('button', { name: 'Check the Judge…' }).click();
  const labels = await webviewFrame(page, 'Labels: explained');
  await labels.getByText('Is this a good answer to').waitFor();
  await screenshot(page, 'evaluation-labels');
  await expectAccessible(labels);
  await labels.getByRole('button', { name: 'Good Answer' }).click();
  await answerQuestion(page, 'Write explained.labels.yaml');
  await labels.getByText('1 labelled').waitFor();
  expect(onDisk('.tierwise/evaluations/explained.labels.yaml').toString()).toContain('label: good');

  await start(window.current, 'tierwise.showEvaluation', 'explained');
  await report.getByText(/The judge agrees with people on \d of 1 labelled answers/).waitFor();
  await screenshot(page, 'evaluation-judge-checked');
});
