import * as vscode from 'vscode';
import type { Ledger } from '../../ledger/ledger.ts';
import type { TotalRow } from '../../ledger/spendRows.ts';
import { describeSpend } from './describeSpend.ts';
import { timeZone } from '../platform/timeZone.ts';
import { dayMs } from '../../routing/time.ts';

interface Choice extends vscode.QuickPickItem {
  readonly days?: number;
}

const choices: readonly Choice[] = [
  { label: 'Older than 30 days', days: 30 },
  { label: 'Older than 90 days', days: 90 },
  { label: 'Everything' },
];

/** Asks how much history to delete, says what would be lost, and deletes it after a confirmation. */
export async function deleteHistory(ledger: Ledger, onDidDelete: () => void): Promise<void> {
  const title = 'Tierwise: Delete History';
  const placeHolder = 'Which requests should be forgotten?';
  const chosen = await vscode.window.showQuickPick(choices, { title, placeHolder });
  if (!chosen) return;
  const beforeMs = chosen.days === undefined ? undefined : Date.now() - chosen.days * dayMs;
  const span = { fromMs: 0, ...(beforeMs !== undefined && { untilMs: beforeMs }) };
  const { total } = await ledger.report({ span, timeZone: timeZone() });
  if (total.requests === 0) {
    void vscode.window.showInformationMessage('There is no such history: nothing was deleted.');
    return;
  }
  const button = 'Delete';
  const confirmed = await vscode.window.showWarningMessage(
    `Delete ${whatIsLost(total)} from Tierwise’s history?`,
    {
      modal: true,
      detail:
        'It is gone in all windows, along with what was learnt from it. Your current budgets no longer count this spend. This cannot be undone.',
    },
    button,
  );
  if (confirmed !== button) return;
  const deleted = await ledger.deleteHistory(beforeMs === undefined ? {} : { beforeMs });
  onDidDelete();
  const words = `Deleted ${requestsWords(deleted.requests)} from Tierwise’s history.`;
  void vscode.window.showInformationMessage(words);
}

/** A request that cost both real and practice money counts in both. */
function whatIsLost({ practice, ...total }: TotalRow): string {
  const parts = [total, ...(practice ? [practice] : [])].map(
    (row) => `${requestsWords(row.requests)} (${describeSpend(row)})`,
  );
  return parts.join(' and ');
}

function requestsWords(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'request' : 'requests'}`;
}
