import { type ModelChoice, parseModelChoice } from '../models/model.ts';
import type { TaskType } from '../task.ts';
import type { AimName } from './aims.ts';
import {
  type CascadeUse,
  type Policy,
  type Rule,
  type Tier,
  tierNamed,
  topTier,
} from './policy.ts';

/**
 * The tiers of a new user. Providers without a key and models that are not available are passed over, so
 * one list works for every combination of keys, a Copilot plan and local models.
 */
export const shippedTiers: Readonly<Record<string, readonly string[]>> = {
  fast: [
    'anthropic/claude-haiku-5-5',
    'openai/gpt-6-luna',
    'vscode/copilot/gpt-6-luna',
    'vscode/copilot/claude-haiku-5.5',
    'ollama/qwen3:4b',
  ],
  balanced: [
    'anthropic/claude-sonnet-5-5',
    'openai/gpt-6.1-terra',
    'vscode/copilot/claude-sonnet-5.5',
    'vscode/copilot/gpt-6.1-terra',
    'ollama/qwen3-coder:30b',
  ],
  reasoning: [
    'anthropic/claude-opus-5-5',
    'openai/gpt-6.1-sol@high',
    'vscode/copilot/claude-opus-5.5',
    'vscode/copilot/gpt-6.1-sol',
    'ollama/gpt-oss:120b',
  ],
};

/** The tier for every task that no rule matches. */
export const defaultTierName = 'balanced';

type ShippedRule = readonly [
  name: string,
  taskTypes: readonly TaskType[],
  use: string | CascadeUse,
];

/*
 * An edit is tried on a cheaper model first, because its gates notice most of what is wrong with it. An answer
 * in words goes to one model: only another model could judge it. `careful` starts one tier higher; `save` lets
 * the gates check debugging, too.
 */
const routineEdits: CascadeUse = { cascade: ['fast', 'balanced'], unchecked: 'fast' };
const everydayEdits: Readonly<Record<'cheap' | 'balanced', CascadeUse>> = {
  cheap: { cascade: ['fast', 'balanced', 'reasoning'], unchecked: 'balanced' },
  balanced: { cascade: ['balanced', 'reasoning'], unchecked: 'balanced' },
};
const debuggingFirst: ShippedRule = [
  'debugging starts balanced',
  ['debug'],
  { cascade: ['balanced', 'reasoning'] },
];

/** The rules of a new user, as far as the tiers that they name are among `tierNames`. */
export function shippedRules(aim: AimName, tierNames: readonly string[]): Rule[] {
  const start = aim === 'careful' ? 'balanced' : 'cheap';
  const rules: readonly ShippedRule[] = [
    ['routine work is cheap', ['boilerplate', 'docs'], routineEdits],
    [`everyday edits start ${start}`, ['feature', 'refactor', 'test'], everydayEdits[start]],
    ['explanations are balanced', ['explain'], 'balanced'],
    ...(aim === 'save' ? [debuggingFirst] : []),
    ['hard thinking needs reasoning', ['debug', 'review', 'design'], 'reasoning'],
  ];
  return rules.flatMap(([name, taskType, written]): Rule[] => {
    const use = amongTiers(written, tierNames);
    return use === undefined ? [] : [{ name, when: { taskType }, use, origin: 'shipped' }];
  });
}

function amongTiers(
  use: string | CascadeUse,
  tierNames: readonly string[],
): string | CascadeUse | undefined {
  if (typeof use === 'string') return tierNames.includes(use) ? use : undefined;
  const { unchecked, ...rest } = use;
  const cascade = use.cascade.filter((name) => tierNames.includes(name));
  if (cascade.length === 0) return undefined;
  return { ...rest, cascade, ...(unchecked && cascade.includes(unchecked) && { unchecked }) };
}

/** Makes tiers from written references. Invalid references are omitted; `parsePolicy` reports them. */
export function toTiers(written: Readonly<Record<string, readonly string[]>>): Tier[] {
  return Object.entries(written).map(([name, references]) => ({
    name,
    choices: references
      .map(parseModelChoice)
      .filter((choice): choice is ModelChoice => choice !== undefined),
  }));
}

/** The name of the tier for a task that no rule matches. */
export function defaultTier(policy: Policy): string {
  return (tierNamed(policy, defaultTierName) ?? topTier(policy))?.name ?? defaultTierName;
}
