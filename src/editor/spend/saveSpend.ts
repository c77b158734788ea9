import { open } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Ledger } from '../../ledger/ledger.ts';
import type { ExportRow, ReportQuery } from '../../ledger/reports.ts';
import { dayOf } from '../../routing/time.ts';

const pageRows = 5000;

/** Asks for a file and writes the calls of a query into it: CSV, or JSON where its name says so. */
export async function exportSpend(ledger: Ledger, query: ReportQuery): Promise<void> {
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
    { location: vscode.ProgressLocation.Window, title: 'Exporting spend …' },
    async () => write(target, await (isJson ? jsonOf(pages()) : csvOf(pages()))),
  );
  const button = 'Open';
  const words = `Exported ${calls.toLocaleString('en-US')} ${calls === 1 ? 'call' : 'calls'}.`;
  // Not awaited: the command is done.
  void vscode.window.showInformationMessage(words, button).then((pressed) => {
    if (pressed === button) return vscode.commands.executeCommand('vscode.open', target);
    return undefined;
  });
}

function askForFile(): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const day = dayOf(Date.now());
  return vscode.window.showSaveDialog({
    title: 'Export Spend',
    saveLabel: 'Export',
    filters: { CSV: ['csv'], JSON: ['json'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `tierwise-spend-${day}.csv`) }),
  });
}

type Pages = AsyncIterable<readonly ExportRow[]>;

async function jsonOf(pages: Pages): Promise<AsyncIterable<string>> {
  const { jsonArray } = await import('../../ledger/export/exportFormats.ts');
  return jsonArray(pages);
}

async function csvOf(pages: Pages): Promise<AsyncIterable<string>> {
  const { csvHeader, csvLines } = await import('../../ledger/export/exportFormats.ts');
  return (async function* () {
    yield csvHeader();
    for await (const rows of pages) yield csvLines(rows);
  })();
}

// A million calls are written as they come, wherever the file system lets us.
async function write(target: vscode.Uri, parts: AsyncIterable<string>): Promise<void> {
  if (target.scheme !== 'file') {
    const texts: string[] = [];
    for await (const part of parts) texts.push(part);
    return vscode.workspace.fs.writeFile(target, new TextEncoder().encode(texts.join('')));
  }
  const file = await open(target.fsPath, 'w');
  try {
    for await (const part of parts) await file.write(part);
  } finally {
    await file.close();
  }
}
