import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';

const quietMs = 300;

/** Fires when the ledger's file was written, also by another window; at most a few times a second. */
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
  // A watch that breaks only makes figures of other windows late.
  watcher.on('error', () => undefined);
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    watcher.close();
  });
}
