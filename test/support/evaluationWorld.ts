import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { practiceSettings } from '../../scripts/practiceSettings.mjs';
import type { Evaluation } from '../../src/evaluation/files/evaluation.ts';
import type { Fixture } from '../../src/evaluation/fixture.ts';
import type { EvaluationHost } from '../../src/evaluation/run/evaluationHost.ts';
import { createCoolDowns } from '../../src/execution/attempt/coolDowns.ts';
import { createRetries } from '../../src/execution/attempt/retries.ts';
import type { Gate } from '../../src/execution/gates/gate.ts';
import { formatGate } from '../../src/execution/gates/format.ts';
import type { Workflow } from '../../src/execution/workflow/definition.ts';
import type { Limit } from '../../src/ledger/facts.ts';
import { openLedger } from '../../src/ledger/openLedger.ts';
import { createBatches, createProvider } from '../../src/providers/createProvider.ts';
import { parseProviders } from '../../src/providers/parseProviders.ts';
import type { Provider } from '../../src/providers/provider.ts';
import type { Situation } from '../../src/routing/situation.ts';
import { practiceSituation } from './practiceSituation.ts';

export interface EvaluationWorldOptions {
  readonly situation?: (usual: Situation) => Situation;
  readonly workflow?: Workflow;
  readonly gates?: readonly Gate[];
  readonly budgets?: readonly Limit[];
  /** Milliseconds since the epoch; the real time when omitted. */
  readonly now?: () => number;
  /** Waits, in place of pauses that pass at once. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Wraps the real providers. */
  readonly provider?: (real: Provider) => Provider;
}

/** An evaluation's host over a practice server: real SDKs by HTTP, and a real ledger in a file. */
export function openEvaluationWorld(
  url: string,
  folder: string,
  options: EvaluationWorldOptions = {},
) {
  const settings = practiceSettings(url);
  const { providers: configs } = parseProviders(settings['tierwise.providers']);
  const { provider: wrap = (real: Provider) => real } = options;
  const providers = new Map(
    configs.map((each) => [each.id, wrap(createProvider(each, () => undefined))]),
  );
  const ledger = openLedger({
    file: join(folder, 'ledger.sqlite'),
    workerUrl: new URL('../../src/ledger/ledgerWorker.ts', import.meta.url),
  });
  const usual = practiceSituation(settings, configs);
  const situation = options.situation?.(usual) ?? usual;
  // Pauses pass at once, and the clock with them.
  let skipped = 0;
  const pauses: number[] = [];
  const monotonic = () => performance.now() + skipped;
  async function wait(ms: number, signal: AbortSignal): Promise<void> {
    pauses.push(ms);
    if (options.wait) return options.wait(ms, signal);
    skipped += ms;
  }
  const host: EvaluationHost = {
    attempts: {
      ledger,
      provider: async (id) => providers.get(id),
      countTokens: async (text) => Math.ceil(text.length / 4),
      now: options.now ?? Date.now,
      monotonic,
      newId: randomUUID,
      coolDowns: createCoolDowns(monotonic),
      retries: createRetries({ now: monotonic, random: Math.random, wait }),
      report(bug) {
        throw bug;
      },
    },
    sessionId: 'session',
    workspace: 'bookshop',
    maxOutputTokens: 8000,
    async batches(id) {
      const config = configs.find((each) => each.id === id);
      return config && createBatches(config, () => undefined);
    },
    folder: join(folder, 'evaluations'),
    situation: async () => situation,
    budgetGuard: () => ({
      limits: () => options.budgets ?? [],
      askToRaise: async () => false,
    }),
    gates: async () => ({
      gates: new Map((options.gates ?? [formatGate]).map((gate) => [gate.name, gate])),
      dispose: async () => undefined,
    }),
    workflow: async () => options.workflow,
  };
  return {
    host,
    situation,
    /** Milliseconds of each pause that was asked for. */
    pauses,
    /** Practice money by the ledger, nano-dollars. */
    async spent(): Promise<number> {
      const everything: Limit = { budgetId: 'all', capNanoUsd: 1e15, span: { fromMs: 0 } };
      return (await ledger.standings([everything]))[0]!.practice.spentNanoUsd;
    },
    close: () => ledger.close(),
  };
}

export type EvaluationWorld = ReturnType<typeof openEvaluationWorld>;

/** Fixtures whose answer names what the code decides on: the small practice model leaves it out. */
export function decisionFixtures(count: number): Fixture[] {
  return Array.from({ length: count }, (_, place) => ({
    id: `case-${place}`,
    subject: { kind: 'taskType', taskType: 'explain' },
    input: {
      files: [
        {
          path: `src/case${place}.ts`,
          text: `export function pick${place}(a: number): number {\n  if (a > ${place}) return 1;\n  return 2;\n}\n`,
        },
      ],
    },
    expected: 'Decides on',
  }));
}

/** An evaluation of Explain on the three practice tiers. */
export function explainEvaluation(more: Partial<Evaluation> = {}): Evaluation {
  return {
    name: 'explain',
    subject: { kind: 'taskType', taskType: 'explain' },
    thresholds: { minPassRate: 0.8 },
    candidates: ['fast', 'balanced', 'reasoning'].map((tier) => ({
      id: tier,
      name: tier,
      subject: { kind: 'tier', tier },
    })),
    scorers: [{ kind: 'contains' }],
    fixtures: decisionFixtures(30),
    ownScorers: new Map(),
    ...more,
  };
}

export interface EvaluationOrder {
  readonly fixtures: number;
  /** Only these candidates. */
  readonly tiers: readonly string[];
}

/** An evaluation of Explain that also runs a gate. */
export function evaluationFor({ fixtures, tiers }: EvaluationOrder): Evaluation {
  const usual = explainEvaluation({
    fixtures: decisionFixtures(fixtures),
    scorers: [{ kind: 'contains' }, { kind: 'gate', gate: 'format' }],
  });
  return { ...usual, candidates: usual.candidates.filter(({ name }) => tiers.includes(name)) };
}
