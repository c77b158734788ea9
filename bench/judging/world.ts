import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCoolDowns } from '../../src/execution/attempt/coolDowns.ts';
import { createMeter } from '../../src/execution/spendMeter.ts';
import type { JudgeHost } from '../../src/evaluation/scorers/judge/judgeKit.ts';
import type { Limit } from '../../src/ledger/facts.ts';
import { openLedger } from '../../src/ledger/openLedger.ts';
import { createProvider } from '../../src/providers/createProvider.ts';
import type { ProviderConfig } from '../../src/providers/providerConfig.ts';
import { usualSituation } from '../../src/routing/dryRun/usualSituation.ts';
import { type Accounts, noMoney } from '../../src/routing/models/accounts.ts';
import type { Catalog } from '../../src/routing/models/catalog.ts';
import { nanoUsdOf } from '../../src/routing/models/money.ts';
import { toTiers } from '../../src/routing/policy/shippedPolicy.ts';
import { dayOf } from '../../src/routing/time.ts';

export interface JudgingOptions {
  readonly configs: readonly ProviderConfig[];
  readonly catalog: Catalog;
  /** By tier, the models as users write them. */
  readonly tiers: Readonly<Record<string, readonly string[]>>;
  key(provider: string): string | undefined;
  /** The most that all calls may cost, USD. */
  readonly maxUsd: number;
}

export interface JudgingWorld {
  readonly host: JudgeHost;
  /** What the ledger has of all calls so far. */
  spent(): Promise<Accounts>;
  close(): Promise<void>;
}

const everything: Limit = {
  budgetId: 'all',
  capNanoUsd: Number.MAX_SAFE_INTEGER,
  span: { fromMs: 0 },
};

/** What a judge needs, without an editor: the product's own path, with a real ledger in a folder of its own. */
export function openJudgingWorld({
  configs,
  catalog,
  tiers,
  key,
  maxUsd,
}: JudgingOptions): JudgingWorld {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-judging-'));
  const ledger = openLedger({
    file: join(folder, 'ledger.sqlite'),
    workerUrl: new URL('../../src/ledger/ledgerWorker.ts', import.meta.url),
  });
  const providers = new Map(
    configs.map((each) => [each.id, createProvider(each, () => key(each.id))]),
  );
  const state = { state: 'ready' } as const;
  const facts = configs.map(({ id, name, simulated }) => [id, { name, state, simulated }] as const);
  const monotonic = () => performance.now();
  const meter = createMeter({ name: 'this bench', capNanoUsd: nanoUsdOf(maxUsd) });
  const host: JudgeHost = {
    attempts: {
      ledger,
      monotonic,
      coolDowns: createCoolDowns(monotonic),
      provider: async (id) => providers.get(id),
      countTokens: async (text) => Math.ceil(text.length / 4),
      now: Date.now,
      newId: randomUUID,
      report(bug) {
        throw bug;
      },
    },
    sessionId: 'bench',
    workspace: 'bench',
    maxOutputTokens: 4_000,
    situation: async () => ({
      ...usualSituation({
        policy: { tiers: toTiers(tiers), rules: [], critical: [] },
        catalog,
        providers: new Map(facts),
        today: dayOf(Date.now()),
      }),
      evidence: new Map(),
    }),
    budgetGuard: () => ({ limits: () => [], askToRaise: async () => false, spendLimit: meter }),
  };
  return {
    host,
    async spent() {
      const [balance] = await ledger.standings([everything]);
      if (!balance) return noMoney;
      return { real: balance.spentNanoUsd, practice: balance.practice.spentNanoUsd };
    },
    async close() {
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
}
