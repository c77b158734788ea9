import { builtInProviders } from '../../providers/providerConfig.ts';
import { isLocalEndpoint } from '../../providers/http/hosts.ts';
import { type Catalog, mergeModels, type PartialModel } from '../../routing/models/catalog.ts';
import { parseModels } from '../../routing/models/parseModels.ts';
import shippedModels from '../../routing/models/shippedModels.json' with { type: 'json' };
import { shippedAim } from '../../routing/policy/aims.ts';
import { usualSituation } from '../../routing/dryRun/usualSituation.ts';
import { parsePolicyFile, parseTiersSetting } from '../../routing/policy/parsePolicy.ts';
import type { Policy } from '../../routing/policy/policy.ts';
import { turnsInForce } from '../../routing/policy/turnPolicy.ts';
import { shippedRules, shippedTiers, toTiers } from '../../routing/policy/shippedPolicy.ts';
import type { Situation } from '../../routing/situation.ts';
import { readYaml } from './readYaml.ts';

type WrittenTiers = Readonly<Record<string, readonly string[]>>;

/** The command line knows no limits of the user's own. */
const noLimits = { calls: Infinity, nanoUsd: Infinity, seconds: Infinity };

/**
 * A policy file together with tiers and the shipped rules. `warn` is told of rules that are never used, with their
 * lines. Throws `InputError` with lines.
 */
export async function readPolicy(
  path: string,
  tiers: WrittenTiers = shippedTiers,
  warn: (line: string) => void = () => undefined,
): Promise<Policy> {
  const read = await readYaml(path);
  const { policy, problems, notices } = parsePolicyFile(read.value, Object.keys(tiers), noLimits);
  read.refuse(problems);
  for (const { path: place, message } of notices) {
    warn(`${path}:${read.lineAt(place)}: ${message}\n`);
  }
  return {
    ...policyWithout(tiers),
    rules: [...policy.rules, ...policyWithout(tiers).rules],
    ...(policy.localRules && { localRules: policy.localRules }),
    ...(policy.costRules && { costRules: policy.costRules }),
    critical: policy.critical,
    turns: turnsInForce({}, policy.turnTiers),
    ...(policy.auto && { auto: policy.auto }),
  };
}

/** The policy of a folder that has no policy file. */
export function policyWithout(tiers: WrittenTiers): Policy {
  const rules = shippedRules(shippedAim, Object.keys(tiers));
  return { tiers: toTiers(tiers), rules, critical: [] };
}

/**
 * The shipped tiers, or those of a file in the form of the setting `tierwise.tiers`. Throws `InputError`
 * with lines.
 */
export async function readTiers(path?: string): Promise<WrittenTiers> {
  if (path === undefined) return shippedTiers;
  const read = await readYaml(path);
  const { tiers, problems } = parseTiersSetting(read.value);
  read.refuse(problems);
  return tiers;
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
  return usualSituation({ policy, catalog, providers: new Map(names.map(ready)), today });
}

function isShippedLocal(name: string): boolean {
  const config = builtInProviders.find(({ id }) => id === name);
  return config !== undefined && isLocalEndpoint(config.baseUrl);
}
