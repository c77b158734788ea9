import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import {
  answerQuestion,
  fillQuestion,
  press,
  screenshot,
  waitForNotification,
  webviewFrame,
} from '../support/editorPage.ts';
import { command, open, start } from '../support/hostActs.ts';
import { pickRow, practiceVscode } from '../support/practiceVscode.ts';

const policy = `# Which tier each task goes to.
version: 1
rules:
  # Races are hard.
  - name: races are hard
    when: { taskType: debug, keywords: [race, deadlock] }
    use: reasoning
`;
/** What each practice model can do in the other evaluations is a unit test's. */
const evaluations = ['moodOfLetter', 'riskOfLetter'];
const window = practiceVscode({
  prepare(folder) {
    writeFileSync(join(folder, '.tierwise', 'policy.yaml'), policy);
    const own = join(folder, '.tierwise', 'evaluations');
    for (const file of readdirSync(own)) {
      if (!evaluations.includes(file.split('.')[0]!)) rmSync(join(own, file));
    }
  },
});

function testRow(page: Page, text: string): Locator {
  return page.locator('.test-explorer .monaco-list-row', { hasText: text });
}

async function openTests(): Promise<void> {
  await command(window.current, 'workbench.view.testing.focus');
  await testRow(window.current.page, 'moodOfLetter').first().waitFor();
}

function calls(): number {
  return window.current.practice.billing().length;
}

const found = [
  'moodOfLetter: balanced is the smallest that passes.',
  'riskOfLetter: reasoning is the smallest that passes.',
];

test('fixtures are tests; the run finds the right tier for each step, and its policy is applied after a look at the diff', async () => {
  const { page, onDisk, practice } = window.current;
  await openTests();
  await start(window.current, 'testing.runAll');
  const cancelled = await answerQuestion(page, 'Cancel');
  expect(cancelled).toContain('Run 2 evaluations?');
  expect(cancelled).toMatch(/moodOfLetter: 40 fixtures on fast; balanced; reasoning\./);
  expect(cancelled).toMatch(/At most 120 calls, practice \$\d/);
  expect(calls()).toBe(0);

  await start(window.current, 'testing.runAll');
  await answerQuestion(page, 'Run');
  const toast = await waitForNotification(page, /riskOfLetter: /);
  const said = (await toast.innerText()).replaceAll(/\s+/g, ' ');
  for (const sentence of found) expect(said).toContain(sentence);
  await practice.idle();
  const paid = calls();
  expect(paid).toBeGreaterThan(40);
  // The full grid has 120 for each.
  expect(paid).toBeLessThan(2 * 120);
  await openTests();
  const mood = testRow(page, 'moodOfLetter').first();
  await mood.hover();
  await press(mood.locator('.monaco-tl-twistie'));
  await testRow(page, 'calm-01').first().waitFor();
  await expect
    .poll(() => testRow(page, 'moodOfLetter').first().innerText())
    .toContain('balanced is the smallest that passes');
  // Only what the chosen tier could not do is a failure.
  await expect
    .poll(() => testRow(page, 'angry-').locator('.codicon-testing-failed-icon').count())
    .toBe(0);
  await screenshot(page, 'evaluation-explorer');

  // What was paid once is not paid again.
  await command(window.current, 'notifications.clearAll');
  await start(window.current, 'testing.runAll');
  await answerQuestion(page, 'Run');
  await waitForNotification(page, /riskOfLetter: /);
  await practice.idle();
  expect(calls()).toBe(paid);
  await command(window.current, 'notifications.clearAll');

  await command(window.current, 'workbench.action.closePanel');
  await start(window.current, 'tierwise.showEvaluation', 'moodOfLetter');
  const frame = await webviewFrame(page, 'Evaluation: moodOfLetter');
  const row = frame.locator('tbody tr', { hasText: 'balanced' }).first();
  await row.waitFor();
  expect(await row.innerText()).toContain('passes');
  await expect.poll(() => frame.locator('#plot circle').count()).toBe(2);
  await screenshot(page, 'evaluation-report');
  await row.scrollIntoViewIfNeeded();
  await screenshot(page, 'evaluation-report-table');
  await expectAccessible(frame);

  await frame.getByRole('button', { name: 'Apply to Policy…' }).click();
  const question = await waitForNotification(page, 'Nothing is written yet');
  await page.locator('.tab.active', { hasText: 'Policy now' }).waitFor();
  await screenshot(page, 'evaluation-policy-diff');
  expect(onDisk('.tierwise/policy.yaml').toString()).toBe(policy);
  await question.locator('.monaco-button', { hasText: 'Apply to Policy' }).click();
  expect(await answerQuestion(page, 'Write policy.yaml')).toContain('.tierwise/policy.yaml');
  await expect
    .poll(() => onDisk('.tierwise/policy.yaml').toString())
    .toBe(`${policy}workflows:\n  sortLetters:\n    steps:\n      mood: balanced\n`);

  // The step now runs on the tier, and its trace says what the evaluation found.
  await command(window.current, 'notifications.clearAll');
  practice.reset();
  await start(window.current, 'tierwise.runWorkflow');
  await pickRow(page, 'Sort letters');
  await fillQuestion(page, 'customer write', 'Bravo, Emma came without its cover.');
  await waitForNotification(page, /Sort letters: done/);
  expect(practice.billing().map(({ model }) => model)).toEqual([
    'practice-large',
    'practice-medium',
    'practice-large',
    'practice-large',
  ]);
  await page.locator('.tab', { hasText: 'Run: Sort letters' }).click();
  const trace = await webviewFrame(page, 'Run: Sort letters');
  await trace.getByText(/Evaluation: fast passes \d+ of \d+, balanced (\d+) of \1\./).waitFor();
  await trace.getByRole('button', { name: 'Evaluation of “mood”' }).waitFor();
  await screenshot(page, 'evaluation-step');
});

test('a problem in an evaluation stands at its line and beside its test', async () => {
  const { page, folder, run } = window.current;
  const file = '.tierwise/evaluations/moodOfLetter.yaml';
  writeFileSync(
    join(folder, file),
    [
      'workflow: sortLetters',
      'step: moood',
      'thresholds: { minAccuracy: 0.8 }',
      'scorers: [{ kind: label, labels: [calm, angry] }]',
      'fixtures: moodOfLetter.jsonl',
      '',
    ].join('\n'),
  );
  await open(window.current, file);
  const problems = () =>
    run((vscode) =>
      vscode.languages
        .getDiagnostics(vscode.window.activeTextEditor!.document.uri)
        .map(({ message, range }) => `${range.start.line + 1}: ${message}`),
    );
  await expect.poll(problems).toEqual([expect.stringMatching(/^2: .*“?"moood"/)]);
  await openTests();
  await start(window.current, 'tierwise.evaluate', 'moodOfLetter');
  await waitForNotification(page, /“moodOfLetter”: It has problems/);
  expect(calls()).toBe(0);
});
