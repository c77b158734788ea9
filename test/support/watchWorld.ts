import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { BudgetGuard } from '../../src/execution/budgetGuard.ts';
import type { ReservationFact } from '../../src/ledger/facts.ts';
import type { Evaluation } from '../../src/evaluation/files/evaluation.ts';
import type { Report } from '../../src/evaluation/report.ts';
import type { EvaluationHost } from '../../src/evaluation/run/evaluationHost.ts';
import type { Fingerprint } from '../../src/evaluation/fingerprint.ts';
import type {
  EvaluationRunner,
  PlannedForWatch,
  RunLimits,
  WatchHost,
} from '../../src/evaluation/watching/watchHost.ts';
import type { Policy } from '../../src/routing/policy/policy.ts';
import { fingerprint, type ReportSpec, reportWith } from './reports.ts';
import { policyWith, situationWith, taskWith } from './tasks.ts';
import { fixturesOf } from './trials.ts';

/** A call of a planted run, nano-dollars. */
export interface PlantedCall {
  readonly worst: number;
  readonly cost: number;
  readonly simulated?: boolean;
}

/** How the planted runner runs an evaluation: what it asks for, and what it finds. */
export interface PlantedRun {
  readonly calls: readonly PlantedCall[];
  readonly report: Pick<ReportSpec, 'passes'>;
  /** Awaited after each reservation. */
  readonly reserved?: () => Promise<void>;
}

export interface WatchWorld {
  readonly watch: WatchHost;
  readonly folder: string;
  readonly reports: Map<string, Report[]>;
  /** What runs were asked for: the folder of their facts, their candidates and their limits. */
  readonly ran: {
    readonly folder: string;
    readonly candidates: string[];
    readonly limits: RunLimits;
  }[];
  /** Calls that were made, and whether somebody was asked about one. */
  readonly paid: number[];
  asked: number;
  now: number;
  policy: Policy;
  fingerprint: Fingerprint;
  run: PlantedRun;
}

export const triage: Evaluation = {
  name: 'triage',
  subject: { kind: 'taskType', taskType: 'docs' },
  thresholds: { minPassRate: 0.7 },
  candidates: ['fast', 'balanced'].map((id) => ({
    id,
    name: id,
    subject: { kind: 'tier', tier: id },
  })),
  scorers: [{ kind: 'gate', gate: 'complete' }],
  fixtures: fixturesOf(50),
  ownScorers: new Map(),
};

/** A policy whose first rule for the evaluated work is the tier fast. */
export const pinnedToFast = policyWith({
  rules: [{ name: 'r', when: { taskType: ['docs'] }, use: 'fast', origin: 'repository' }],
});

/** A workspace with one evaluation, and a runner whose calls go past the budgets as real ones do. */
export function watchWorld(): WatchWorld {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-watch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const facts = join(folder, 'facts');
  const world: WatchWorld = {
    folder,
    reports: new Map(),
    ran: [],
    paid: [],
    asked: 0,
    now: 0,
    policy: policyWith(),
    fingerprint,
    run: { calls: [], report: { passes: { fast: [45, 50], balanced: [50, 50] } } },
    watch: {
      runner: runnerOf(() => world),
      evaluations: async () => [triage],
      host: async () => hostIn(facts, () => world),
      policy: async () => world.policy,
      workflow: async () => undefined,
    },
  };
  return world;
}

/** Keeps a report as a run of the developer’s would. */
export function keepReport(world: WatchWorld, spec: ReportSpec): void {
  keepIn(world, join(world.folder, 'facts'), reportWith(spec));
}

function keepIn({ reports }: WatchWorld, folder: string, report: Report): void {
  reports.set(folder, [...(reports.get(folder) ?? []), report]);
}

interface Planned extends PlannedForWatch {
  readonly evaluation: Evaluation;
}

function runnerOf(world: () => WatchWorld): EvaluationRunner {
  let runs = 0;
  return {
    async planRun(evaluation): Promise<Planned> {
      const amount = { calls: 1, nanoUsd: 1 };
      const estimate = { low: amount, expected: amount, high: amount, provable: true };
      return { evaluation, estimate };
    },
    async runEvaluation(planned, host, { signal, options }) {
      const { evaluation } = planned as Planned;
      const { ran, run, now } = world();
      const candidates = evaluation.candidates.map(({ id }) => id);
      ran.push({ folder: host.folder, candidates, limits: options });
      runs += 1;
      const own = runs;
      for (const [place, call] of run.calls.entries()) {
        await makeCall(`${own}-${place}-${Math.random()}`, call, host, world(), signal);
      }
      const passes = Object.fromEntries(
        Object.entries(run.report.passes).filter(([id]) => candidates.includes(id)),
      );
      const { reports, fingerprint: current } = world();
      const report = reportWith({
        runId: `run ${own}`,
        endedAtMs: now,
        passes,
        fingerprint: current,
      });
      reports.set(host.folder, [...(reports.get(host.folder) ?? []), report]);
      mkdirSync(host.folder, { recursive: true });
      return report;
    },
    readReports: async (folder) => world().reports.get(folder) ?? [],
    fingerprintOf: async () => world().fingerprint,
  };
}

async function makeCall(
  attemptId: string,
  { worst, cost, simulated = false }: PlantedCall,
  host: EvaluationHost,
  { paid, run }: WatchWorld,
  signal: AbortSignal,
): Promise<void> {
  const guard = host.budgetGuard(taskWith(), situationWith(), 'request');
  const fact = {
    attemptId,
    requestId: 'request',
    atMs: 0,
    purpose: 'answer',
    tier: 'fast',
    model: 'p/small',
    modelName: 'small',
    simulated,
    worstCaseNanoUsd: worst,
  } satisfies ReservationFact;
  const over = guard.spendLimit?.reserve(fact);
  if (over) {
    await guard.askToRaise(over, signal, fact);
    return;
  }
  await run.reserved?.();
  signal.throwIfAborted();
  paid.push(cost);
  guard.spendLimit?.settle({
    attemptId,
    atMs: 0,
    outcome: 'complete',
    cost: { source: 'computed', nanoUsd: cost },
    latencyMs: 1,
  });
}

function hostIn(folder: string, world: () => WatchWorld): EvaluationHost {
  const guard: BudgetGuard = {
    limits: () => [],
    async askToRaise() {
      world().asked += 1;
      return true;
    },
  };
  return {
    attempts: {} as EvaluationHost['attempts'],
    sessionId: 'session',
    workspace: 'bookshop',
    maxOutputTokens: 1000,
    batches: async () => undefined,
    folder,
    situation: async () => situationWith(),
    budgetGuard: () => guard,
    gates: async () => ({ gates: new Map(), dispose: async () => undefined }),
    workflow: async () => undefined,
  };
}
