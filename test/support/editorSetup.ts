import type { TestProject } from 'vitest/node';
import { serveBrowser } from './browser.ts';
import { startVscodeServer, type VscodeServer } from './vscode.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The one VS Code of the run. */
    vscodeServer: Omit<VscodeServer, 'stop'>;
    /** The address of its browser. */
    browserEndpoint: string;
  }
}

const stops: (() => Promise<void>)[] = [];

/** Starts one VS Code and one browser for all tests of the editor stage. */
export async function setup(project: TestProject): Promise<void> {
  const { stop, ...server } = await startVscodeServer();
  stops.push(stop);
  const browser = await serveBrowser();
  stops.push(() => browser.close());
  project.provide('vscodeServer', server);
  project.provide('browserEndpoint', browser.wsEndpoint());
}

export async function teardown(): Promise<void> {
  for (const stop of stops.toReversed()) await stop();
}
