import {
  instructionsSetting,
  parseInstructionLimits,
} from '../../execution/projectInstructions.ts';
import { advisorSetting, parseAdvisor } from '../../routing/budgets/parseAdvisor.ts';
import { parseRequestLimits } from '../../routing/budgets/parseRequestLimits.ts';
import { limitsSetting, type RequestLimits } from '../../routing/budgets/requestLimits.ts';
import type { Experiment } from '../../routing/experiments/experiment.ts';
import { parseExperiments } from '../../routing/experiments/parseExperiments.ts';
import { type Catalog, mergeModels } from '../../routing/models/catalog.ts';
import { parseModels } from '../../routing/models/parseModels.ts';
import shippedModels from '../../routing/models/shippedModels.json' with { type: 'json' };
import {
  parseLatencyBudgets,
  parseRulesSetting,
  parseTiersSetting,
} from '../../routing/policy/parsePolicy.ts';
import { type AimName, parseAim } from '../../routing/policy/aims.ts';
import type { CostRule, LocalRule, Rule } from '../../routing/policy/policy.ts';
import { readTurnTiers } from '../../routing/policy/parseTurns.ts';
import type { TurnTiers } from '../../routing/policy/turnPolicy.ts';
import { parseUnsureGuesses, type UnsureGuesses } from '../../routing/policy/unsureGuesses.ts';
import { shippedTiers } from '../../routing/policy/shippedPolicy.ts';
import type { Situation } from '../../routing/situation.ts';
import { readLocalHosts } from '../../providers/localHosts.ts';
import type { PracticeStarted } from '../practice/practiceStarted.ts';
import { practiceTiers } from '../practice/practiceTiers.ts';
import { tellProblems, userSetting, writtenSetting } from '../platform/setting.ts';

/** What a decision needs of the user's settings. */
export interface FromSettings {
  readonly tiers: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly Rule[];
  readonly localRules: readonly LocalRule[];
  readonly costRules: readonly CostRule[];
  readonly turns: TurnTiers;
  readonly aim: AimName | undefined;
  readonly unsureGuesses: UnsureGuesses | undefined;
  readonly experiments: readonly Experiment[];
  readonly catalog: Catalog;
  readonly latencyBudgets: Situation['latencyBudgets'];
  /** The usual ones while the setting has a fault, which stops paid calls meanwhile. */
  readonly limits: RequestLimits;
}

const ofUser = { base: [], inRepository: false } as const;

type Warn = (message: string) => void;

/**
 * Reads the user's settings and passes their problems to `warn`. `today` is an ISO date, UTC. While practice
 * models run, models and tiers are theirs.
 */
export function readSettings(today: string, warn: Warn, practice?: PracticeStarted): FromSettings {
  const { models: known } = parseModels(shippedModels);
  const models = parseModels(modelsWith(practice), { shipped: known, today });
  tellProblems('tierwise.models', models.problems, warn);
  const tiers = tiersWith(practice);
  tellProblems('tierwise.tiers', tiers.problems, warn);
  const rules = parseRulesSetting(userSetting('tierwise.rules'), Object.keys(tiers.tiers));
  tellProblems('tierwise.rules', rules.problems, warn);
  const names = Object.keys(tiers.tiers);
  const turns = readTurnTiers(userSetting('tierwise.turns'), names, ofUser);
  tellProblems('tierwise.turns', turns.problems, warn);
  const aimed = parseAim(userSetting('tierwise.aim'));
  tellProblems('tierwise.aim', aimed.problems, warn);
  const guessed = parseUnsureGuesses(userSetting('tierwise.unsureGuesses'));
  tellProblems('tierwise.unsureGuesses', guessed.problems, warn);
  const tried = parseExperiments(userSetting('tierwise.experiments'), names);
  tellProblems('tierwise.experiments', tried.problems, warn);
  const { problems } = readLocalHosts(userSetting('tierwise.localHosts'));
  tellProblems('tierwise.localHosts', problems, warn);
  const instructions = parseInstructionLimits(writtenSetting(instructionsSetting));
  tellProblems(instructionsSetting, instructions.problems, warn);
  tellProblems(advisorSetting, parseAdvisor(writtenSetting(advisorSetting), names).problems, warn);
  const latency = parseLatencyBudgets(userSetting('tierwise.latencyBudgets'));
  tellProblems('tierwise.latencyBudgets', latency.problems, warn);
  return {
    latencyBudgets: latency.budgets,
    limits: parseRequestLimits(writtenSetting(limitsSetting)).limits,
    tiers: Object.keys(tiers.tiers).length > 0 ? tiers.tiers : shippedTiers,
    rules: rules.rules,
    localRules: rules.localRules ?? [],
    costRules: rules.costRules ?? [],
    turns: turns.tiers,
    aim: aimed.aim,
    unsureGuesses: guessed.unsureGuesses,
    experiments: tried.experiments,
    catalog: mergeModels(known, models.models),
  };
}

function modelsWith(practice: PracticeStarted | undefined): unknown {
  return practice?.settings['tierwise.models'] ?? userSetting('tierwise.models');
}

function tiersWith(practice: PracticeStarted | undefined): ReturnType<typeof parseTiersSetting> {
  const parsed = parseTiersSetting(writtenTiers() ?? shippedTiers);
  if (!practice) return parsed;
  const names = Object.keys(parsed.tiers);
  return parseTiersSetting(practiceTiers(names, practice.settings['tierwise.tiers']));
}

function writtenTiers(): unknown {
  const written = userSetting('tierwise.tiers');
  return written && Object.keys(written).length > 0 ? written : undefined;
}
