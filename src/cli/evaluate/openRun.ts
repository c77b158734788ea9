import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { EvaluationHost } from '../../evaluation/run/evaluationHost.ts';
import { createCoolDowns } from '../../execution/attempt/coolDowns.ts';
import { createTokenCounter, type TokenCounter } from '../../execution/attempt/countTokens.ts';
import type { FallbackContext } from '../../execution/attempt/fallback.ts';
import { createRetries, waitFor } from '../../execution/attempt/retries.ts';
import type { BudgetGuard } from '../../execution/budgetGuard.ts';
import type { Workflow } from '../../execution/workflow/definition.ts';
import type { Limit } from '../../ledger/facts.ts';
import { timedId } from '../../ledger/timedId.ts';
import { fitToServers } from '../../routing/candidates/fitToServers.ts';
import { nanoUsdOf } from '../../routing/models/money.ts';
import type { Policy } from '../../routing/policy/policy.ts';
import type { Situation } from '../../routing/situation.ts';
import { dayOf } from '../../routing/time.ts';
import { openGates } from './gates.ts';
import type { Interruption } from './interrupt.ts';
import type { EvaluateOptions } from './options.ts';
import { tokenWorkerUrl } from './places.ts';
import { openProviders, type RunProviders } from './providers.ts';
import type { UserSettings } from './readUserSettings.ts';
import { type CallFact, createRunLedger, type RunLedger } from './runLedger.ts';

/** What lives as long as one run of the command line. */
export interface Run {
  readonly host: EvaluationHost;
  readonly ledger: RunLedger;
  readonly providers: RunProviders;
  /** The limit that `--max-usd` sets; undefined without it. */
  readonly cap: Limit | undefined;
  close(): Promise<void>;
}

export interface RunParts {
  /** The project's folder; absolute. */
  readonly project: string;
  readonly settings: UserSettings;
  readonly policy: Policy;
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly options: EvaluateOptions;
  readonly interruption: Interruption;
  readonly env: NodeJS.ProcessEnv;
  readonly warn: (message: string) => void;
}

/** Opens what a run needs: the results folder, a ledger of its own, providers and gates. */
export function openRun(parts: RunParts): Run {
  const { project, settings, options, interruption, env, warn } = parts;
  const folder = resolve(project, options.results);
  const calls = openCalls(folder);
  const ledger = createRunLedger(calls.keep);
  const providers = openProviders(settings, env, interruption);
  const { allowCommands } = options;
  const gates = openGates({ ...settings, folder: project, allowCommands, env, warn });
  const tokens = createTokenCounter({ workerUrl: tokenWorkerUrl });
  const attempts = attemptsWith({ ledger, providers, tokens, warn });
  const cap = capOf(options.maxUsd);
  return {
    ledger,
    providers,
    cap,
    host: {
      attempts,
      sessionId: timedId(),
      workspace: basename(project),
      maxOutputTokens: settings.maxOutputTokens,
      batches: (provider) => providers.batches(provider),
      folder,
      commands: () => settings.gateCommands,
      situation: () => situationNow(parts, providers, attempts.coolDowns.current()),
      budgetGuard: () => guardWith(cap),
      gates: async (fixture, _, names) => gates.gatesFor(fixture, names),
      workflow: async (name) => parts.workflows.get(name),
    },
    async close() {
      await gates.dispose();
      tokens.dispose();
      calls.close();
    },
  };
}

function attemptsWith({
  ledger,
  providers,
  tokens,
  warn,
}: Pick<Run, 'ledger' | 'providers'> &
  Pick<RunParts, 'warn'> & { readonly tokens: TokenCounter }): FallbackContext {
  const monotonic = () => performance.now();
  return {
    ledger,
    coolDowns: createCoolDowns(monotonic),
    retries: createRetries({ now: monotonic, random: Math.random, wait: waitFor }),
    monotonic,
    provider: (id) => providers.provider(id),
    countTokens: async (text) => (await tokens.count(text)).tokens,
    now: Date.now,
    newId: timedId,
    report: (bug) => warn(bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)),
  };
}

/** Nobody can be asked to raise a limit. */
function guardWith(cap: Limit | undefined): BudgetGuard {
  return { limits: () => (cap ? [cap] : []), askToRaise: async () => false };
}

function capOf(maxUsd: number | undefined): Limit | undefined {
  if (maxUsd === undefined) return undefined;
  const span = { fromMs: 0 };
  return { budgetId: '--max-usd', capNanoUsd: nanoUsdOf(maxUsd), span, isHard: true };
}

async function situationNow(
  { project, settings, policy }: RunParts,
  providers: RunProviders,
  coolingDown: Situation['coolingDown'],
): Promise<Situation> {
  const facts = await providers.facts();
  const nowMs = Date.now();
  return {
    policy,
    catalog: fitToServers(settings.catalog, facts),
    providers: facts,
    pick: { tier: 'auto', pinned: {} },
    coolingDown,
    latencyBudgets: settings.latencyBudgets,
    latencies: new Map(),
    evidence: new Map(),
    budgets: [],
    limits: settings.limits,
    workspace: basename(project),
    nowMs,
    today: dayOf(nowMs),
  };
}

/**
 * The folder of the results, which git ignores, and in it the file of all calls. A call is written down
 * before it is made.
 */
function openCalls(folder: string): { keep(fact: CallFact): void; close(): void } {
  // A folder of its own, because the file of an evaluation is named after it.
  mkdirSync(join(folder, 'ledger'), { recursive: true });
  writeFileSync(join(folder, '.gitignore'), '*\n');
  const file = openSync(join(folder, 'ledger', 'calls.jsonl'), 'a');
  return {
    keep: (fact) => void writeSync(file, `${JSON.stringify(fact)}\n`),
    close: () => closeSync(file),
  };
}
