import type * as vscode from 'vscode';
import type { Services } from '../../services.ts';
import { openExperimentNotice, openWatcher } from './door.ts';
import type { Watcher } from './watcher.ts';
import type { WatchedFolders } from './watchPorts.ts';

/** Watches what becomes of results. */
export interface Watching extends vscode.Disposable {
  /** Looks at the results, soon; the first time, the watcher is loaded. */
  lookSoon(): void;
}

export function createWatching(services: Services, folders: WatchedFolders): Watching {
  let watcher: Promise<Watcher> | undefined;
  const begin = async (): Promise<Watcher> => {
    const { Watcher } = await openWatcher();
    return new Watcher(services, folders);
  };
  return {
    lookSoon() {
      watcher ??= begin();
      void watcher.then((each) => each.lookSoon()).catch(services.report.bug);
    },
    dispose: () => void watcher?.then((each) => each.dispose()),
  };
}

/** Tells once when an experiment on live work is over. */
export function registerExperiments(services: Services): vscode.Disposable {
  return services.experiments.onDidEnd((standing) => {
    void openExperimentNotice()
      .then(({ tellEnd }) => tellEnd(standing, services))
      .catch(services.report.bug);
  });
}
