import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import {
  runCommand,
  screenshot,
  statusBarItem,
  waitForNotification,
  webviewFrame,
} from '../support/editorPage.ts';
import { understoodSpans } from '../support/otlpDecoder.ts';
import { practiceVscode, runOn, titleButton } from '../support/practiceVscode.ts';
import { plainAnswer, startWireServer, type WireServer } from '../support/wireServer.ts';

// An OpenTelemetry engine; and a model that is taken for real, with a price that nobody looked at.
let engine: WireServer;
let engineAnswer = plainAnswer(200, '{}');
const window = practiceVscode(async () => {
  engine = await startWireServer((socket, request) => engineAnswer(socket, request));
  return {
    settings: (settings) => {
      const models = settings['tierwise.models'] as Record<string, object>;
      const providers = settings['tierwise.providers'] as Record<string, object>;
      return {
        ...settings,
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
  const storage = join(window.current.userDataFolder, 'User', 'globalStorage');
  const database = new DatabaseSync(join(storage, 'tierwise.tierwise', 'ledger.sqlite'));
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

/** Waits for a whole answer and closes it. */
async function reject(): Promise<void> {
  const { page } = window.current;
  await titleButton(page, 'Accept Answer').waitFor({ timeout: 45_000 });
  await titleButton(page, 'Reject Answer').click();
}

async function refactor(): Promise<void> {
  const { page } = window.current;
  await runOn(page, 'Refactor', 'shipping.ts', [12, 41]);
  await reject();
}

const reminder = 'The price of Small was last checked';
async function boilerplate(): Promise<void> {
  const { page } = window.current;
  await runOn(page, 'Generate Boilerplate', 'book.ts', [3, 11]);
  await reject();
}

test('a price that nobody looked at for long is told of, quietly', async () => {
  const { page } = window.current;
  await runOn(page, 'Generate Boilerplate', 'book.ts', [3, 11]);
  // It hides by itself after a while, so it is looked at before the answer is.
  const toast = await waitForNotification(page, reminder);
  expect(await toast.innerText()).toMatch(/last checked \d+ days ago, on 2026-01-01\. Update/);
  await screenshot(page, 'price-reminder');
  expect(await toast.locator('.monaco-button').allInnerTexts()).toEqual([
    'Open Models Setting',
    'Don’t Remind for This Model',
  ]);
  await toast.locator('.monaco-button', { hasText: 'Remind' }).click();
  await reject();
  await statusBarItem(page, 'tierwise.tier').click();
  const row = page.locator('.quick-input-widget:visible .monaco-list-row[aria-label^="fast"]');
  expect(await row.getAttribute('aria-label')).toMatch(/last checked \d+ days ago/);
  await page.keyboard.press('Escape');
  await runCommand(page, 'Tierwise: Show Last Decision');
  const story = await webviewFrame(page, 'Tierwise: Last Decision');
  await story.getByText(reminder).waitFor();
});

test('unless the settings name an engine, nothing is exported; then all that the ledger holds is', async () => {
  const { page, changeSettings, billed } = window.current;
  await refactor();
  const otlp = { endpoint: `${engine.url}/v1/traces`, headers: { 'x-team': 'shop' } };
  await changeSettings({ 'tierwise.otlp': otlp });
  expect(engine.requests).toEqual([]);
  await refactor();
  await expect.poll(() => Object.keys(costsInEngine()).length).toBe(3);
  expect(costsInEngine()).toEqual(costsInLedger());
  const sum = Object.values(costsInLedger()).reduce((total, cost) => total + cost);
  expect(sum).toBe(BigInt((await billed()).nanoUsd));
  expect(engine.requests[0]?.headers).toMatchObject({ 'x-team': 'shop' });
  expect(JSON.stringify(engine.requests)).not.toMatch(/shipping|book|function|Refactor goes/);
  await screenshot(page, 'spend-exported');
});

test('a header that is a secret is kept out of the settings, and goes along', async () => {
  const { page } = window.current;
  await runCommand(page, 'Tierwise: Set Header for the Export of Spend');
  const input = page.locator('.quick-input-widget:visible input[type="password"]');
  await input.fill('x-engine-key=canary-secret');
  await page.keyboard.press('Enter');
  await waitForNotification(page, `The header x-engine-key for ${engine.url} is set.`);
  await refactor();
  await expect.poll(() => engine.requests.at(-1)?.headers['x-engine-key']).toBe('canary-secret');
  expect(costsInEngine()).toEqual(costsInLedger());
});

test('an engine that refuses is told of once, and gets it all when it takes it again', async () => {
  const { page } = window.current;
  engineAnswer = plainAnswer(503, 'busy');
  const before = engine.requests.length;
  await refactor();
  await waitForNotification(page, 'refused the export of spend (status 503)');
  await screenshot(page, 'spend-export-refused');
  await expect.poll(() => engine.requests.length, { timeout: 30_000 }).toBeGreaterThan(before + 1);
  engineAnswer = plainAnswer(200, '{}');
  const refused = engine.requests.length;
  await expect.poll(() => engine.requests.length, { timeout: 40_000 }).toBeGreaterThan(refused);
  expect(costsInEngine()).toEqual(costsInLedger());
  // Those that have hidden themselves are listed there.
  await runCommand(page, 'Notifications: Show Notifications');
  const told = page.locator('.notifications-center .notification-list-item', {
    hasText: 'refused the export',
  });
  await told.first().waitFor();
  expect(await told.count()).toBe(1);
  await page.keyboard.press('Escape');
});

test('a model that nobody wants to be reminded of is not mentioned again', async () => {
  const { page } = window.current;
  await boilerplate();
  await runCommand(page, 'Tierwise: Show Last Decision');
  const story = await webviewFrame(page, 'Tierwise: Last Decision');
  await story.getByText(reminder).waitFor();
  expect(await page.locator('.notification-toast', { hasText: reminder }).count()).toBe(0);
});
