import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { saveSpendAs } from '../../../../src/editor/spend/saveSpend.ts';
import type { Ledger } from '../../../../src/ledger/ledger.ts';
import type { ExportPage } from '../../../../src/ledger/reports.ts';

const asked = vi.hoisted(() => ({ file: '', told: [] as string[] }));

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  ProgressLocation: { Window: 10 },
  workspace: {},
  window: {
    showSaveDialog: async () => ({ scheme: 'file', path: asked.file, fsPath: asked.file }),
    withProgress: (_: object, work: () => Promise<void>) => work(),
    showInformationMessage: async (words: string) => void asked.told.push(words),
  },
}));

const row = { subject: 'a' } as unknown as ExportPage['rows'][number];

/** Exports pages of one row each, over an earlier export; the last page may fail. */
async function exported(lastPage: () => Promise<ExportPage>) {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-export-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  asked.file = join(folder, 'spend.json');
  asked.told = [];
  writeFileSync(asked.file, 'of last month');
  const ledger = {
    exportRows: (_: object, after: number) =>
      after === 0 ? Promise.resolve({ rows: [row], nextAfter: 1 }) : lastPage(),
  } as unknown as Ledger;
  const query = { span: { fromMs: 0 }, timeZone: 'UTC' };
  const failure = await saveSpendAs(ledger, query).catch((error: unknown) => error);
  return { failure, files: readdirSync(folder), text: readFileSync(asked.file, 'utf8') };
}

test('an export takes the place of an earlier one when it is whole', async () => {
  const { failure, files, text } = await exported(async () => ({ rows: [row] }));
  expect({ failure, files }).toEqual({ failure: undefined, files: ['spend.json'] });
  expect(JSON.parse(text)).toEqual([row, row]);
  expect(asked.told).toEqual(['Exported 2 calls.']);
});

test('an export that breaks off leaves the earlier one, and nothing of its own', async () => {
  const locked = new Error('The ledger is locked.');
  const { failure, files, text } = await exported(() => Promise.reject(locked));
  expect({ failure, files, text }).toEqual({
    failure: locked,
    files: ['spend.json'],
    text: 'of last month',
  });
  expect(asked.told).toEqual([]);
});
