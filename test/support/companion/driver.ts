import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';

/** A function to run here for a test: its source and its arguments. */
interface Order {
  readonly id: number;
  readonly source: string;
  readonly given: readonly unknown[];
}

type Work = (api: typeof vscode, ...given: readonly unknown[]) => unknown;

/**
 * Runs functions that a test sends, one JSON message per line, over the loopback port in the setting
 * `companion.port`. So only tests of palette and mouse need palette and mouse.
 */
export function startDriver(): vscode.Disposable {
  const port = vscode.workspace.getConfiguration('companion').get<number>('port', 0);
  if (port === 0) return new vscode.Disposable(() => {});
  const socket = connect(port, '127.0.0.1');
  const send = (message: object) => socket.write(`${JSON.stringify(message)}\n`);
  send({ folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath });
  createInterface({ input: socket }).on('line', (line) => {
    const { id, source, given } = JSON.parse(line) as Order;
    perform(source, given).then(
      (value) => send({ id, value }),
      (error: unknown) => send({ id, error: error instanceof Error ? error.stack : String(error) }),
    );
  });
  return new vscode.Disposable(() => socket.destroy());
}

async function perform(source: string, given: readonly unknown[]): Promise<unknown> {
  // The source comes from a test on this machine: it is the test's own code, in another process.
  const work = new Function(`return (${source})`)() as Work;
  return work(vscode, ...given);
}
