import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  answerQuestion,
  screenshot,
  waitForNotification,
  webviewFrame,
} from '../support/editorPage.ts';
import { command, start } from '../support/hostActs.ts';
import { practiceVscode } from '../support/practiceVscode.ts';

const policy = 'version: 1\nworkflows:\n  sortLetters:\n    steps:\n      mood: balanced\n';
const window = practiceVscode({
  prepare: (folder) => writeFileSync(join(folder, '.tierwise', 'policy.yaml'), policy),
});

test('a model that has become worse raises an alarm, once, and moved thresholds are said in the report', async () => {
  const { page, practice, folder } = window.current;
  await start(window.current, 'tierwise.evaluate', 'moodOfLetter');
  await answerQuestion(page, 'Run');
  await waitForNotification(page, 'moodOfLetter: balanced is the smallest that passes.');
  await command(window.current, 'notifications.clearAll');

  practice.setSkill('practice-medium', 0.4);
  await start(window.current, 'tierwise.checkModelInUse', 'moodOfLetter');
  expect(await answerQuestion(page, 'Run')).toContain('40 fixtures on balanced.');
  const alarm = await waitForNotification(
    page,
    /balanced now passes \d+ of \d+ of moodOfLetter; it passed \d+ of \d+ on/,
  );
  await screenshot(page, 'evaluation-alarm');
  await alarm.locator('.monaco-button', { hasText: 'Show Report' }).click();
  await webviewFrame(page, 'Evaluation: moodOfLetter');
  // New answers for the candidate in use alone.
  const models = new Set(practice.billing().map(({ model }) => model));
  expect(models.has('practice-large')).toBe(false);

  await command(window.current, 'notifications.clearAll');
  const file = join(folder, '.tierwise', 'evaluations', 'moodOfLetter.yaml');
  const text = readFileSync(file, 'utf8');
  const lower = text.replace(/minAccuracy: [\d.]+/, 'minAccuracy: 0.4');
  expect(lower).not.toBe(text);
  writeFileSync(file, lower);
  await page.locator('[id$="tierwise.stale"] [aria-label*="thresholds have changed"]').waitFor();
  await screenshot(page, 'evaluation-stale');
  await start(window.current, 'tierwise.evaluate', 'moodOfLetter');
  await answerQuestion(page, 'Run');
  await waitForNotification(page, /moodOfLetter: fast is the smallest that passes/);
  await command(window.current, 'workbench.action.closeAllEditors');
  await command(window.current, 'notifications.clearAll');
  await start(window.current, 'tierwise.showEvaluation', 'moodOfLetter');
  const frame = await webviewFrame(page, 'Evaluation: moodOfLetter');
  await frame
    .getByText(/moved after the run/)
    .first()
    .waitFor();
  await screenshot(page, 'evaluation-moved-thresholds');
});
