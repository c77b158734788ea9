import { expect, test } from 'vitest';
import { type Effort, nearestEffort } from '../../../../src/routing/models/model.ts';
import { parseModels } from '../../../../src/routing/models/parseModels.ts';
import shipped from '../../../../src/routing/models/shippedModels.json' with { type: 'json' };

const { models } = parseModels(shipped);

test.each<[source: string, reference: string, wanted: Effort, asked: Effort | undefined]>([
  [
    'GPT-6.1 knows no none or minimal (dev.to, October 2026)',
    'openai/gpt-6.1-sol',
    'minimal',
    'low',
  ],
  ['GPT-6.1 knows no none', 'openai/gpt-6.1-sol', 'none', 'low'],
  ['GPT-6 knows none', 'openai/gpt-6-sol', 'none', 'none'],
  ['of two that are as near, the one that thinks', 'openai/gpt-6-sol', 'minimal', 'low'],
  ['GPT-5.4 ends at xhigh', 'openai/gpt-5.4', 'max', 'xhigh'],
  [
    'Claude Sonnet 4.6 has no xhigh (dreb v2.72.0, October 2026)',
    'anthropic/claude-sonnet-4-6',
    'xhigh',
    'max',
  ],
  ['Claude Haiku 4.5 knows no effort', 'anthropic/claude-haiku-4-5', 'high', undefined],
  ['Claude Opus 5.5 cannot but think', 'anthropic/claude-opus-5-5', 'none', 'low'],
  ['an unknown model is asked as wanted', 'openai/unheard-of', 'minimal', 'minimal'],
])('%s', (_, reference, wanted, asked) => {
  expect(nearestEffort(wanted, models.get(reference)?.efforts)).toBe(asked);
});
