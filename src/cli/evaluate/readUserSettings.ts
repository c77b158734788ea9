import { parseGateCommands } from '../../execution/gates/command/parseGateCommands.ts';
import type { GateCommand } from '../../execution/gates/command/commandHash.ts';
import { readGlobList } from '../../execution/safety/globList.ts';
import { readLocalHosts } from '../../providers/localHosts.ts';
import { parseProviders } from '../../providers/parseProviders.ts';
import { builtInProviders, type ProviderConfig } from '../../providers/providerConfig.ts';
import { parseRequestLimits } from '../../routing/budgets/parseRequestLimits.ts';
import type { RequestLimits } from '../../routing/budgets/requestLimits.ts';
import { nearWords } from '../../routing/input/didYouMean.ts';
import { isRecord, own } from '../../routing/input/objects.ts';
import type { InputProblem } from '../../routing/input/problems.ts';
import { type Catalog, mergeModels } from '../../routing/models/catalog.ts';
import { splitReference } from '../../routing/models/model.ts';
import { parseModels } from '../../routing/models/parseModels.ts';
import shippedModels from '../../routing/models/shippedModels.json' with { type: 'json' };
import { parseLatencyBudgets } from '../../routing/policy/parseLatencyBudgets.ts';
import { parseRulesSetting, parseTiersSetting } from '../../routing/policy/parsePolicy.ts';
import type { CostRule, LocalRule, Rule } from '../../routing/policy/policy.ts';
import { shippedTiers } from '../../routing/policy/shippedPolicy.ts';
import type { Situation } from '../../routing/situation.ts';
import { namesOfSettings } from './settingNames.ts';
import { type ReadYaml, readJsonWithComments } from '../read/readYaml.ts';

/** What the command line uses of a user's settings. */
export interface UserSettings {
  readonly providers: readonly ProviderConfig[];
  readonly localHosts: readonly string[];
  readonly catalog: Catalog;
  readonly tiers: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly Rule[];
  readonly localRules: readonly LocalRule[];
  readonly costRules: readonly CostRule[];
  readonly limits: RequestLimits;
  readonly latencyBudgets: Situation['latencyBudgets'];
  readonly gateCommands: readonly GateCommand[];
  readonly copyAlso: readonly string[];
  readonly privateFiles: readonly string[];
  /** Output tokens of one answer. */
  readonly maxOutputTokens: number;
}

/** The default of the setting in the manifest. */
const usualMaxOutputTokens = 16_000;

/**
 * Reads a file with the settings `tierwise.…` of a user, among which others may stand; without a file, all are
 * as shipped. `today` is an ISO date, UTC. Throws `InputError` with the lines of what is wrong: a run whose
 * settings are not as they were meant is not started.
 */
export async function readUserSettings(
  path: string | undefined,
  today: string,
): Promise<UserSettings> {
  const read = path === undefined ? nothingWritten : await readJsonWithComments(path);
  const written = (name: string): unknown =>
    own(isRecord(read.value) ? read.value : {}, `tierwise.${name}`);
  const { settings, problems } = settingsIn(written, today);
  read.refuse([...namesOfSettings(read.value), ...problems]);
  return settings;
}

const nothingWritten: ReadYaml = { value: {}, lineAt: () => 1, refuse: () => undefined };

function settingsIn(
  written: (name: string) => unknown,
  today: string,
): { readonly settings: UserSettings; readonly problems: readonly InputProblem[] } {
  const { models: shipped } = parseModels(shippedModels);
  const models = parseModels(written('models'), { shipped, today });
  const tiers = parseTiersSetting(written('tiers') ?? shippedTiers);
  const rules = parseRulesSetting(written('rules'), Object.keys(tiers.tiers));
  const hosts = readLocalHosts(written('localHosts'));
  const latency = parseLatencyBudgets(written('latencyBudgets'));
  const limits = parseRequestLimits(written('limits'));
  const commands = parseGateCommands(written('gateCommands'));
  const providers = parseProviders(written('providers'));
  const copied = readGlobList(written('copyAlso'));
  const hidden = readGlobList(written('privateFiles'));
  const tokens = readMaxOutputTokens(written('maxOutputTokens'));
  return {
    settings: {
      providers: written('providers') === undefined ? builtInProviders : providers.providers,
      localHosts: hosts.hosts,
      catalog: mergeModels(shipped, models.models),
      tiers: Object.keys(tiers.tiers).length > 0 ? tiers.tiers : shippedTiers,
      rules: rules.rules,
      localRules: rules.localRules ?? [],
      costRules: rules.costRules ?? [],
      limits: limits.limits,
      latencyBudgets: latency.budgets,
      gateCommands: commands.commands,
      copyAlso: copied.globs,
      privateFiles: hidden.globs,
      maxOutputTokens: tokens.value,
    },
    problems: [
      ...under('models', models.problems),
      ...under('tiers', tiers.problems),
      ...under('rules', rules.problems),
      ...under('localHosts', hosts.problems),
      ...under('latencyBudgets', latency.problems),
      ...under('limits', limits.problems),
      ...under('gateCommands', commands.problems),
      ...under('providers', providers.problems),
      ...under('copyAlso', copied.problems),
      ...under('privateFiles', hidden.problems),
      ...under('tiers', unknownProviders(tiers.tiers, providers.providers)),
      ...under('maxOutputTokens', tokens.problems),
    ],
  };
}

function under(name: string, problems: readonly InputProblem[]): readonly InputProblem[] {
  return problems.map(({ path, message }) => ({ path: [`tierwise.${name}`, ...path], message }));
}

/** A tier whose provider is misspelt would ask another model than the one that was meant. */
function unknownProviders(
  tiers: UserSettings['tiers'],
  providers: readonly ProviderConfig[],
): readonly InputProblem[] {
  const known = [...providers.map(({ id }) => id), 'vscode'];
  return Object.entries(tiers).flatMap(([tier, references]) =>
    references.flatMap((reference, index): InputProblem[] => {
      const provider = splitReference(reference)?.provider;
      if (provider === undefined || known.includes(provider)) return [];
      const next =
        nearWords(provider, known) || ' Add it to `tierwise.providers`, or take the model out.';
      return [{ path: [tier, index], message: `There is no provider "${provider}".${next}` }];
    }),
  );
}

function readMaxOutputTokens(written: unknown): {
  readonly value: number;
  readonly problems: readonly InputProblem[];
} {
  if (written === undefined) return { value: usualMaxOutputTokens, problems: [] };
  if (typeof written === 'number' && Number.isInteger(written) && written >= 256) {
    return { value: written, problems: [] };
  }
  const message = 'Write a whole number of tokens, at least 256.';
  return { value: usualMaxOutputTokens, problems: [{ path: [], message }] };
}
