import { usualLimits } from '../budgets/requestLimits.ts';
import { aimsOf, shippedAim } from '../policy/aims.ts';
import type { CostRule, LocalRule, Rule } from '../policy/policy.ts';
import { defaultTier } from '../policy/shippedPolicy.ts';
import { turnKeys } from '../policy/turnPolicy.ts';
import { shippedUnsureGuesses } from '../policy/unsureGuesses.ts';
import type { Situation } from '../situation.ts';
import { taskTypes } from '../task.ts';
import { taskTypeLabels } from '../taskTypes.ts';
import { budgetLines, gateLines, latencyLines } from './limitLines.ts';
import { listed, type OverviewLine, type OverviewPart, share } from './line.ts';
import {
  fileOrigin,
  partOrigin,
  ruleOrigin,
  settingOrigin,
  settingOrShipped,
  shipped,
  turnsOrigin,
} from './origins.ts';
import type { PolicyRecord } from './record.ts';
import { remarkLines } from './remarks.ts';
import { describeUse, describeWhen } from './ruleWords.ts';
import { modelLines } from './tierLines.ts';

/** All that decides where work goes now, part by part; parts with nothing to say are left out. */
export function routingOverview(situation: Situation, record: PolicyRecord): OverviewPart[] {
  const { policy } = situation;
  const ignored = remarkLines(policy, record);
  const parts: OverviewPart[] = [
    { title: 'What comes before every rule', lines: overrides(situation, record) },
    {
      title: 'Ignored or changed',
      lines: ignored.length > 0 ? ignored : [{ text: 'Nothing: all that is written counts.' }],
    },
    {
      title: 'Rules, in the order in which they are tried',
      note: 'The first that matches decides. Once there is enough evidence of your own work, the planner takes the place of the shipped rules.',
      ordered: true,
      lines: ruleLines(situation, record),
    },
    {
      title: 'Tiers, from the cheapest to the strongest',
      note: 'The first model of a tier that is ready and can do the task answers.',
      lines: policy.tiers.map((tier) => ({
        text: tier.name,
        from: tierOrigin(record),
        under: modelLines(tier, situation),
      })),
    },
    { title: 'Aim', lines: aimLines(situation, record) },
    { title: 'Gates', lines: gateLines(situation, record) },
    { title: 'Budgets and limits', lines: budgetLines(situation, record) },
    { title: 'How long an answer may take', lines: latencyLines(situation) },
    {
      title: 'Work that stays on this machine',
      note: 'Each of these holds, wherever it stands and whatever else decides.',
      lines: localLines(situation, record),
    },
    { title: 'Critical work', lines: criticalLines(record) },
    { title: 'What a wrong answer costs', lines: costLines(situation, record) },
    { title: 'Turns of agents’ loops', lines: turnLines(situation, record) },
    { title: 'Workflows', lines: workflowLines(situation, record) },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

function overrides({ pick, experiments = [] }: Situation, record: PolicyRecord): OverviewLine[] {
  const { tier, pinned } = pick;
  const lines: OverviewLine[] = [
    ...(record.isPractising
      ? [{ text: 'Practice models run: providers, models and tiers are theirs until you stop.' }]
      : []),
    ...taskTypes.flatMap((type) =>
      pinned[type] === undefined
        ? []
        : [{ text: `You pinned ${pinned[type]} to ${taskTypeLabels[type]}.` }],
    ),
    ...(tier === 'auto'
      ? []
      : [
          { text: `You picked ${tier} in the status bar: every task goes there, but pinned ones.` },
        ]),
    ...experiments.map(({ name, taskType, mode }) => ({
      text: `The experiment “${name}” ${mode === 'split' ? 'gives each task a plan' : 'asks a second plan'} for ${taskTypeLabels[taskType]}.`,
      from: settingOrigin('tierwise.experiments'),
    })),
  ];
  return lines.length > 0 ? lines : [{ text: 'Nothing: no tier is picked, and none is pinned.' }];
}

function ruleLines({ policy, limits }: Situation, record: PolicyRecord): OverviewLine[] {
  const { request } = limits ?? usualLimits;
  const tierNames = policy.tiers.map(({ name }) => name);
  const catchAll = policy.rules.find(({ when }) => Object.keys(when).length === 0);
  const end = catchAll ? policy.rules.indexOf(catchAll) : Infinity;
  const lines = policy.rules.map((rule, index): OverviewLine => {
    const never =
      catchAll && index > end
        ? ` It is never reached: “${catchAll.name}” before it matches all work.`
        : '';
    const does = describeUse(rule, request, tierNames);
    return { ...conditional(rule, record), text: `${headOf(rule)}: ${does}.${never}` };
  });
  const rest = { text: `All other work: ${defaultTier(policy)}.`, from: shipped };
  return catchAll ? lines : [...lines, rest];
}

function headOf({ name, when }: Pick<Rule, 'name' | 'when'>): string {
  return `“${name}” (${describeWhen(when)})`;
}

function conditional(rule: Rule | LocalRule | CostRule, record: PolicyRecord): OverviewLine {
  return { text: `${headOf(rule)}.`, from: ruleOrigin(rule, record) };
}

function tierOrigin(record: PolicyRecord) {
  return record.isPractising ? { words: 'practice' } : settingOrShipped(record, 'tierwise.tiers');
}

function aimLines({ policy }: Situation, record: PolicyRecord): OverviewLine[] {
  const { aim = shippedAim, auto, unsureGuesses = shippedUnsureGuesses } = policy;
  const { floor, worst, exploringShare } = aimsOf(aim, auto);
  const own = auto && [
    ...(auto.tiers ? [`the tiers ${listed(auto.tiers)}`] : []),
    ...(auto.floor === undefined ? [] : [`the floor ${share(auto.floor)}`]),
    ...(auto.worst === undefined ? [] : [`the worst ${share(auto.worst)}`]),
    ...(auto.exploringShare === undefined ? [] : [`${share(auto.exploringShare)} for exploring`]),
  ];
  return [
    { text: `The aim is ${aim}.`, from: settingOrShipped(record, 'tierwise.aim') },
    ...(own && own.length > 0
      ? [{ text: `The repository names ${listed(own)}.`, from: partOrigin('auto', record) }]
      : []),
    {
      text: `So the planner keeps a floor of ${share(floor)} of the strongest tier’s quality on average, and ${share(worst)} at worst for a task type. Exploring may cost ${share(exploringShare)} on top.`,
    },
    {
      text:
        unsureGuesses === 'stronger'
          ? 'Where the task type is unsure, the one with the stronger tier counts.'
          : 'Where the task type is unsure, the likelier one counts.',
      from: settingOrShipped(record, 'tierwise.unsureGuesses'),
    },
  ];
}

function localLines({ policy }: Situation, record: PolicyRecord): OverviewLine[] {
  const rules = policy.localRules ?? [];
  return [
    ...rules.map((rule) => conditional(rule, record)),
    ...record.localHosts.map((host) => ({
      text: `${host} counts as this machine.`,
      from: settingOrigin('tierwise.localHosts'),
    })),
  ];
}

function criticalLines({ files }: PolicyRecord): OverviewLine[] {
  return files.flatMap((file) =>
    file.policy.critical.map((glob) => ({
      text: glob,
      from: fileOrigin(file, file.lines.parts.get('critical')),
    })),
  );
}

function costLines({ policy }: Situation, record: PolicyRecord): OverviewLine[] {
  return (policy.costRules ?? []).map((rule) => ({
    ...conditional(rule, record),
    text: `${headOf(rule)}: ${rule.cost}.`,
  }));
}

function turnLines({ policy }: Situation, record: PolicyRecord): OverviewLine[] {
  return (policy.turns ?? []).flatMap((named) => {
    const tiers = turnKeys.flatMap((key) => {
      const tier = named.tiers[key];
      return tier === undefined ? [] : [`${key}: ${tier}`];
    });
    const from = turnsOrigin(named, record);
    return tiers.map((text) => ({ text, from }));
  });
}

function workflowLines({ policy }: Situation, record: PolicyRecord): OverviewLine[] {
  return Object.entries(policy.workflows ?? {}).map(([name, { everywhere, steps, agents }]) => {
    const what = [
      ...(everywhere ? ['all steps and agents'] : []),
      ...Object.keys({ ...steps, ...agents }),
    ];
    return {
      text: `“${name}” has other tiers for ${listed(what)}.`,
      from: partOrigin('workflows', record),
    };
  });
}
