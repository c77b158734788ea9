import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { StatusBar } from './statusBar.ts';

/** Shows the tier and the session's spend in the status bar. */
export function registerStatusBar(services: Services): vscode.Disposable {
  const { spend } = services;
  const statusBar = new StatusBar(services);
  // Faults first: they also show when the ledger cannot be read, and before anything was spent.
  const showFaults = async () => statusBar.showFaults(await spend.faults());
  const show = async () => {
    await showFaults();
    const glance = await spend.glance();
    if (glance) statusBar.showSpend(glance);
  };
  const watching = spend.onDidChange(() => void show());
  void showFaults();
  spend.begin();
  return vscode.Disposable.from(statusBar, watching);
}
