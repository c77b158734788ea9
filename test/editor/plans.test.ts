import { expect, test } from 'vitest';
import { editorText, screenshot, webviewFrame } from '../support/editorPage.ts';
import { command, save, undo } from '../support/hostActs.ts';
import { newestStory, verdictsOf } from '../support/ledgerFile.ts';
import {
  acceptAnswer,
  costPanel,
  expectPanelTotal,
  expectStanding,
  expectTooltip,
  frontTab,
  practiceVscode,
  runOn,
  startOn,
  wholeAnswer,
} from '../support/practiceVscode.ts';

const early = ['complete', 'format', 'syntax'];
const window = practiceVscode({
  settings: (settings) => {
    const providers = settings['tierwise.providers'] as Record<string, object>;
    const models = settings['tierwise.models'] as Record<string, object>;
    return {
      ...settings,
      'tierwise.providers': { ...providers, limited: providers['practice-compatible'] },
      'tierwise.models': {
        ...models,
        'limited/practice-small': models['practice-compatible/practice-small'],
      },
      'tierwise.tiers': {
        ...(settings['tierwise.tiers'] as object),
        // Its endpoint is left alone after a test, and no other test's.
        limited: ['limited/practice-small', 'practice-openai/practice-small'],
      },
      'tierwise.latencyBudgets': { refactor: 0.2 },
      'tierwise.rules': [
        { name: 'limited', when: { taskType: 'boilerplate' }, use: 'limited' },
        {
          name: 'both at once',
          when: { taskType: 'debug', path: 'src/search.ts' },
          use: { speculate: ['fast', 'reasoning'], gates: ['complete', 'format'] },
        },
        {
          name: 'think harder first',
          when: { taskType: 'debug', path: 'src/inventory.ts' },
          use: {
            cascade: ['balanced', 'reasoning'],
            raiseEffort: true,
            gates: ['complete', 'format', 'judge'],
            judge: 'reasoning',
          },
        },
        {
          name: 'cheap reviews are judged',
          when: { taskType: 'review' },
          use: { cascade: ['fast', 'reasoning'] },
        },
        {
          name: 'how sure',
          when: { taskType: 'explain' },
          use: { cascade: ['fast', 'balanced'], gates: ['complete', 'confidence'] },
        },
        {
          name: 'documents',
          when: { taskType: 'docs' },
          use: { cascade: ['fast', 'balanced'], gates: early },
        },
        {
          name: 'soon',
          when: { taskType: 'refactor' },
          use: { cascade: ['fast', 'balanced'], gates: early },
        },
      ],
    };
  },
});

/** The page that tells the last decision. */
async function lastStory(subject: string): Promise<string> {
  const { page } = window.current;
  await command(window.current, 'tierwise.showLastDecision');
  const frame = await webviewFrame(page, 'Tierwise: Last Decision');
  await frame.getByText(`on ${subject}`).waitFor();
  return frame.locator('#body').innerText();
}

test('speculation: the first that passes wins, and the loser is cancelled and shown as insurance; when its accepted answer is undone, that counts as a wrong accept', async () => {
  const { page, practice, billed } = window.current;
  // The large model still writes when the small one’s answer has been checked.
  practice.addFaults({ kind: 'slow', msPerChunk: 60_000, model: 'practice-large' });
  await runOn(window.current, 'debug', 'src/search.ts', [9, 15]);
  await frontTab(page, 'fast + reasoning');
  await wholeAnswer(page);
  await expectStanding(
    page,
    'fast passed first · reasoning cancelled',
    /practice ≈ \$[\d.]+, including insurance practice ≈ \$/,
  );
  await screenshot(page, 'plans-speculation');
  const calls = (await billed()).calls.map(({ model, status }) => [model, status]);
  expect(calls).toContainEqual(['practice-small', 'complete']);
  expect(calls).toContainEqual(['practice-large', 'aborted']);
  const story = await lastStory('src/search.ts');
  expect(story).toContain('passed first');
  expect(story).toContain('Insurance, paid for speed: practice ≈ $');
  const panel = await costPanel(window.current);
  await expect.poll(() => panel.locator('body').innerText()).toContain('Insurance');
  await screenshot(page, 'plans-insurance');

  await page.locator('.tab', { hasText: 'fast + reasoning' }).click();
  await acceptAnswer(window.current);
  await save(window.current);
  await undo(window.current);
  await expect.poll(() => editorText(page)).toContain('Math.floor(results / perPage) + 1');
  await expect
    .poll(() => newestStory(window.current).outcomes.map(({ outcome }) => outcome))
    .toEqual(['accepted', 'undone']);
  await expect
    .poll(() => lastStory('src/search.ts'))
    .toContain('You accepted this answer and then undid it: it counts as a wrong accept.');
  await expect
    .poll(() => panel.locator('body').innerText())
    .toContain('1 accepted answer was undone or escalated');
  await screenshot(page, 'plans-wrong-accept');
});

test('a latency budget starts together what would take too long one after the other', async () => {
  const { page } = window.current;
  await runOn(window.current, 'refactor', 'src/shipping.ts', [12, 41]);
  await frontTab(page, 'fast + balanced');
  await wholeAnswer(page);
  await screenshot(page, 'plans-latency');
  await expectTooltip(
    page,
    'starts fast (practice Small) and balanced (practice Medium) together',
    'you want an answer within 0.2 s',
  );
});

test('fallback: another model of the tier answers when the first is out of reach, and is named', async () => {
  const { page, practice, billed } = window.current;
  practice.addFaults({ kind: 'status', status: 429, retryAfterSeconds: 600 });
  await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  await wholeAnswer(page);
  await screenshot(page, 'plans-fallback');
  await expectStanding(
    page,
    'limited failed: rate limited · practice Small of practice-openai instead answered',
  );
  expect(practice.requests().map(({ wire }) => wire)).toEqual(['compatible', 'openai']);

  // The endpoint is left alone now, and the next decision says so.
  await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  expect(practice.requests().map(({ wire }) => wire)).toEqual(['compatible', 'openai', 'openai']);
  const story = await lastStory('src/book.ts');
  expect(story).toContain('rate limited a moment ago, not asked again for');
  await screenshot(page, 'plans-cooling-down');
  await expectPanelTotal(window.current, (await billed()).nanoUsd);
});

test('effort is raised before the model, and the judge’s cost is counted', async () => {
  const { page, practice, billed } = window.current;
  await runOn(window.current, 'debug', 'src/inventory.ts', [7, 19]);
  await frontTab(page, 'balanced → reasoning');
  await wholeAnswer(page);
  await screenshot(page, 'plans-effort');
  await expectStanding(page, 'balanced failed judge', 'balanced with high effort passed');
  expect(practice.billing().map(({ model }) => model)).toEqual([
    'practice-medium',
    'practice-large',
    'practice-medium',
    'practice-large',
  ]);
  await expectPanelTotal(window.current, (await billed()).nanoUsd);
  const story = await lastStory('src/inventory.ts');
  expect(story).toMatch(/judge: fail \(reasoning \(practice Large\), practice \$[\d.]+\)/);
});

test('a cheap review is judged by a second model, and climbs when it missed something', async () => {
  const { page } = window.current;
  await runOn(window.current, 'review', 'src/money.ts', [21, 28]);
  await page.locator('.notification-toast', { hasText: 'by reasoning' }).waitFor();
  const story = await lastStory('src/money.ts');
  expect(story).toContain('judge: fail (balanced (practice Medium)');
  await screenshot(page, 'plans-judged-review');
});

test('the confidence gate waits for outcomes, and its line is not part of the answer', async () => {
  const { page, practice } = window.current;
  await runOn(window.current, 'explain', 'src/search.ts', [9, 15]);
  const answer = await webviewFrame(page, 'Explain search.ts');
  await answer.locator('#status', { hasText: 'fast passed' }).waitFor();
  const shown = await answer.locator('#body').innerText();
  await screenshot(page, 'plans-confidence');
  expect(shown).toContain('Practice model (practice-small)');
  expect(shown).not.toContain('Confidence');
  expect(JSON.stringify(practice.requests()[0]?.body)).toContain('Confidence:');
  expect(verdictsOf(window.current)).toEqual([['fast', 'complete pass', 'confidence couldNotRun']]);
  expect(await lastStory('src/search.ts')).toMatch(
    /confidence: could not run, Only \d of 10 outcomes of practice Small are known yet\./,
  );
});

test('the card shows the plan before it runs: one key accepts, another row takes another tier', async () => {
  const { page, practice, changeSettings } = window.current;
  await changeSettings({ 'tierwise.confirmPlan': 'always' });
  const document = () => startOn(window.current, 'document', 'src/money.ts', [11, 19]);
  await document();
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows.first().waitFor();
  await screenshot(page, 'plans-card');
  await expect
    .poll(() => rows.first().innerText())
    .toMatch(
      /Run fast \(practice Small\), then balanced \(practice Medium\)\s*practice \$[\d.]+ to \$/,
    );
  expect(practice.requests()).toEqual([]);
  await page.keyboard.press('Enter');
  await wholeAnswer(page);
  expect(practice.requests()).toHaveLength(1);

  await document();
  await rows.filter({ hasText: 'Run balanced (practice Medium) instead' }).click();
  await frontTab(page, 'balanced (practice Medium)');
  await wholeAnswer(page);
  await expectTooltip(page, 'you picked this tier');

  practice.reset();
  await document();
  await rows.first().waitFor();
  await page.keyboard.press('Escape');
  await rows.first().waitFor({ state: 'detached' });
  expect(practice.requests()).toEqual([]);
});
