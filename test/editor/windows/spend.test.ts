import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import {
  screenshot,
  statusBarItem,
  waitForNotification,
  webviewFrame,
} from '../../support/editorPage.ts';
import { command, start } from '../../support/hostActs.ts';
import { ledgerFileOf, newestStory } from '../../support/ledgerFile.ts';
import { understoodSpans } from '../../support/otlpDecoder.ts';
import { oneModelRules, practiceVscode, runOn, startOn } from '../../support/practiceVscode.ts';
import { plainAnswer, startWireServer, type WireServer } from '../../support/wireServer.ts';

// An OpenTelemetry engine; and a model that is taken for real, with a price that nobody looked at.
let engine: WireServer;
let engineAnswer = plainAnswer(200, '{}');
const window = practiceVscode(async () => {
  engine = await startWireServer((socket, request) => engineAnswer(socket, request));
  return {
    window: {},
    settings: (settings) => {
      const models = settings['tierwise.models'] as Record<string, object>;
      const providers = settings['tierwise.providers'] as Record<string, object>;
      return {
        ...settings,
        'tierwise.rules': oneModelRules,
        'tierwise.providers': {
          ...providers,
          'practice-compatible': { ...providers['practice-compatible'], simulated: false },
        },
        'tierwise.models': {
          ...models,
          'practice-compatible/practice-small': {
            ...models['practice-compatible/practice-small'],
            simulated: false,
          },
        },
      };
    },
  };
});
afterAll(() => engine.close());

/** What each attempt cost, as the ledger's file has it, nano-dollars. */
function costsInLedger(): Record<string, bigint> {
  const database = new DatabaseSync(ledgerFileOf(window.current), { readOnly: true });
  try {
    const rows = database.prepare('SELECT attempt_id, cost_nano_usd AS cost FROM attempt').all();
    return Object.fromEntries(rows.map((row) => [row.attempt_id, BigInt(row.cost as number)]));
  } finally {
    database.close();
  }
}

/** What each attempt cost, as the engine's decoder understands what it took, nano-dollars. */
function costsInEngine(): Record<string, unknown> {
  const spans = engine.requests.flatMap(({ text }) => understoodSpans(text));
  return Object.fromEntries(
    spans.map(({ attributes }) => [
      attributes['tierwise.attempt.id'],
      attributes['tierwise.cost.nano_usd'] ?? attributes['tierwise.cost.practice_nano_usd'],
    ]),
  );
}

async function expectAllSent(): Promise<void> {
  await expect.poll(costsInEngine).toEqual(costsInLedger());
}

const refactor = () => runOn(window.current, 'refactor', 'src/shipping.ts', [12, 41]);
const exporting = () => ({ endpoint: `${engine.url}/v1/traces`, headers: { 'x-team': 'shop' } });

test('a price that nobody looked at for long is told of, quietly and once', async () => {
  const { page, loadAgain } = window.current;
  const reminder = 'The price of Small was last checked';
  const lastDecision = async () => {
    await command(window.current, 'tierwise.showLastDecision');
    const story = await webviewFrame(page, 'Tierwise: Last Decision');
    await story.getByText(reminder).waitFor();
  };
  await startOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  const toast = await waitForNotification(page, reminder);
  await expect
    .poll(() => toast.innerText())
    .toMatch(/last checked \d+ days ago, on 2026-01-01\. Update/);
  await screenshot(page, 'price-reminder');
  await expect
    .poll(() => toast.locator('.monaco-button').allInnerTexts())
    .toEqual(['Open Models Setting', 'Don’t Remind for This Model']);
  await toast.locator('.monaco-button', { hasText: 'Remind' }).click();
  await statusBarItem(page, 'tierwise.tier').click();
  const row = page.locator('.quick-input-widget:visible .monaco-list-row[aria-label^="fast"]');
  await expect.poll(() => row.getAttribute('aria-label')).toMatch(/last checked \d+ days ago/);
  await page.keyboard.press('Escape');
  await lastDecision();

  // Another window would tell it again, were it not for the developer's answer.
  await loadAgain(() => page.reload());
  await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  await lastDecision();
  expect(await page.locator('.notification-toast', { hasText: reminder }).count()).toBe(0);
});

test('unless the settings name an engine, nothing is exported; then all that the ledger holds is', async () => {
  const { page, changeSettings, billed } = window.current;
  await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  await refactor();
  expect(engine.requests).toEqual([]);
  await changeSettings({ 'tierwise.otlp': exporting() });
  await refactor();
  await expectAllSent();
  const { attempts } = newestStory(window.current);
  const sent = costsInEngine();
  expect(sent[attempts[0]!.attemptId]).toBe(BigInt((await billed()).calls.at(-1)!.nanoUsd));
  expect(engine.requests[0]?.headers).toMatchObject({ 'x-team': 'shop' });
  expect(JSON.stringify(engine.requests)).not.toMatch(/shipping|book|function|Refactor goes/);
  await screenshot(page, 'spend-exported');
});

test('a header that is a secret is kept out of the settings, and goes along', async () => {
  const { page, changeSettings } = window.current;
  await changeSettings({ 'tierwise.otlp': exporting() });
  await start(window.current, 'tierwise.setOtlpHeader');
  const input = page.locator('.quick-input-widget:visible input[type="password"]');
  await input.fill('x-engine-key=canary-secret');
  await page.keyboard.press('Enter');
  await waitForNotification(page, `The header x-engine-key for ${engine.url} is set.`);
  await refactor();
  await expect.poll(() => engine.requests.at(-1)?.headers['x-engine-key']).toBe('canary-secret');
  await expectAllSent();
});

test('an engine that refuses is told of once, and gets it all when it takes it again', async () => {
  const { page, changeSettings } = window.current;
  engineAnswer = plainAnswer(503, 'busy');
  onTestFinished(() => {
    engineAnswer = plainAnswer(200, '{}');
  });
  await changeSettings({ 'tierwise.otlp': exporting() });
  const before = engine.requests.length;
  await refactor();
  await waitForNotification(page, 'refused the export of spend (status 503)');
  await screenshot(page, 'spend-export-refused');
  await expect.poll(() => engine.requests.length).toBeGreaterThan(before + 1);
  engineAnswer = plainAnswer(200, '{}');
  const refused = engine.requests.length;
  await expect.poll(() => engine.requests.length).toBeGreaterThan(refused);
  await expectAllSent();
  // Those that have hidden themselves are listed there.
  await command(window.current, 'notifications.showList');
  const told = page.locator('.notifications-center .notification-list-item', {
    hasText: 'refused the export',
  });
  await told.first().waitFor();
  await expect.poll(() => told.count()).toBe(1);
});
