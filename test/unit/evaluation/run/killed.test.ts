import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type PracticeServer,
  startPracticeServer,
} from '../../../../demo/practiceServer/server.ts';
import type { Report } from '../../../../src/evaluation/report.ts';
import { planRun, runEvaluation } from '../../../../src/evaluation/run/evaluate.ts';
import { factsPath } from '../../../../src/evaluation/run/readReports.ts';
import { readFacts } from '../../../../src/evaluation/run/readFacts.ts';
import type { EvaluationProcessOrder, StopPlace } from '../../../support/evaluationProcess.ts';
import { evaluationFor, openEvaluationWorld } from '../../../support/evaluationWorld.ts';

let server: PracticeServer;
beforeAll(async () => void (server = await startPracticeServer({ pace: 0 })));
afterAll(() => server.close());

const program = fileURLToPath(new URL('../../../support/evaluationProcess.ts', import.meta.url));

interface Result {
  readonly calls: number;
  /** The most that the heap grew, bytes. */
  readonly heap: number;
  /** The most trials at a time. */
  readonly running: number;
}

/** Runs an evaluation in a process of its own; undefined when it stood still and was killed. */
async function inProcess(order: EvaluationProcessOrder): Promise<Result | undefined> {
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said === 'stopped\n') child.kill('SIGKILL');
  }
  await closed;
  await server.idle();
  return said === 'stopped\n' ? undefined : (JSON.parse(said) as Result);
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  server.reset();
  const folder = await mkdtemp(join(tmpdir(), 'tierwise-killed-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const tiers = ['fast', 'balanced'];
const usual = { fixtures: 8, wholeGrid: true, tiers };

/** Goes on in this process with the run that another one began. */
async function resumed(folder: string, concurrency: number): Promise<Report> {
  const { runs } = await readFacts(factsPath(join(folder, 'evaluations'), 'explain'));
  const world = openEvaluationWorld(server.url, folder);
  try {
    const options = { resume: runs.at(-1)!.runId, wholeGrid: true, concurrency };
    const planned = await planRun(evaluationFor(usual), world.host, options);
    const { signal } = new AbortController();
    const report = await runEvaluation(planned, world.host, { signal, options });
    await server.idle();
    return report;
  } finally {
    await world.close();
  }
}

const places: readonly [place: StopPlace, count: number, concurrency: number, twice: number][] = [
  // The answer that came while the process was killed is known to the ledger alone.
  ['answer', 5, 1, 1],
  ['scoring', 5, 1, 0],
  ['trial', 10, 1, 0],
  ['trial', 7, 4, 3],
];

test.each(places)(
  'killed at a place (%s %i, %i at a time), a run goes on and pays for nothing twice that it knows of',
  async (place, count, concurrency, twice) => {
    await inFolder(async (folder) => {
      const order = { ...usual, url: server.url, folder, concurrency };
      expect(await inProcess({ ...order, stopAt: { place, count } })).toBeUndefined();
      const paid = server.billing().length;
      const { result } = await resumed(folder, concurrency);
      const bills = server.billing();
      expect(bills.length).toBeGreaterThan(paid);
      expect(result.rows.map(({ scored }) => scored)).toEqual([8, 8]);
      expect(bills.length).toBeGreaterThanOrEqual(16);
      expect(bills.length).toBeLessThanOrEqual(16 + twice);
      const billed = bills.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
      // A call whose end nobody saw counts with its worst case, never with less than its bill.
      expect(result.spent.practice).toBeGreaterThanOrEqual(billed);
      const isKnown = place === 'scoring' || (place === 'trial' && concurrency === 1);
      if (isKnown) expect(result.spent.practice).toBe(billed);
      else expect(result.spent.practice).toBeGreaterThan(billed);
    });
  },
  60_000,
);

test('500 fixtures, 8 at a time, take no room for their answers', async () => {
  await inFolder(async (folder) => {
    const filler = 100_000;
    const order = { url: server.url, folder, concurrency: 8, wholeGrid: true, filler };
    const result = await inProcess({ ...order, fixtures: 500, tiers: ['fast'] });
    expect(result).toMatchObject({ calls: 500, running: 8 });
    // All trials are held, which with all that a run loads took 12 MB; the answers alone have 50 MB.
    expect(result!.heap).toBeLessThan(25e6);
  });
}, 120_000);
