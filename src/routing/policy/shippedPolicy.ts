import { type ModelChoice, parseModelChoice } from '../models/model.ts';
import { type Policy, type Rule, type Tier, tierNamed, topTier } from './policy.ts';

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

export const shippedRules: readonly Rule[] = [
  {
    name: 'routine work is cheap',
    when: { taskType: ['boilerplate', 'docs'] },
    use: 'fast',
    origin: 'shipped',
  },
  {
    name: 'everyday work is balanced',
    when: { taskType: ['feature', 'refactor', 'test', 'explain'] },
    use: 'balanced',
    origin: 'shipped',
  },
  {
    name: 'hard thinking needs reasoning',
    when: { taskType: ['debug', 'review', 'design'] },
    use: 'reasoning',
    origin: 'shipped',
  },
];

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
