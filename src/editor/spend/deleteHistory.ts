import * as vscode from 'vscode';
import type { CollectedFiles } from '../../evaluation/collect/collected.ts';
import { sweepProjectCopies } from '../../execution/sandbox/sweep.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { TotalRow } from '../../ledger/spendRows.ts';
import { joined, toSay } from '../../routing/say.ts';
import { dayMs } from '../../routing/time.ts';
import { timeZone } from '../platform/moments.ts';
import { findOldJournals, removeJournals } from '../workflows/oldJournals.ts';
import { describeSpend } from './describeSpend.ts';
import { formatCount, say } from '../platform/say.ts';

interface Choice extends vscode.QuickPickItem {
  readonly days?: number;
}

const choices: readonly Choice[] = [
  { label: vscode.l10n.t('Older than 30 days'), days: 30 },
  { label: vscode.l10n.t('Older than 90 days'), days: 90 },
  { label: vscode.l10n.t('Everything') },
];

/** Where history is kept. */
export interface History {
  readonly ledger: Ledger;
  readonly journalFolder: string;
  /** The folder of what is kept of evaluations. */
  readonly evaluationFolder: string;
  readonly scratchFolder: string;
  /** Removes the journals of runs. */
  readonly forgetRuns: (paths: readonly string[]) => Promise<void>;
  /** The cases that were collected on this machine. */
  readonly collected: Pick<CollectedFiles, 'older' | 'forget'>;
  readonly onDidDelete: () => Promise<void>;
}

/**
 * Asks how much history to delete, says what would be lost, and deletes it after a confirmation:
 * requests, the records of workflow runs, the kept answers of evaluations, collected cases, and copies of
 * projects that were left behind. A run that goes on in some window stays.
 */
export async function deleteHistory(history: History): Promise<void> {
  const title = vscode.l10n.t('Tierwise: Delete History');
  const placeHolder = vscode.l10n.t('What should be forgotten?');
  const chosen = await vscode.window.showQuickPick(choices, { title, placeHolder });
  if (!chosen) return;
  const beforeMs = chosen.days === undefined ? undefined : Date.now() - chosen.days * dayMs;
  const span = { fromMs: 0, ...(beforeMs !== undefined && { untilMs: beforeMs }) };
  const [{ total }, runs, evaluations, collected] = await Promise.all([
    history.ledger.report({ span, timeZone: timeZone() }),
    findOldJournals(history.journalFolder, { beforeMs, keepUnfinished: false }),
    findOldJournals(history.evaluationFolder, { beforeMs, keepUnfinished: false }),
    history.collected.older(beforeMs),
  ]);
  const kept = [
    ...runsWords(runs.length),
    ...evaluationsWords(evaluations.length),
    ...collectedWords(collected.length),
  ];
  if (total.requests === 0 && kept.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no such history: nothing was deleted.'),
    );
    return;
  }
  const button = say('Delete');
  const confirmed = await vscode.window.showWarningMessage(
    say('Delete {0} from Tierwise’s history?', whatIsLost(total, kept)),
    {
      modal: true,
      detail: say(
        'It is gone in all windows, along with what was learnt from it. Your current budgets no longer count this spend. This cannot be undone.',
      ),
    },
    button,
  );
  if (confirmed !== button) return;
  const deleted = await history.ledger.deleteHistory(beforeMs === undefined ? {} : { beforeMs });
  await history.forgetRuns(runs);
  await removeJournals(evaluations);
  await history.collected.forget(collected);
  await sweepProjectCopies(history.scratchFolder);
  await history.onDidDelete();
  const lost = together([requestsWords(deleted.requests), ...kept]);
  void vscode.window.showInformationMessage(say('Deleted {0} from Tierwise’s history.', lost));
}

/** A request that cost both real and practice money counts in both. */
function whatIsLost({ practice, ...total }: TotalRow, kept: readonly string[]): string {
  const parts = [total, ...(practice ? [practice] : [])].map(
    (row) => `${requestsWords(row.requests)} (${describeSpend(row)})`,
  );
  return together([...parts, ...kept]);
}

function together(lost: readonly string[]): string {
  return joined(lost, toSay('{0} and {1}'), say);
}

function requestsWords(count: number): string {
  return count === 1 ? say('1 request') : say('{0} requests', formatCount(count));
}

function runsWords(count: number): readonly string[] {
  if (count === 0) return [];
  return [count === 1 ? say('one workflow run') : say('{0} workflow runs', formatCount(count))];
}

function evaluationsWords(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    count === 1
      ? say('the answers of one evaluation')
      : say('the answers of {0} evaluations', formatCount(count)),
  ];
}

function collectedWords(collections: number): readonly string[] {
  if (collections === 0) return [];
  return [
    collections === 1
      ? say('one collection of cases')
      : say('{0} collections of cases', formatCount(collections)),
  ];
}
