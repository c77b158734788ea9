import { open, rename, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { csvHeader, csvLines, jsonArray } from '../../ledger/export/exportFormats.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { ExportRow, ReportQuery } from '../../ledger/reports.ts';
import { dayOf } from '../../routing/time.ts';
import { formatCount } from '../platform/say.ts';

/** Calls that are read from the ledger at once. Chosen by judgement. */
const pageRows = 5000;

/** Asks for a file and writes the calls of a query into it: JSON if its name ends so, else CSV. */
export async function saveSpendAs(ledger: Ledger, query: ReportQuery): Promise<void> {
  const target = await askForFile();
  if (!target) return;
  let calls = 0;
  async function* pages(): AsyncGenerator<readonly ExportRow[]> {
    let after: number | undefined = 0;
    while (after !== undefined) {
      const page = await ledger.exportRows(query, after, pageRows);
      calls += page.rows.length;
      yield page.rows;
      after = page.nextAfter;
    }
  }
  const isJson = target.path.toLowerCase().endsWith('.json');
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Exporting spend …') },
    () => write(target, isJson ? jsonArray(pages()) : csvOf(pages())),
  );
  const button = vscode.l10n.t('Open');
  const words =
    calls === 1
      ? vscode.l10n.t('Exported 1 call.')
      : vscode.l10n.t('Exported {0} calls.', formatCount(calls));
  // Not awaited: the command ends while the notification is still open.
  void vscode.window.showInformationMessage(words, button).then((pressed) => {
    if (pressed === button) return vscode.commands.executeCommand('vscode.open', target);
    return undefined;
  });
}

function askForFile(): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const day = dayOf(Date.now());
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Spend'),
    saveLabel: vscode.l10n.t('Export'),
    filters: { CSV: ['csv'], JSON: ['json'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `tierwise-spend-${day}.csv`) }),
  });
}

type Pages = AsyncIterable<readonly ExportRow[]>;

async function* csvOf(pages: Pages): AsyncGenerator<string> {
  yield csvHeader();
  for await (const rows of pages) yield csvLines(rows);
}

// Local files are written page by page, so that a million calls need little memory, and under another name until
// the last page: half an export would look like a whole one.
async function write(target: vscode.Uri, parts: AsyncIterable<string>): Promise<void> {
  if (target.scheme !== 'file') {
    const texts: string[] = [];
    for await (const part of parts) texts.push(part);
    return vscode.workspace.fs.writeFile(target, new TextEncoder().encode(texts.join('')));
  }
  const unfinished = `${target.fsPath}.part`;
  try {
    await writeAll(unfinished, parts);
    await rename(unfinished, target.fsPath);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function writeAll(path: string, parts: AsyncIterable<string>): Promise<void> {
  const file = await open(path, 'w');
  try {
    for await (const part of parts) await file.write(part);
  } finally {
    await file.close();
  }
}
