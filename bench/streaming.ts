import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openLedger } from '../src/ledger/openLedger.ts';
import { percentile } from './measuring/percentile.ts';
import type { Figures } from './run.ts';
import { bareSdks, type FirstText, type StreamedWire } from './streaming/bareSdks.ts';
import { chatTurn, conversationOf, model } from './streaming/chatTurn.ts';

const rounds = 300;
const warmUps = 40;
const sizes = { '1KB': 1_000, '100KB': 100_000 } as const;

/**
 * Measures the time to the first text of a chat turn, from the messages of VS Code on: conversion,
 * decision, request and reservation in a real ledger under a budget, and the call. The bare SDK sends the
 * same messages in turn with it. `added` is the difference of the two percentiles: what other programs on
 * the machine take falls on both.
 */
export async function run(): Promise<Figures> {
  const server = new Worker(new URL('./streaming/server.ts', import.meta.url));
  const [port] = (await once(server, 'message')) as [number];
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-bench-'));
  const ledger = openLedger({
    file: join(folder, 'ledger.sqlite'),
    workerUrl: new URL('../src/ledger/ledgerWorker.ts', import.meta.url),
  });
  try {
    const figures: Figures = {};
    for (const [size, characters] of Object.entries(sizes)) {
      const messages = conversationOf(characters);
      for (const [wire, bare] of Object.entries(bareSdks(url, model, messages))) {
        const ours = await chatTurn(wire as StreamedWire, url, messages, ledger);
        const [with_, without] = await inTurn(ours, bare);
        for (const [name, share] of Object.entries({ p50: 0.5, p99: 0.99 })) {
          const values = [percentile(with_, share), percentile(without, share)] as const;
          const named = { tierwise: values[0], bare: values[1], added: values[0] - values[1] };
          for (const [what, value] of Object.entries(named)) {
            figures[`${wire}.${size}.${what}.${name}`] = { value: round(value), unit: 'ms' };
          }
        }
      }
    }
    return figures;
  } finally {
    await ledger.close();
    await server.terminate();
    rmSync(folder, { recursive: true });
  }
}

async function inTurn(ours: FirstText, bare: FirstText): Promise<[number[], number[]]> {
  const [with_, without]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds + warmUps; round++) {
    // The second call benefits from warm caches, so the order alternates.
    const [first, second] = round % 2 === 0 ? [ours, bare] : [bare, ours];
    const [one, other] = [await first(), await second()];
    if (round < warmUps) continue;
    with_.push(first === ours ? one : other);
    without.push(first === ours ? other : one);
  }
  return [with_, without];
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
