import type { TestProject } from 'vitest/node';
import { browserPath } from './browser.ts';
import { startVscodeServer, type VscodeServer } from './vscode.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A VS Code for each process that runs editor tests. */
    vscodeServers: readonly Omit<VscodeServer, 'stop'>[];
  }
}

const started: VscodeServer[] = [];

/** Starts a VS Code for each process that runs editor tests. */
export async function setup(project: TestProject): Promise<void> {
  // Here, because two processes would unpack it at the same time.
  await browserPath();
  for (let count = 0; count < Number(project.config.maxWorkers); count += 1) {
    started.push(await startVscodeServer());
  }
  project.provide(
    'vscodeServers',
    started.map(({ origin, home, userDataFolder }) => ({ origin, home, userDataFolder })),
  );
}

export async function teardown(): Promise<void> {
  await Promise.all(started.map((server) => server.stop()));
}
