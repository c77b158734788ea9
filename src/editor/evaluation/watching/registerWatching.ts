import * as vscode from 'vscode';
import type { WatchHost } from '../../../evaluation/watching/watchHost.ts';
import type { Services } from '../../services.ts';
import { openExperimentNotice, openWatcher } from './door.ts';
import type { Watcher } from './watcher.ts';

/** What the room of evaluations does for its watching. */
export interface WatchPorts {
  /** Whether this workspace has an evaluation; reads no file. */
  hasEvaluations(): Promise<boolean>;
  /** Fires when an evaluation or a report was added or has changed. */
  readonly onDidChange: vscode.Event<void>;
  /** Made when there is an evaluation to watch. */
  watch(): Promise<WatchHost>;
  showReport(evaluation: string): Promise<void>;
  /** Runs an evaluation with its usual questions and progress. */
  evaluateAgain(evaluation: string): Promise<void>;
}

/** Watches what becomes of results, from the first evaluation on. */
export function registerWatching(services: Services, ports: WatchPorts): vscode.Disposable {
  const { report } = services;
  let watcher: Promise<Watcher> | undefined;
  const begin = async (): Promise<Watcher> => {
    const { Watcher } = await openWatcher();
    return new Watcher(services, ports);
  };
  const look = async (): Promise<void> => {
    if (watcher === undefined && !(await ports.hasEvaluations())) return;
    watcher ??= begin();
    (await watcher).lookSoon();
  };
  const lookNow = () => void look().catch(report.bug);
  const changes = ports.onDidChange(lookNow);
  lookNow();
  return vscode.Disposable.from(changes, {
    dispose: () => void watcher?.then((each) => each.dispose()),
  });
}

/** Tells once when an experiment on live work is over. */
export function registerExperiments(services: Services): vscode.Disposable {
  return services.experiments.onDidEnd((standing) => {
    void openExperimentNotice()
      .then(({ tellEnd }) => tellEnd(standing, services))
      .catch(services.report.bug);
  });
}
