import {
  instructionsSetting,
  parseInstructionLimits,
} from '../../execution/projectInstructions.ts';
import { readGlobList } from '../../execution/safety/globList.ts';
import { parseGateCommands } from '../../execution/gates/command/parseGateCommands.ts';
import { advisorSetting, parseAdvisor } from '../../routing/budgets/parseAdvisor.ts';
import { parseRequestLimits } from '../../routing/budgets/parseRequestLimits.ts';
import { limitsSetting, type RequestLimits } from '../../routing/budgets/requestLimits.ts';
import type { Experiment } from '../../routing/experiments/experiment.ts';
import { parseExperiments } from '../../routing/experiments/parseExperiments.ts';
import type { InputProblem } from '../../routing/input/problems.ts';
import { type Catalog, mergeModels } from '../../routing/models/catalog.ts';
import { parseModels } from '../../routing/models/parseModels.ts';
import { renamedFields } from '../../routing/models/renamedFields.ts';
import shippedModels from '../../routing/models/shippedModels.json' with { type: 'json' };
import type { SettingRemark, SettingsRecord } from '../../routing/overview/record.ts';
import { parseLatencyBudgets } from '../../routing/policy/parseLatencyBudgets.ts';
import {
  parseRulesSetting,
  parseTiersSetting,
  type RulePlaces,
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
import { type SettingKey, settingKeys } from '../platform/contributed.ts';
import { say } from '../platform/say.ts';
import { isWritten, tellProblems, userSetting, writtenSetting } from '../platform/setting.ts';

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
  readonly record: SettingsRecord;
  /** What is written by an old name, which still counts. */
  readonly renamed: readonly SettingRemark[];
}

const ofUser = { base: [], inRepository: false } as const;

type Warn = (message: string) => void;

/**
 * Reads the user's settings and passes their problems to `warn`. `today` is an ISO date, UTC. While practice
 * models run, models and tiers are theirs.
 */
export function readSettings(today: string, warn: Warn, practice?: PracticeStarted): FromSettings {
  const remarks: SettingRemark[] = [];
  const tell = (setting: SettingKey, problems: readonly InputProblem[]) => {
    tellProblems(setting, problems, warn);
    remarks.push(...problems.map((problem) => ({ ...problem, setting })));
  };
  const { models: known } = parseModels(shippedModels);
  const models = parseModels(modelsWith(practice), { shipped: known, today, say });
  tell('tierwise.models', models.problems);
  const tiers = tiersWith(practice);
  tell('tierwise.tiers', tiers.problems);
  const names = Object.keys(tiers.tiers);
  const rules = parseRulesSetting(userSetting('tierwise.rules'), names, say);
  tell('tierwise.rules', [...rules.problems, ...rules.notices]);
  const turns = readTurnTiers(userSetting('tierwise.turns'), names, ofUser, say);
  tell('tierwise.turns', turns.problems);
  const tried = parseExperiments(userSetting('tierwise.experiments'), names, say);
  tell('tierwise.experiments', tried.problems);
  const latency = parseLatencyBudgets(userSetting('tierwise.latencyBudgets'), say);
  tell('tierwise.latencyBudgets', latency.problems);
  tellOthers(tell, names);
  const renamed = renamedSettings();
  return {
    latencyBudgets: latency.budgets,
    limits: parseRequestLimits(writtenSetting(limitsSetting)).limits,
    tiers: names.length > 0 ? tiers.tiers : shippedTiers,
    rules: rules.rules,
    localRules: rules.localRules ?? [],
    costRules: rules.costRules ?? [],
    turns: turns.tiers,
    ...preferences(tell),
    experiments: tried.experiments,
    catalog: mergeModels(known, models.models),
    record: { ...recordOf(rules.places, practice), remarks: [...remarks, ...renamed] },
    renamed,
  };
}

function renamedSettings(): SettingRemark[] {
  const setting = 'tierwise.models' satisfies SettingKey;
  return renamedFields(userSetting(setting), say).map((each) => ({ ...each, setting }));
}

type Tell = (setting: SettingKey, problems: readonly InputProblem[]) => void;

function preferences(tell: Tell): Pick<FromSettings, 'aim' | 'unsureGuesses'> {
  const { aim, problems } = parseAim(userSetting('tierwise.aim'), say);
  tell('tierwise.aim', problems);
  const guesses = parseUnsureGuesses(userSetting('tierwise.unsureGuesses'), say);
  tell('tierwise.unsureGuesses', guesses.problems);
  return { aim, unsureGuesses: guesses.unsureGuesses };
}

/** Tells problems in settings that others read. */
function tellOthers(tell: Tell, tierNames: readonly string[]): void {
  tell('tierwise.localHosts', readLocalHosts(userSetting('tierwise.localHosts'), say).problems);
  for (const key of ['tierwise.privateFiles', 'tierwise.copyAlso'] as const) {
    tell(key, readGlobList(userSetting(key), say).problems);
  }
  const instructions = parseInstructionLimits(writtenSetting(instructionsSetting), say);
  tell(instructionsSetting, instructions.problems);
  tell(advisorSetting, parseAdvisor(writtenSetting(advisorSetting), tierNames, say).problems);
}

function recordOf(
  ownRules: RulePlaces,
  practice: PracticeStarted | undefined,
): Omit<SettingsRecord, 'remarks'> {
  return {
    ownRules,
    written: new Set(settingKeys.filter(isWritten)),
    commands: parseGateCommands(userSetting('tierwise.gateCommands')).commands,
    localHosts: readLocalHosts(userSetting('tierwise.localHosts')).hosts,
    isPractising: practice !== undefined,
  };
}

function modelsWith(practice: PracticeStarted | undefined): unknown {
  return practice?.settings['tierwise.models'] ?? userSetting('tierwise.models');
}

function tiersWith(practice: PracticeStarted | undefined): ReturnType<typeof parseTiersSetting> {
  const parsed = parseTiersSetting(writtenTiers() ?? shippedTiers, say);
  if (!practice) return parsed;
  const names = Object.keys(parsed.tiers);
  return parseTiersSetting(practiceTiers(names, practice.settings['tierwise.tiers']), say);
}

function writtenTiers(): unknown {
  const written = userSetting('tierwise.tiers');
  return written && Object.keys(written).length > 0 ? written : undefined;
}
