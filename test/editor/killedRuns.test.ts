import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { screenshot } from '../support/editorPage.ts';
import { start } from '../support/hostActs.ts';
import { ledgerFileOf } from '../support/ledgerFile.ts';
import { pickRow, practiceVscode } from '../support/practiceVscode.ts';

const window = practiceVscode();

const letter = 'My order is B-1001. It has not arrived. Regards, Ada Moor';
const models = ['small', 'small', 'medium', 'large', 'small'].map((size) => `practice-${size}`);
/** The call during which the window ends; that of every step and of every event is a unit test's. */
const killedAt = 3;

interface Row {
  readonly model: string;
  readonly outcome: string | null;
  /** Settled, or else set aside. */
  readonly cost: number;
}

/** The attempts in the ledger's file since it had so many, oldest first. */
function rowsInLedger(skipped = 0): Row[] {
  if (!existsSync(ledgerFileOf(window.current))) return [];
  const database = new DatabaseSync(ledgerFileOf(window.current), { readOnly: true });
  try {
    const cost = 'coalesce(cost_nano_usd, worst_case_nano_usd) AS cost';
    const sql = `SELECT model, outcome, ${cost} FROM attempt ORDER BY seq LIMIT -1 OFFSET ?`;
    return database.prepare(sql).all(skipped) as unknown as Row[];
  } finally {
    database.close();
  }
}

const isComplete = ({ status }: { status: string }): boolean => status === 'complete';

test('a run whose window ends in the middle of a step is finished, and no step is paid twice', async () => {
  const { page, practice, loadAgain } = window.current;
  const before = rowsInLedger().length;
  const paid = () => practice.billing().filter(isComplete);
  const fine = { kind: 'slow', msPerChunk: 0 } as const;
  practice.addFaults(...Array.from({ length: killedAt - 1 }, () => fine), { kind: 'hang' });
  await start(window.current, 'tierwise.runWorkflow');
  await pickRow(page, 'Support triage');
  await page.locator('.quick-input-widget:visible', { hasText: 'the customer write?' }).waitFor();
  await page.keyboard.insertText(letter);
  await page.keyboard.press('Enter');
  await expect.poll(() => practice.requests().length).toBe(killedAt);
  await loadAgain(() => start(window.current, 'workbench.action.reloadWindow'));
  await practice.idle();
  expect(paid()).toHaveLength(killedAt - 1);
  await start(window.current, 'tierwise.resumeRun');
  await pickRow(page, 'Support triage');
  const done = page.locator('.notification-toast', { hasText: 'Support triage: done' });
  await done.first().waitFor();
  await screenshot(page, 'workflow-killed');
  expect(paid().map(({ model }) => model)).toEqual(models);

  const rows = rowsInLedger(before);
  const complete = rows.filter(({ outcome }) => outcome === 'complete');
  expect(complete.map(({ model, cost }) => [model.split('/')[1], cost])).toEqual(
    paid().map(({ model, nanoUsd }) => [model, nanoUsd]),
  );
  // What the ended window broke off nobody has told: it counts for no less than it cost.
  const broken = rows.filter(({ outcome }) => outcome !== 'complete');
  const [billed] = practice.billing().filter((bill) => !isComplete(bill));
  expect(broken).toHaveLength(1);
  expect(broken[0]!.cost).toBeGreaterThanOrEqual(billed!.nanoUsd);
});
