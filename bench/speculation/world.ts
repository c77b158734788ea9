import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { practiceSettings } from '../../scripts/practiceSettings.mjs';
import { createCoolDowns } from '../../src/execution/attempt/coolDowns.ts';
import type { RunEvent } from '../../src/execution/events.ts';
import { createCommandGate } from '../../src/execution/gates/command/command.ts';
import { completeGate } from '../../src/execution/gates/complete/complete.ts';
import { formatGate } from '../../src/execution/gates/format.ts';
import { run } from '../../src/execution/run.ts';
import { createProjectCopy, type ProjectCopy } from '../../src/execution/sandbox/projectCopy.ts';
import { openLedger } from '../../src/ledger/openLedger.ts';
import { createProvider } from '../../src/providers/createProvider.ts';
import { parseProviders } from '../../src/providers/parseProviders.ts';
import { decide } from '../../src/routing/decide/decide.ts';
import type { Rule } from '../../src/routing/policy/policy.ts';
import type { Task } from '../../src/routing/task.ts';
import { practiceSituation } from '../../test/support/practiceSituation.ts';

/*
 * This folder has the set-up of the speculation bench: debug tasks, and a run of Tierwise without an editor
 * that reports the time and cost of a checked answer.
 */

const gates = ['complete', 'format', 'command'] as const;
export const plans = ['direct', 'cascade', 'speculation'] as const;
export type PlanName = (typeof plans)[number];
const uses: Readonly<Record<PlanName, Rule['use']>> = {
  direct: 'reasoning',
  cascade: { cascade: ['fast', 'reasoning'], gates },
  speculation: { speculate: ['fast', 'reasoning'], gates },
};

/** The result of one run. `ms` is the time until the developer has an answer that passed. */
export interface Ended {
  readonly ms: number;
  /** The tier that answered. */
  readonly by: string;
  readonly usd: number;
  readonly insuranceUsd: number;
  readonly wonAtMs?: number;
}

interface Place {
  readonly url: string;
  readonly workspace: string;
  readonly folder: string;
}

/** Tierwise without an editor: real SDKs, a real ledger, a real copy of the project. */
export function openWorld(place: Place) {
  const settings = practiceSettings(place.url);
  const { providers: configs } = parseProviders(settings['tierwise.providers']);
  const providers = new Map(
    configs.map((each) => [each.id, createProvider(each, () => undefined)]),
  );
  const ledger = openLedger({
    file: join(place.folder, 'ledger.sqlite'),
    workerUrl: new URL('../../src/ledger/ledgerWorker.ts', import.meta.url),
  });
  const monotonic = () => performance.now();
  const context = {
    ledger,
    monotonic,
    coolDowns: createCoolDowns(monotonic),
    provider: async (id: string) => providers.get(id),
    countTokens: async (text: string) => Math.ceil(text.length / 4),
    now: Date.now,
    newId: randomUUID,
    report,
  };

  async function play(task: Task, name: PlanName): Promise<Ended> {
    const rule = { name: 'bench', when: {}, use: uses[name], origin: 'settings' } as const;
    const { plan } = decide(task, practiceSituation(settings, configs, [rule]));
    if (plan.kind === 'refuse') throw new Error(`The ${name} plan was refused.`);
    const { signal } = new AbortController();
    const copy = projectCopy(place, signal);
    const command = commandGate(copy.get);
    const fact = {
      requestId: randomUUID(),
      sessionId: 'bench',
      atMs: Date.now(),
      workspace: 'bench',
      subject: task.path,
      taskType: task.type,
      reason: name,
    };
    const request = {
      task,
      plan,
      fact,
      maxOutputTokens: 4000,
      gates: new Map([completeGate, formatGate, command].map((gate) => [gate.name, gate])),
    };
    const ended = await measure(run(request, context, signal));
    await copy.dispose();
    return ended;
  }

  return { play, close: () => ledger.close() };
}

/** A copy of the project that is made on first use. */
function projectCopy({ workspace, folder }: Place, signal: AbortSignal) {
  let made: Promise<ProjectCopy> | undefined;
  return {
    get: () =>
      (made ??= createProjectCopy({
        folder: workspace,
        scratchFolder: join(folder, 'copies'),
        env: process.env,
        signal,
        report,
      })),
    dispose: async () => (await made)?.dispose(),
  };
}

function commandGate(copy: () => Promise<ProjectCopy>) {
  return createCommandGate({
    commands: [{ name: 'tests', argv: [process.execPath, '--test'], source: 'bench' }],
    copy,
    env: process.env,
    approved: async () => true,
    trusted: () => true,
  });
}

/** Runs to the end and reports time and cost. */
async function measure(events: AsyncIterable<RunEvent>): Promise<Ended> {
  const startedAt = performance.now();
  const costs = new Map<string, number>();
  let won: { ms: number; atMs: number; id: string } | undefined;
  let ended: Ended | undefined;
  for await (const event of events) {
    if (event.kind === 'won') {
      won = { ms: performance.now() - startedAt, atMs: Date.now(), id: event.attemptId };
    }
    if (event.kind === 'attemptEnded') {
      costs.set(event.end.attemptId, (event.end.cost.nanoUsd ?? 0) / 1e9);
    }
    if (event.kind !== 'finished') continue;
    const total = [...costs.values()].reduce((sum, usd) => sum + usd, 0);
    ended = {
      ms: won?.ms ?? performance.now() - startedAt,
      by: event.end.choice.tier,
      usd: total,
      insuranceUsd: won ? total - costs.get(won.id)! : 0,
      ...(won && { wonAtMs: won.atMs }),
    };
  }
  return ended!;
}

/** Throws, because a bench must not continue after a bug. */
function report(bug: unknown): never {
  throw bug;
}
