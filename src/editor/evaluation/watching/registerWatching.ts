import * as vscode from 'vscode';
import type { Services } from '../../services.ts';
import { openExperimentNotice, openWatcher } from './door.ts';
import type { Watcher } from './watcher.ts';
import type { WatchPorts } from './watchPorts.ts';

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
