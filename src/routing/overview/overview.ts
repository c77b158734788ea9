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
import { listed, inEnglish, type Say } from '../say.ts';
import { type OverviewLine, type OverviewPart, share } from './line.ts';
import {
  fileOrigin,
  partOrigin,
  ruleOrigin,
  settingOrigin,
  settingOrShipped,
  shippedOrigin,
  turnsOrigin,
} from './origins.ts';
import type { PolicyRecord } from './record.ts';
import { remarkLines } from './remarks.ts';
import { describeUse, describeWhen } from './ruleWords.ts';
import { modelLines } from './tierLines.ts';

/** All that decides where work goes now, part by part; parts with nothing to say are left out. */
export function routingOverview(
  situation: Situation,
  record: PolicyRecord,
  say: Say = inEnglish,
): OverviewPart[] {
  const { policy } = situation;
  const ignored = remarkLines(policy, record, say);
  const parts: OverviewPart[] = [
    { title: say('What comes before every rule'), lines: overrides(situation, record, say) },
    {
      title: say('Ignored or changed'),
      lines: ignored.length > 0 ? ignored : [{ text: say('Nothing: all that is written counts.') }],
    },
    {
      title: say('Rules, in the order in which they are tried'),
      note: say(
        'The first that matches decides. Once there is enough evidence of your own work, the planner takes the place of the shipped rules.',
      ),
      ordered: true,
      lines: ruleLines(situation, record, say),
    },
    {
      title: say('Tiers, from the cheapest to the strongest'),
      note: say('The first model of a tier that is ready and can do the task answers.'),
      lines: policy.tiers.map((tier) => ({
        text: tier.name,
        from: tierOrigin(record, say),
        under: modelLines(tier, situation, say),
      })),
    },
    { title: say('Aim'), lines: aimLines(situation, record, say) },
    { title: say('Gates'), lines: gateLines(situation, record, say) },
    { title: say('Budgets and limits'), lines: budgetLines(situation, record, say) },
    { title: say('How long an answer may take'), lines: latencyLines(situation, say) },
    {
      title: say('Work that stays on this machine'),
      note: say('Each of these holds, wherever it stands and whatever else decides.'),
      lines: localLines(situation, record, say),
    },
    { title: say('Critical work'), lines: criticalLines(record, say) },
    { title: say('What a wrong answer costs'), lines: costLines(situation, record, say) },
    { title: say('Turns of agents’ loops'), lines: turnLines(situation, record, say) },
    { title: say('Workflows'), lines: workflowLines(situation, record, say) },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

function overrides(
  { pick, experiments = [] }: Situation,
  record: PolicyRecord,
  say: Say,
): OverviewLine[] {
  const { tier, pinned } = pick;
  const lines: OverviewLine[] = [
    ...(record.isPractising
      ? [
          {
            text: say(
              'Practice models run: providers, models and tiers are theirs until you stop.',
            ),
          },
        ]
      : []),
    ...taskTypes.flatMap((type) =>
      pinned[type] === undefined
        ? []
        : [{ text: say('You pinned {0} to {1}.', pinned[type], say(taskTypeLabels[type])) }],
    ),
    ...(tier === 'auto'
      ? []
      : [
          {
            text: say(
              'You picked {0} in the status bar: every task goes there, but pinned ones.',
              tier,
            ),
          },
        ]),
    ...experiments.map(({ name, taskType, mode }) => ({
      text:
        mode === 'split'
          ? say(
              'The experiment “{0}” gives each task a plan for {1}.',
              name,
              say(taskTypeLabels[taskType]),
            )
          : say(
              'The experiment “{0}” asks a second plan for {1}.',
              name,
              say(taskTypeLabels[taskType]),
            ),
      from: settingOrigin('tierwise.experiments', say),
    })),
  ];
  return lines.length > 0
    ? lines
    : [{ text: say('Nothing: no tier is picked, and none is pinned.') }];
}

function ruleLines({ policy, limits }: Situation, record: PolicyRecord, say: Say): OverviewLine[] {
  const { request } = limits ?? usualLimits;
  const tierNames = policy.tiers.map(({ name }) => name);
  const catchAll = policy.rules.find(({ when }) => Object.keys(when).length === 0);
  const end = catchAll ? policy.rules.indexOf(catchAll) : Infinity;
  const lines = policy.rules.map((rule, index): OverviewLine => {
    const never =
      catchAll && index > end
        ? ` ${say('It is never reached: “{0}” before it matches all work.', catchAll.name)}`
        : '';
    const does = describeUse(rule, request, tierNames, say);
    return { ...conditional(rule, record, say), text: `${headOf(rule, say)}: ${does}.${never}` };
  });
  const rest = { text: say('All other work: {0}.', defaultTier(policy)), from: shippedOrigin(say) };
  return catchAll ? lines : [...lines, rest];
}

function headOf({ name, when }: Pick<Rule, 'name' | 'when'>, say: Say): string {
  return `“${name}” (${describeWhen(when, say)})`;
}

function conditional(
  rule: Rule | LocalRule | CostRule,
  record: PolicyRecord,
  say: Say,
): OverviewLine {
  return { text: `${headOf(rule, say)}.`, from: ruleOrigin(rule, record, say) };
}

function tierOrigin(record: PolicyRecord, say: Say) {
  return record.isPractising
    ? { words: say('practice') }
    : settingOrShipped(record, 'tierwise.tiers', say);
}

function aimLines({ policy }: Situation, record: PolicyRecord, say: Say): OverviewLine[] {
  const { aim = shippedAim, auto, unsureGuesses = shippedUnsureGuesses } = policy;
  const { floor, worst, exploringShare } = aimsOf(aim, auto);
  const own = auto && [
    ...(auto.tiers ? [say('the tiers {0}', listed(auto.tiers, 'and', say))] : []),
    ...(auto.floor === undefined ? [] : [say('the floor {0}', share(auto.floor))]),
    ...(auto.worst === undefined ? [] : [say('the worst {0}', share(auto.worst))]),
    ...(auto.exploringShare === undefined
      ? []
      : [say('{0} for exploring', share(auto.exploringShare))]),
  ];
  return [
    { text: say('The aim is {0}.', aim), from: settingOrShipped(record, 'tierwise.aim', say) },
    ...(own && own.length > 0
      ? [
          {
            text: say('The repository names {0}.', listed(own, 'and', say)),
            from: partOrigin('auto', record, say),
          },
        ]
      : []),
    {
      text: say(
        'So the planner keeps a floor of {0} of the strongest tier’s quality on average, and {1} at worst for a task type. Exploring may cost {2} on top.',
        share(floor),
        share(worst),
        share(exploringShare),
      ),
    },
    {
      text:
        unsureGuesses === 'stronger'
          ? say('Where the task type is unsure, the one with the stronger tier counts.')
          : say('Where the task type is unsure, the likelier one counts.'),
      from: settingOrShipped(record, 'tierwise.unsureGuesses', say),
    },
  ];
}

function localLines({ policy }: Situation, record: PolicyRecord, say: Say): OverviewLine[] {
  const rules = policy.localRules ?? [];
  return [
    ...rules.map((rule) => conditional(rule, record, say)),
    ...record.localHosts.map((host) => ({
      text: say('{0} counts as this machine.', host),
      from: settingOrigin('tierwise.localHosts', say),
    })),
  ];
}

function criticalLines({ files }: PolicyRecord, say: Say): OverviewLine[] {
  return files.flatMap((file) =>
    file.policy.critical.map((glob) => ({
      text: glob,
      from: fileOrigin(file, file.lines.parts.get('critical'), say),
    })),
  );
}

function costLines({ policy }: Situation, record: PolicyRecord, say: Say): OverviewLine[] {
  return (policy.costRules ?? []).map((rule) => ({
    ...conditional(rule, record, say),
    text: `${headOf(rule, say)}: ${rule.cost}.`,
  }));
}

function turnLines({ policy }: Situation, record: PolicyRecord, say: Say): OverviewLine[] {
  return (policy.turns ?? []).flatMap((named) => {
    const tiers = turnKeys.flatMap((key) => {
      const tier = named.tiers[key];
      return tier === undefined ? [] : [`${key}: ${tier}`];
    });
    const from = turnsOrigin(named, record, say);
    return tiers.map((text) => ({ text, from }));
  });
}

function workflowLines({ policy }: Situation, record: PolicyRecord, say: Say): OverviewLine[] {
  return Object.entries(policy.workflows ?? {}).map(([name, { everywhere, steps, agents }]) => {
    const what = [
      ...(everywhere ? [say('all steps and agents')] : []),
      ...Object.keys({ ...steps, ...agents }),
    ];
    return {
      text: say('“{0}” has other tiers for {1}.', name, listed(what, 'and', say)),
      from: partOrigin('workflows', record, say),
    };
  });
}
