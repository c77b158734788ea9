import { expect, test, vi } from 'vitest';
import { usagePart } from '../../../../src/editor/chat/reportUsage.ts';
import type { AttemptEnd } from '../../../../src/execution/events.ts';
import { modelWith } from '../../../support/tasks.ts';

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  LanguageModelDataPart: class {
    readonly data: Uint8Array;
    readonly mimeType: string;
    constructor(data: Uint8Array, mimeType: string) {
      this.data = data;
      this.mimeType = mimeType;
    }
  },
}));

const end: AttemptEnd = {
  attemptId: 'a',
  choice: { tier: 'fast', model: modelWith('p/small') },
  outcome: 'complete',
  text: 'four',
  toolCalls: [{ id: '1', name: 'look', argumentsJson: '{}' }],
  cost: { source: 'unknown' },
  latencyMs: 1,
};
const conversation = {
  system: 'system',
  messages: [{ role: 'user' as const, text: 'words' }],
  tools: [],
};

/** What VS Code is told, where each character counts as a token. */
async function told(of: AttemptEnd): Promise<unknown> {
  const { data, mimeType } = await usagePart(of, conversation, async (text) => text.length);
  expect(mimeType).toBe('usage');
  return JSON.parse(new TextDecoder().decode(data));
}

test('the context in use is what the provider reported for the answer', async () => {
  const usage = { inputTokens: 3_000, cacheReadTokens: 2_000, outputTokens: 300 };
  expect(await told({ ...end, usage })).toMatchObject({
    prompt_tokens: 3_000,
    completion_tokens: 300,
    total_tokens: 3_300,
    prompt_tokens_details: { cached_tokens: 2_000 },
  });
});

test('without a report it is counted, tool calls included, and never 0', async () => {
  expect(await told(end)).toMatchObject({
    prompt_tokens: 'system\nwords'.length,
    completion_tokens: 'four\nlook {}'.length,
  });
});
