import type { BudgetStanding } from '../budgets/budget.ts';
import { limitsSetting, type SpendingLimits, usualLimits } from '../budgets/requestLimits.ts';
import { formatAmount } from '../models/creditPlan.ts';
import { formatUsd } from '../models/money.ts';
import type { Situation } from '../situation.ts';
import { taskTypes } from '../task.ts';
import { defaultGates, taskTypeLabels } from '../taskTypes.ts';
import { gatingOf, type TurnGating } from '../policy/turnPolicy.ts';
import { listed, type OverviewLine } from './line.ts';
import { ruleOrigin, settingOrigin, settingOrShipped, shipped, turnsOrigin } from './origins.ts';
import type { PolicyRecord } from './record.ts';

/** How answers are checked: the usual gates, the commands, what rules name, and agents' turns. */
export function gateLines({ policy }: Situation, record: PolicyRecord): OverviewLine[] {
  const { commands } = record;
  const commandsFrom = settingOrigin('tierwise.gateCommands');
  return [
    ...usualGateLines(),
    ...commands.map(({ name, argv }) => ({
      text: `The gate command runs “${name}”: ${argv.join(' ')}`,
      from: commandsFrom,
    })),
    ...(commands.length === 0
      ? [{ text: 'The gate command has nothing to run, so it checks nothing.', from: commandsFrom }]
      : []),
    ...policy.rules.flatMap((rule): OverviewLine[] => {
      if (typeof rule.use === 'string' || !rule.use.gates) return [];
      const text = `“${rule.name}” names its own: ${listed(rule.use.gates)}.`;
      return [{ text, from: ruleOrigin(rule, record) }];
    }),
    turnGateLine(policy.turns ?? [], record),
  ];
}

function usualGateLines(): OverviewLine[] {
  const alike = Map.groupBy(taskTypes, (type) => listed(defaultGates[type]));
  return [...alike].map(([gates, types]) => ({
    text: `${listed(types)}: ${gates}.`,
    from: shipped,
  }));
}

const gatingWords: Readonly<Record<TurnGating, string>> = {
  edits: 'answers that edit files are checked before the agent gets them',
  all: 'the arguments of every tool call are checked before the agent gets them',
  none: 'no answer is checked before the agent gets it',
};

function turnGateLine(
  turns: NonNullable<Situation['policy']['turns']>,
  record: PolicyRecord,
): OverviewLine {
  const named = turns.find(({ tiers }) => tiers.gate);
  return {
    text: `In agents’ loops, ${gatingWords[gatingOf(turns)]}.`,
    from: named ? turnsOrigin(named, record) : shipped,
  };
}

/** Budgets as they stand, and the most that one request and one run may spend. */
export function budgetLines(
  { budgets, limits = usualLimits }: Situation,
  record: PolicyRecord,
): OverviewLine[] {
  const from = settingOrShipped(record, limitsSetting);
  return [
    ...(budgets.length === 0 ? [{ text: 'There is no budget.' }] : []),
    ...budgets.map((standing) => ({
      text: standingWords(standing),
      from: settingOrigin('tierwise.budgets'),
    })),
    { text: `One request: ${limitWords(limits.request)}.`, from },
    { text: `One run of a workflow: ${limitWords(limits.run)}.`, from },
  ];
}

function standingWords({ budget, spentNanoUsd, unknownAttempts }: BudgetStanding): string {
  const calls = unknownAttempts === 1 ? 'call' : 'calls';
  const unknown =
    unknownAttempts > 0
      ? `, with ${unknownAttempts} ${calls} of unknown cost counted as what was set aside`
      : '';
  return `${budget.id}: ${formatAmount(spentNanoUsd, budget.plan)} is spent${unknown}.`;
}

function limitWords({ calls, nanoUsd, seconds }: SpendingLimits): string {
  return `at most ${calls} calls, ${formatUsd(nanoUsd)} and ${seconds} s`;
}

/** How long an answer may take, by task type. */
export function latencyLines({ latencyBudgets }: Situation): OverviewLine[] {
  return taskTypes.flatMap((type) => {
    const seconds = latencyBudgets[type];
    if (seconds === undefined) return [];
    const from = settingOrigin('tierwise.latencyBudgets');
    return [{ text: `${taskTypeLabels[type]}: ${seconds} s.`, from }];
  });
}
