import { join } from 'node:path';
import { openReadOnly } from '../../src/ledger/database/openReadOnly.ts';
import type { RequestStory } from '../../src/ledger/reports.ts';
import { requestStory } from '../../src/ledger/report/requestStory.ts';
import type { Vscode } from './vscode.ts';

/** The ledger file. */
export function ledgerFileOf({ userDataFolder }: Pick<Vscode, 'userDataFolder'>): string {
  return join(userDataFolder, 'User', 'globalStorage', 'tierwise.tierwise', 'ledger.sqlite');
}

/** The newest request in the ledger: its reason, its attempts and the gates' verdicts. */
export function newestStory(window: Pick<Vscode, 'userDataFolder'>): RequestStory {
  const database = openReadOnly(ledgerFileOf(window));
  try {
    const sql = 'SELECT request_id AS id FROM request ORDER BY seq DESC LIMIT 1';
    const { id } = database.prepare(sql).get() as { id: string };
    return requestStory(database, id)!;
  } finally {
    database.close();
  }
}

/** The attempts of the newest request, in order: tier and verdicts of the gates. */
export function verdictsOf(window: Pick<Vscode, 'userDataFolder'>): [string, ...string[]][] {
  return newestStory(window)
    .attempts.filter(({ purpose }) => purpose !== 'judge')
    .map(({ tier, verdicts }) => [
      tier,
      ...verdicts.map(({ gate, verdict }) => `${gate} ${verdict}`),
    ]);
}
