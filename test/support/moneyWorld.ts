import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCoolDowns } from '../../src/execution/attempt/coolDowns.ts';
import type { FallbackContext } from '../../src/execution/attempt/fallback.ts';
import type { RunEvent } from '../../src/execution/events.ts';
import { run } from '../../src/execution/run.ts';
import { createMeter, type SpendMeter } from '../../src/execution/spendMeter.ts';
import type { RequestFact } from '../../src/ledger/facts.ts';
import { openReadOnly } from '../../src/ledger/database/openReadOnly.ts';
import { openLedger } from '../../src/ledger/openLedger.ts';
import type { Connection } from '../../src/providers/http/connection.ts';
import type { Model } from '../../src/routing/models/model.ts';
import type { Task } from '../../src/routing/task.ts';
import { modelWith, taskWith } from './tasks.ts';
import { providerFor, type WireFormat } from './wires.ts';

const capNanoUsd = 1e15;

/** A row of the ledger about one call. */
export interface SettledRow {
  readonly model: string;
  readonly outcome: string;
  readonly source: string;
  readonly nanoUsd: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly worstCaseNanoUsd: number;
  readonly errorKind: string | null;
}

/** What a run is made with. */
export interface Played {
  readonly wire: WireFormat;
  /** Scheme, host and port of the server. */
  readonly origin: string;
  readonly model?: Partial<Model>;
  readonly effort?: 'high';
  readonly connection?: Partial<Connection>;
  readonly monotonic?: () => number;
  readonly maxOutputTokens?: number;
  readonly task?: Partial<Task>;
}

/** What an account is opened with. */
export interface AccountOptions {
  readonly provider: FallbackContext['provider'];
  readonly monotonic?: (() => number) | undefined;
}

/** What one run costs: its calls in a real ledger, and a real limit of a workflow beside it. */
export interface Account {
  readonly context: FallbackContext;
  readonly meter: SpendMeter;
  readonly fact: RequestFact;
  /** The rows of the run's calls, in the order in which they began. */
  rows(): SettledRow[];
  /** Calls of the run that the ledger still holds money for. */
  open(): number;
  /** Nano-dollars that the workflow's limit still holds for running calls. */
  held(): number;
}

/** Runs with a real ledger in a file and a real limit of a workflow beside it. */
export interface MoneyWorld {
  /** The ledger's folder and file. */
  readonly folder: string;
  readonly file: string;
  /** Opens an account for a run; several may be open together. */
  account(options: AccountOptions): Account;
  /** The events of one run that asks one model. */
  play(played: Played, signal: AbortSignal): AsyncGenerator<RunEvent>;
  /** The rows of the newest run's calls. */
  rows(): SettledRow[];
  /** Calls of the newest run that the ledger still holds money for. */
  open(): number;
  /** Nano-dollars that the workflow's limit still holds for running calls of the newest run. */
  held(): number;
  close(): Promise<void>;
}

export function openMoneyWorld(): MoneyWorld {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-money-'));
  const file = join(folder, 'ledger.sqlite');
  const workerUrl = new URL('../../src/ledger/ledgerWorker.ts', import.meta.url);
  const ledger = openLedger({ file, workerUrl });
  let runs = 0;
  let newest: Account | undefined;

  function asked<Row>(sql: string, ...values: string[]): Row[] {
    const database = openReadOnly(file);
    try {
      return database.prepare(sql).all(...values) as Row[];
    } finally {
      database.close();
    }
  }

  function account({ provider, monotonic }: AccountOptions): Account {
    const run = `run ${++runs}`;
    const meter = createMeter({ name: 'the test', capNanoUsd });
    let ids = 0;
    const context: FallbackContext = {
      ledger,
      provider,
      // More tokens than any server here bills for the same words.
      countTokens: async (text) => text.length,
      now: Date.now,
      monotonic: monotonic ?? (() => performance.now()),
      newId: () => `${run}: ${++ids}`,
      coolDowns: createCoolDowns(() => 0),
      report(bug) {
        throw bug;
      },
    };
    return {
      context,
      meter,
      fact: {
        requestId: `${run}: request`,
        sessionId: 's',
        atMs: Date.now(),
        workspace: 'w',
        subject: 's',
        taskType: 'refactor',
        reason: 'r',
      },
      rows: () =>
        asked<SettledRow>(
          `SELECT model, outcome, cost_source AS source, cost_nano_usd AS nanoUsd,
             error_kind AS errorKind, input_tokens AS inputTokens, output_tokens AS outputTokens,
             worst_case_nano_usd AS worstCaseNanoUsd
           FROM settlement JOIN reservation USING (attempt_id)
           WHERE attempt_id LIKE ? ORDER BY reservation.rowid`,
          `${run}: %`,
        ),
      open: () =>
        asked<{ n: number }>(
          'SELECT count(*) AS n FROM unsettled WHERE attempt_id LIKE ?',
          `${run}: %`,
        )[0]!.n,
      held: () => setAside(meter) - meter.spent().real,
    };
  }

  return {
    folder,
    file,
    account,
    play(
      { wire, origin, model, effort, connection, monotonic, maxOutputTokens = 1000, task },
      signal,
    ) {
      newest = account({
        provider: async () => providerFor(wire, origin, connection),
        monotonic,
      });
      const { context, fact, meter } = newest;
      const request = {
        task: taskWith(task),
        plan: {
          kind: 'direct',
          choice: { tier: 'fast', model: modelWith('p/m', model), ...(effort && { effort }) },
        },
        gates: new Map(),
        maxOutputTokens,
        budgetGuard: { limits: () => [], askToRaise: async () => false, spendLimit: meter },
        fact,
      } as const;
      return run(request, context, signal);
    },
    rows: () => newest!.rows(),
    open: () => newest!.open(),
    held: () => newest!.held(),
    async close() {
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What a meter counts as spent together with what it holds: a call that is too large is told it. */
function setAside(meter: SpendMeter): number {
  const over = meter.reserve({
    attemptId: 'the probe',
    requestId: 'the probe',
    atMs: 0,
    purpose: 'answer',
    tier: 'fast',
    model: 'p/m',
    modelName: 'm',
    simulated: false,
    worstCaseNanoUsd: capNanoUsd + 1,
  });
  return over!.spentNanoUsd;
}
