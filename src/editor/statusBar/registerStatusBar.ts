import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { StatusBar } from './statusBar.ts';

/** Shows the tier and the session's spend in the status bar. */
export function registerStatusBar(services: Services): vscode.Disposable {
  const { spend } = services;
  const statusBar = new StatusBar(services);
  const show = async () => {
    const glance = await spend.glance();
    if (glance) statusBar.showSpend(glance);
  };
  const watching = spend.onDidChange(() => void show());
  spend.begin();
  return vscode.Disposable.from(statusBar, watching);
}
