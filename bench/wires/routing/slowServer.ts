import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { createProvider } from '../../../src/providers/createProvider.ts';
import { call } from '../world.ts';

/** The paths that the program serves: headers after 90 s, and an answer after 150 s of comments. */
const paths = ['late', 'alive'];

/**
 * Runs a program that is a slow local server on the port of its first argument, and asks it in real time
 * with the usual limits. Returns what was not answered; empty when all was.
 */
export async function slowServerProblems(program: string): Promise<readonly string[]> {
  const port = await freePort();
  const server = spawn(process.execPath, [program, String(port)], { stdio: 'ignore' });
  try {
    await listening(port);
    const asked = paths.map((path) => problemOf(`http://127.0.0.1:${port}/${path}/v1`));
    return (await Promise.all(asked)).flat();
  } finally {
    server.kill();
  }
}

async function problemOf(baseUrl: string): Promise<string[]> {
  const provider = createProvider(
    {
      id: 'slow',
      name: 'slow',
      wire: 'openaiCompatible',
      baseUrl,
      auth: 'none',
      discover: false,
      simulated: false,
    },
    () => undefined,
  );
  try {
    let isFinished = false;
    const parts = provider.stream({ ...call, model: 'm' }, new AbortController().signal);
    for await (const part of parts) isFinished ||= part.kind === 'finish';
    return isFinished ? [] : [`${baseUrl} was cut off`];
  } catch (error) {
    return [String(error)];
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

/** Resolves once something listens there; the program does not say when. */
async function listening(port: number): Promise<void> {
  for (;;) {
    const isThere = await fetch(`http://127.0.0.1:${port}/late`, {
      signal: AbortSignal.timeout(200),
    }).then(
      () => true,
      (error: unknown) => error instanceof DOMException,
    );
    if (isThere) return;
    await setTimeout(50);
  }
}
