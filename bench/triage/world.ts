import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { practiceSettings } from '../../scripts/practiceSettings.mjs';
import { root } from '../../scripts/tools.mjs';
import { createCoolDowns } from '../../src/execution/attempt/coolDowns.ts';
import { parseWorkflow } from '../../src/execution/workflow/parse/parseWorkflow.ts';
import type { WorkflowContext } from '../../src/execution/workflow/workflowContext.ts';
import { openLedger } from '../../src/ledger/openLedger.ts';
import { createProvider } from '../../src/providers/createProvider.ts';
import { parseProviders } from '../../src/providers/parseProviders.ts';
import { usualSituation } from '../../src/routing/dryRun/usualSituation.ts';
import { mergeModels } from '../../src/routing/models/catalog.ts';
import { parseModels } from '../../src/routing/models/parseModels.ts';
import shippedModels from '../../src/routing/models/shippedModels.json' with { type: 'json' };
import { shippedTiers, toTiers } from '../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../src/routing/situation.ts';
import { dayOf } from '../../src/routing/time.ts';
import { practiceSituation } from '../../test/support/practiceSituation.ts';

/*
 * This folder has the set-up of the triage bench: a hundred letters to a bookshop, and a run of the shipped
 * support triage without an editor.
 */

const folder = join(root, 'workflows');
export const triageFile = join(folder, 'supportTriage.yaml');

/** The shipped support triage. */
export async function triageWorkflow() {
  const { workflow, problems } = await parseWorkflow(await readFile(triageFile, 'utf8'), {
    name: 'supportTriage',
    tiers: ['fast', 'balanced', 'reasoning'],
    commands: [],
    readFile: (path: string) => readFile(join(folder, path), 'utf8'),
  });
  if (workflow) return workflow;
  throw new Error(`${triageFile} has problems: ${JSON.stringify(problems)}`);
}

/** The shipped tiers with only an Anthropic key: they provide list prices for the practice models' tokens. */
export function shippedSituation(): Situation {
  const facts = { name: 'Anthropic', simulated: false, state: { state: 'ready' } } as const;
  return {
    ...usualSituation({
      policy: { tiers: toTiers(shippedTiers), rules: [], critical: [] },
      catalog: mergeModels(parseModels(shippedModels).models, new Map()),
      providers: new Map([['anthropic', facts]]),
      today: dayOf(Date.now()),
    }),
    evidence: new Map(),
  };
}

type Settings = Readonly<Record<string, unknown>>;

/** Tierwise without an editor: real SDKs over HTTP, a real ledger, and the shop's orders in a file. */
export async function openTriageWorld(
  url: string,
  scratch: string,
  change: (settings: Settings) => Settings = (same) => same,
) {
  const settings = change(practiceSettings(url));
  const { providers: configs } = parseProviders(settings['tierwise.providers']);
  const providers = new Map(
    configs.map((each) => [each.id, createProvider(each, () => undefined)]),
  );
  const ledger = openLedger({
    file: join(scratch, 'ledger.sqlite'),
    workerUrl: new URL('../../src/ledger/ledgerWorker.ts', import.meta.url),
  });
  const monotonic = () => performance.now();
  const orders = JSON.parse(await readFile(join(folder, 'supportTriage', 'orders.json'), 'utf8'));
  const situation = practiceSituation(settings, configs);
  const context: WorkflowContext = {
    ledger,
    monotonic,
    coolDowns: createCoolDowns(monotonic),
    sessionId: 'bench',
    workspace: 'bench',
    maxOutputTokens: 4000,
    provider: async (id) => providers.get(id),
    countTokens: async (text) => Math.ceil(text.length / 4),
    now: Date.now,
    newId: randomUUID,
    report(bug) {
      throw bug;
    },
    situation: async () => situation,
    gates: async () => ({ gates: new Map(), dispose: async () => undefined }),
    readFile: async () => undefined,
    async tool(_, { key }) {
      const value = orders[String(key)] ?? null;
      return { found: value !== null, value };
    },
  };
  return { context, close: () => ledger.close() };
}
