import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type * as Api from 'vscode';

/** The extension host of one window, reached through the companion extension that runs in it. */
export interface Host {
  /**
   * Runs a function in the host and resolves to its result. The function can use only `vscode` and its
   * arguments; arguments and result are sent as JSON. Rejects with the error that the function throws.
   */
  run<Given extends readonly unknown[], Value>(
    work: (vscode: typeof Api, ...given: Given) => Value | PromiseLike<Value>,
    ...given: Given
  ): Promise<Value>;
  /** Resolves once the host's process has ended. */
  readonly ended: Promise<unknown>;
}

/** The server that extension hosts connect to. */
export interface Hosts {
  /** For the setting `companion.port`. */
  readonly port: number;
  /** The next host that connects. Call this before you open the window. */
  next(): Promise<Host>;
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

export async function listenForHosts(): Promise<Hosts> {
  const server = createServer().listen(0, '127.0.0.1');
  // Must not keep a finished test process alive.
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
  const gone = () => new Error('The extension host has gone.');
  // Not with `events.once`, which rejects when a host that is killed resets its connection.
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve())).then(() => {
    for (const { reject } of waiting.values()) reject(gone());
  });
  for (const source of [socket, lines]) source.on('error', () => {});
  const greeted = once(lines, 'line');
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
      if (socket.destroyed) order.reject(gone());
      waiting.set(id, order);
      socket.write(`${JSON.stringify({ id, source: String(work), given })}\n`);
      return order.promise as Promise<never>;
    },
  };
}
