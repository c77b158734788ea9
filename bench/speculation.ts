import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPracticeServer } from '../demo/practiceServer/server.ts';
import { root } from '../scripts/tools.mjs';
import { percentile } from './measuring/percentile.ts';
import type { Figures } from './run.ts';
import { bookshopTasks } from './speculation/tasks.ts';
import { openWorld, plans, type Ended, type PlanName } from './speculation/world.ts';

const rounds = 5;

interface Run extends Ended {
  readonly path: string;
  readonly plan: PlanName;
  /** What the server charged, USD. */
  readonly billedUsd: number;
  /** Milliseconds from a pass until the server saw the other attempt's socket close. */
  readonly closedAfterMs: readonly number[];
}

/**
 * Measures time and cost of a checked answer with three plans: the strong model directly, fast then
 * strong, and both together. Uses practice models at the pace of real ones, and the project's tests as
 * the gate.
 */
export async function run(): Promise<Figures> {
  const practice = await startPracticeServer();
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-bench-'));
  const workspace = join(folder, 'bookshop');
  cpSync(join(root, 'demo', 'workspace'), workspace, { recursive: true });
  const world = openWorld({ url: practice.url, workspace, folder });
  const runs: Run[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      for (const task of bookshopTasks(workspace)) {
        for (const plan of plans) {
          practice.reset();
          const ended = await world.play(task, plan);
          await practice.idle();
          const billed = practice.billing();
          const aborted = billed.filter(({ status }) => status === 'aborted');
          runs.push({
            ...ended,
            plan,
            path: task.path,
            billedUsd: billed.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0) / 1e9,
            closedAfterMs: aborted.map(({ at }) => Date.parse(at) - (ended.wonAtMs ?? NaN)),
          });
        }
      }
    }
  } finally {
    await world.close();
    await practice.close();
    rmSync(folder, { recursive: true });
  }
  console.error(`\n${tableOf(runs)}\n`);
  const closed = runs.flatMap(({ closedAfterMs }) => closedAfterMs);
  const figures: Figures = {
    losers: { value: closed.length, unit: 'sockets' },
    loserClosedAfter: { value: Math.max(...closed), unit: 'ms at most' },
  };
  for (const [name, own] of groups(runs)) {
    figures[`${name}.latency.p50`] = { value: median(own.map(({ ms }) => ms)), unit: 'ms' };
  }
  return figures;
}

function tableOf(runs: readonly Run[]): string {
  const usd = (values: number[]) => (median(values.map((value) => value * 1e6)) / 1e6).toFixed(6);
  const rows = [...groups(runs)].map(([name, own]) => [
    name,
    [...new Set(own.map(({ by }) => by))].join('/'),
    String(median(own.map(({ ms }) => ms))),
    usd(own.map((each) => each.usd)),
    usd(own.map(({ insuranceUsd }) => insuranceUsd)),
    usd(own.map(({ billedUsd }) => billedUsd)),
  ]);
  const head = ['file.plan', 'answered by', 'ms', 'USD', 'of it insurance', 'billed USD'];
  return [head, ...rows]
    .map((row) => row.map((cell, column) => cell.padEnd(column === 0 ? 28 : 16)).join(''))
    .join('\n');
}

function groups(runs: readonly Run[]): Map<string, Run[]> {
  return Map.groupBy(runs, ({ path, plan }) => `${path}.${plan}`);
}

function median(values: readonly number[]): number {
  return Math.round(percentile(values, 0.5));
}
