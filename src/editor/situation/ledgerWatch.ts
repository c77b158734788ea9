import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';

/** Writes within this time count as one. Chosen by judgement. */
const quietMs = 300;

/** Calls the listener when any window has written the ledger's file, a few times a second at most. */
export function onDidWriteLedger(file: string, listener: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const written = [basename(file), `${basename(file)}-wal`];
  const watcher = watch(dirname(file), { persistent: false }, (_, changed) => {
    if (!written.includes(changed ?? '')) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      listener();
    }, quietMs);
  });
  // If the watcher fails, the spend of other windows only shows up later.
  watcher.on('error', () => undefined);
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    watcher.close();
  });
}
