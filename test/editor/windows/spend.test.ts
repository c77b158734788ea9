import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
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
import {
  plainAnswer,
  startWireServer,
  type WireRequest,
  type WireServer,
} from '../../support/wireServer.ts';

// An OpenTelemetry engine; and a model that is taken for real, with a price that nobody looked at.
let engine: WireServer;
const key = { 'x-engine-key': 'canary-secret' };
const hasKey = ({ headers }: WireRequest): boolean =>
  headers['x-engine-key'] === key['x-engine-key'];
const window = practiceVscode(async () => {
  engine = await startWireServer((socket, request) =>
    plainAnswer(hasKey(request) ? 200 : 401, '{}')(socket, request),
  );
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

/** What each attempt cost, as the engine's decoder understands what it accepted, nano-dollars. */
function costsInEngine(): Record<string, unknown> {
  const spans = engine.requests.filter(hasKey).flatMap(({ text }) => understoodSpans(text));
  return Object.fromEntries(
    spans.map(({ attributes }) => [
      attributes['tierwise.attempt.id'],
      attributes['tierwise.cost.nano_usd'] ?? attributes['tierwise.cost.practice_nano_usd'],
    ]),
  );
}

test('a price that nobody looked at for long is told of, quietly', async () => {
  const { page } = window.current;
  const reminder = 'The price of Small was last checked';
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
  await command(window.current, 'tierwise.showLastDecision');
  const story = await webviewFrame(page, 'Tierwise: Last Decision');
  await story.getByText(reminder).waitFor();
});

test('nothing is exported unless the settings name an engine; one that refuses is told of, and gets all that the ledger holds once its secret header is set', async () => {
  const { page, changeSettings, billed } = window.current;
  await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  expect(engine.requests).toEqual([]);
  const headers = { 'x-team': 'shop' };
  await changeSettings({ 'tierwise.otlp': { endpoint: `${engine.url}/v1/traces`, headers } });
  await runOn(window.current, 'refactor', 'src/shipping.ts', [12, 41]);
  await waitForNotification(page, 'refused the export of spend (status 401)');
  await screenshot(page, 'spend-export-refused');

  await start(window.current, 'tierwise.setOtlpHeader');
  const input = page.locator('.quick-input-widget:visible input[type="password"]');
  await input.fill(Object.entries(key).map((pair) => pair.join('='))[0]!);
  await page.keyboard.press('Enter');
  await waitForNotification(page, `The header x-engine-key for ${engine.url} is set.`);
  await expect.poll(costsInEngine).toEqual(costsInLedger());
  const { attempts } = newestStory(window.current);
  const sent = costsInEngine();
  expect(sent[attempts[0]!.attemptId]).toBe(BigInt((await billed()).calls.at(-1)!.nanoUsd));
  expect(engine.requests.at(-1)?.headers).toMatchObject({ ...key, ...headers });
  expect(JSON.stringify(engine.requests)).not.toMatch(/shipping|book|function|Refactor goes/);
  await screenshot(page, 'spend-exported');
});
