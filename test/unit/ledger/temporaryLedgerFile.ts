import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A path for a ledger in a folder of its own, removed after the test. */
export function temporaryLedgerFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-ledger-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'storage', 'ledger.sqlite');
}
