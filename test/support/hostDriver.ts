import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type * as Api from 'vscode';

/** The extension host of one window, reached through the companion extension that runs in it. */
export interface Host {
  /**
   * Runs a function there and resolves to what it returns. It sees `vscode` and what it is given,
   * nothing else of the test's file; all of it goes over as JSON. Rejects with the error it throws.
   */
  run<Given extends readonly unknown[], Value>(
    work: (vscode: typeof Api, ...given: Given) => Value | PromiseLike<Value>,
    ...given: Given
  ): Promise<Value>;
  /** Resolves once the host's process has gone. */
  readonly ended: Promise<unknown>;
}

/** Where extension hosts call in. */
export interface Hosts {
  /** For the setting `companion.port`. */
  readonly port: number;
  /** The next host that calls in. Ask before the window is opened. */
  next(): Promise<Host>;
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

export async function listenForHosts(): Promise<Hosts> {
  const server = createServer().listen(0, '127.0.0.1');
  // It must not keep a test process alive that is done.
  server.unref();
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    next: async () => hostOn(((await once(server, 'connection')) as [Socket])[0]),
  };
}

async function hostOn(socket: Socket): Promise<Host> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const lines = createInterface({ input: socket });
  const greeted = once(lines, 'line');
  const ended = once(socket, 'close').then(() => {
    for (const { reject } of waiting.values()) reject(new Error('The extension host has gone.'));
  });
  socket.on('error', () => {});
  await greeted;
  lines.on('line', (line) => {
    const { id, value, error } = JSON.parse(line) as Reply;
    const order = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) order?.resolve(value);
    else order?.reject(new Error(`In the extension host: ${error}`));
  });
  let orders = 0;
  return {
    ended,
    run(work, ...given) {
      const id = (orders += 1);
      const order = Promise.withResolvers<unknown>();
      waiting.set(id, order);
      socket.write(`${JSON.stringify({ id, source: String(work), given })}\n`);
      return order.promise as Promise<never>;
    },
  };
}
