import { builtInProviders } from '../../providers/providerConfig.ts';
import { isLocalEndpoint } from '../../providers/http/hosts.ts';
import { type Catalog, mergeModels, type PartialModel } from '../../routing/models/catalog.ts';
import { parseModels } from '../../routing/models/parseModels.ts';
import shippedModels from '../../routing/models/shippedModels.json' with { type: 'json' };
import { parsePolicyFile } from '../../routing/policy/parsePolicy.ts';
import type { Policy } from '../../routing/policy/policy.ts';
import { shippedRules, shippedTiers, toTiers } from '../../routing/policy/shippedPolicy.ts';
import type { Situation } from '../../routing/situation.ts';
import { readYaml } from './readYaml.ts';

/** A policy file together with the shipped tiers and rules. Throws `InputError` with lines. */
export async function readPolicy(path: string): Promise<Policy> {
  const read = await readYaml(path);
  const { policy, problems } = parsePolicyFile(read.value, Object.keys(shippedTiers));
  read.refuse(problems);
  return {
    tiers: toTiers(shippedTiers),
    rules: [...policy.rules, ...shippedRules],
    ...(policy.localRules && { localRules: policy.localRules }),
    critical: policy.critical,
    ...(policy.auto && { auto: policy.auto }),
  };
}

/**
 * The shipped models, overridden by those of a file in the form of the setting `tierwise.models`.
 * Throws `InputError` with lines.
 */
export async function readCatalog(path?: string): Promise<Catalog> {
  const { models: shipped } = parseModels(shippedModels);
  if (path === undefined) return mergeModels(shipped, new Map<string, PartialModel>());
  const read = await readYaml(path);
  const { models, problems } = parseModels(read.value, { shipped });
  read.refuse(problems);
  return mergeModels(shipped, models);
}

/** A situation in which every provider is ready, nothing is picked, and there is no budget. */
export function situationFor(
  policy: Policy,
  catalog: Catalog,
  today: string,
): Omit<Situation, 'evidence'> {
  const names = policy.tiers.flatMap(({ choices }) =>
    choices.map(({ reference }) => reference.slice(0, reference.indexOf('/'))),
  );
  const ready = (name: string) =>
    [
      name,
      {
        name,
        simulated: false,
        state: { state: 'ready' },
        ...(isShippedLocal(name) && ({ isLocal: true } as const)),
      },
    ] as const;
  return {
    policy,
    catalog,
    today,
    providers: new Map(names.map(ready)),
    pick: { tier: 'auto', pinned: {} },
    coolingDown: new Map(),
    latencyBudgets: {},
    latencies: new Map(),
    budgets: [],
    workspace: '',
    nowMs: Date.parse(today),
  };
}

function isShippedLocal(name: string): boolean {
  const config = builtInProviders.find(({ id }) => id === name);
  return config !== undefined && isLocalEndpoint(config.baseUrl);
}
