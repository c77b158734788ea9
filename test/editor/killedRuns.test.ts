import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { reloadWindow, runCommand, screenshot } from '../support/editorPage.ts';
import { pickRow, practiceVscode } from '../support/practiceVscode.ts';

const window = practiceVscode();

const letter = 'My order is B-1001. It has not arrived. Regards, Ada Moor';
const asked = ['intent', 'customer', 'triage', 'answer', 'compliance'];
const models = ['small', 'small', 'medium', 'large', 'small'].map((size) => `practice-${size}`);

interface Row {
  readonly model: string;
  readonly outcome: string | null;
  /** Settled, or else set aside. */
  readonly cost: number;
}

/** The attempts in the ledger's file, oldest first. */
function rowsInLedger(): Row[] {
  const storage = join(window.current.userDataFolder, 'User', 'globalStorage');
  const database = new DatabaseSync(join(storage, 'tierwise.tierwise', 'ledger.sqlite'), {
    readOnly: true,
  });
  try {
    const cost = 'coalesce(cost_nano_usd, worst_case_nano_usd) AS cost';
    const sql = `SELECT model, outcome, ${cost} FROM attempt ORDER BY seq`;
    return database.prepare(sql).all() as unknown as Row[];
  } finally {
    database.close();
  }
}

const isComplete = ({ status }: { status: string }): boolean => status === 'complete';

test('a run whose window ends at each of its steps is finished, and no step is paid twice', async () => {
  const { page, practice } = window.current;
  const paid = () => practice.billing().filter(isComplete);
  practice.addFaults({ kind: 'hang' });
  await runCommand(page, 'Tierwise: Run Workflow…');
  await pickRow(page, 'Support triage');
  await page.locator('.quick-input-widget:visible', { hasText: 'the customer write?' }).waitFor();
  await page.keyboard.insertText(letter);
  await page.keyboard.press('Enter');
  for (const [index] of asked.entries()) {
    // This step's call hangs: one for each step that is done, and one for each window that has ended.
    await expect
      .poll(() => practice.requests().length, { timeout: 30_000, interval: 100 })
      .toBe(2 * index + 1);
    await reloadWindow(page);
    await practice.idle();
    expect(paid()).toHaveLength(index);
    const isLast = index === asked.length - 1;
    practice.addFaults({ kind: 'slow', msPerChunk: 0 });
    if (!isLast) practice.addFaults({ kind: 'hang' });
    await runCommand(page, 'Tierwise: Resume Run');
    await pickRow(page, 'Support triage');
  }
  const done = page.locator('.notification-toast', { hasText: 'Support triage: done' });
  await done.first().waitFor({ timeout: 30_000 });
  await screenshot(page, 'workflow-killed-at-each-step');
  expect(paid().map(({ model }) => model)).toEqual(models);

  const rows = rowsInLedger();
  const complete = rows.filter(({ outcome }) => outcome === 'complete');
  expect(complete.map(({ model, cost }) => [model.split('/')[1], cost])).toEqual(
    paid().map(({ model, nanoUsd }) => [model, nanoUsd]),
  );
  // What the ended windows broke off nobody has told: it counts for no less than it cost.
  const broken = rows.filter(({ outcome }) => outcome !== 'complete');
  const billed = practice.billing().filter((bill) => !isComplete(bill));
  expect(broken).toHaveLength(asked.length);
  expect(billed).toHaveLength(asked.length);
  for (const [index, { nanoUsd }] of billed.entries()) {
    expect(broken[index]!.cost).toBeGreaterThanOrEqual(nanoUsd);
  }
}, 180_000);
