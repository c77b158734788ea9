import { budgetName } from '../budgets/budgetName.ts';
import type { BudgetStanding } from '../budgets/budget.ts';
import { limitsSetting, type SpendingLimits, usualLimits } from '../budgets/requestLimits.ts';
import { formatAmount } from '../models/creditPlan.ts';
import { formatUsd } from '../models/money.ts';
import type { Situation } from '../situation.ts';
import { taskTypes } from '../task.ts';
import { defaultGates, taskTypeLabels } from '../taskTypes.ts';
import { gatingOf, type TurnGating } from '../policy/turnPolicy.ts';
import { listed, inEnglish, type Say, toSay } from '../say.ts';
import type { OverviewLine } from './line.ts';
import {
  ruleOrigin,
  settingOrigin,
  settingOrShipped,
  shippedOrigin,
  turnsOrigin,
} from './origins.ts';
import type { PolicyRecord } from './record.ts';

/** How answers are checked: the usual gates, the commands, what rules name, and agents' turns. */
export function gateLines(
  { policy }: Situation,
  record: PolicyRecord,
  say: Say = inEnglish,
): OverviewLine[] {
  const { commands } = record;
  const commandsFrom = settingOrigin('tierwise.gateCommands', say);
  return [
    ...usualGateLines(say),
    ...commands.map(({ name, argv }) => ({
      text: say('The gate command runs “{0}”: {1}', name, argv.join(' ')),
      from: commandsFrom,
    })),
    ...(commands.length === 0
      ? [
          {
            text: say('The gate command has nothing to run, so it checks nothing.'),
            from: commandsFrom,
          },
        ]
      : []),
    ...policy.rules.flatMap((rule): OverviewLine[] => {
      if (typeof rule.use === 'string' || !rule.use.gates) return [];
      const text = say('“{0}” names its own: {1}.', rule.name, listed(rule.use.gates, 'and', say));
      return [{ text, from: ruleOrigin(rule, record, say) }];
    }),
    turnGateLine(policy.turns ?? [], record, say),
  ];
}

function usualGateLines(say: Say): OverviewLine[] {
  const alike = Map.groupBy(taskTypes, (type) => listed(defaultGates[type], 'and', say));
  return [...alike].map(([gates, types]) => ({
    text: `${listed(types, 'and', say)}: ${gates}.`,
    from: shippedOrigin(say),
  }));
}

const gatingWords: Readonly<Record<TurnGating, string>> = {
  edits: toSay('In agents’ loops, answers that edit files are checked before the agent gets them.'),
  all: toSay(
    'In agents’ loops, the arguments of every tool call are checked before the agent gets them.',
  ),
  none: toSay('In agents’ loops, no answer is checked before the agent gets it.'),
};

function turnGateLine(
  turns: NonNullable<Situation['policy']['turns']>,
  record: PolicyRecord,
  say: Say,
): OverviewLine {
  const named = turns.find(({ tiers }) => tiers.gate);
  return {
    text: say(gatingWords[gatingOf(turns)]),
    from: named ? turnsOrigin(named, record, say) : shippedOrigin(say),
  };
}

/** Budgets as they stand, and the most that one request and one run may spend. */
export function budgetLines(
  { budgets, limits = usualLimits }: Situation,
  record: PolicyRecord,
  say: Say = inEnglish,
): OverviewLine[] {
  const from = settingOrShipped(record, limitsSetting, say);
  return [
    ...(budgets.length === 0 ? [{ text: say('There is no budget.') }] : []),
    ...budgets.map((standing) => ({
      text: standingWords(standing, say),
      from: settingOrigin('tierwise.budgets', say),
    })),
    { text: say('One request: {0}.', limitWords(limits.request, say)), from },
    { text: say('One run of a workflow: {0}.', limitWords(limits.run, say)), from },
  ];
}

function standingWords(
  { budget, spentNanoUsd, unknownAttempts }: BudgetStanding,
  say: Say,
): string {
  const name = budgetName(budget, say);
  const spent = formatAmount(spentNanoUsd, budget.plan, say);
  if (unknownAttempts === 0) return say('{0}: {1} is spent.', name, spent);
  return unknownAttempts === 1
    ? say(
        '{0}: {1} is spent, with 1 call of unknown cost counted as what was set aside.',
        name,
        spent,
      )
    : say(
        '{0}: {1} is spent, with {2} calls of unknown cost counted as what was set aside.',
        name,
        spent,
        unknownAttempts,
      );
}

function limitWords({ calls, nanoUsd, seconds }: SpendingLimits, say: Say): string {
  return say('at most {0} calls, {1} and {2} s', calls, formatUsd(nanoUsd), seconds);
}

/** How long an answer may take, by task type. */
export function latencyLines({ latencyBudgets }: Situation, say: Say = inEnglish): OverviewLine[] {
  return taskTypes.flatMap((type) => {
    const seconds = latencyBudgets[type];
    if (seconds === undefined) return [];
    const from = settingOrigin('tierwise.latencyBudgets', say);
    return [{ text: `${say(taskTypeLabels[type])}: ${seconds} s.`, from }];
  });
}
