import * as vscode from 'vscode';
import type { AttemptEnd } from '../../execution/events.ts';
import { inputOf, tokensOfImages } from '../../execution/attempt/settleCost.ts';
import { usageMimeType, writeUsagePart } from '../../providers/usagePart.ts';
import type { Conversation } from '../../routing/conversation.ts';
import type { Usage } from '../../routing/models/usage.ts';

/** Counts the tokens of a text. */
type Count = (text: string) => Promise<number>;

/**
 * The data part that tells VS Code's chat how much of the context is in use: the tokens of the answer that
 * is handed on. What other attempts took is money, and that is in the cost panel.
 */
export async function usagePart(
  end: AttemptEnd,
  conversation: Conversation,
  count: Count,
): Promise<vscode.LanguageModelDataPart> {
  const usage = await usageOf(end, conversation, count);
  return new vscode.LanguageModelDataPart(writeUsagePart(usage), usageMimeType);
}

/** As reported, or else by counting what was sent and what came back. */
async function usageOf(
  { usage, text, toolCalls }: AttemptEnd,
  conversation: Conversation,
  count: Count,
): Promise<Usage> {
  if (usage) return usage;
  const calls = toolCalls.map(({ name, argumentsJson }) => `${name} ${argumentsJson}`);
  const [input, outputTokens] = await Promise.all([
    count(inputOf(conversation)),
    count([text, ...calls].join('\n')),
  ]);
  return { inputTokens: input + tokensOfImages(conversation), outputTokens };
}
