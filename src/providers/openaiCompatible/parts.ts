import type { ToolCall } from '../../routing/conversation.ts';
import { arrayOf, type Json, objectOf, parseJson, textOf } from '../http/json.ts';
import { endsAnswer, unknownWordRemark, weightierWord } from '../finishWords.ts';
import type { Part } from '../provider.ts';
import { contentOf, deltaOf } from './content.ts';
import { chatFinishReason } from './finishReason.ts';
import { createThinkingSplitter } from '../turns/thinkingTags.ts';
import { createToolCallDrafts } from './toolCalls.ts';
import { createTurnStateDraft } from './turnStateDraft.ts';
import { createUsageReader } from './usage.ts';
import { createWholeTexts } from './wholeTexts.ts';

/** What the chunks themselves do not tell about the end of an answer. */
export interface ChatEnding {
  /** Whether the stream ended with `[DONE]`. */
  readonly isDone?: () => boolean;
  /** Tokens that the call allowed for the answer. */
  readonly maxOutputTokens?: number;
  /** Takes remarks for the log. */
  readonly note?: (remark: string) => void;
}

/** The finish reason in a chunk; undefined unless the chunk ends the answer. */
export function finishWord(chunk: unknown): string | undefined {
  const word = textOf(objectOf(arrayOf(objectOf(chunk)?.['choices'])[0])?.['finish_reason']);
  return word !== undefined && endsAnswer(word) ? word : undefined;
}

/**
 * Turns the chunks of the Chat Completions API into parts. An answer is whole when it has a finish reason,
 * which not every server follows with `[DONE]`. It is whole without one, too, when its last chunk holds
 * nothing but the usage and `[DONE]` came: Snowflake always ends so, and so do some of the providers
 * behind OpenRouter.
 */
export async function* chatParts(
  chunks: AsyncIterable<unknown>,
  ending: ChatEnding = {},
): AsyncGenerator<Part, void, undefined> {
  const splitter = createThinkingSplitter();
  const texts = createWholeTexts();
  const thoughts = createWholeTexts();
  const usage = createUsageReader();
  const drafts = createToolCallDrafts();
  const state = createTurnStateDraft();
  let finish: string | undefined;
  let refusal = false;
  let hasBegun = false;
  let last: Part | undefined;
  let isUsageLast = false;

  for await (const value of chunks) {
    const chunk = objectOf(value);
    const delta = deltaOf(chunk, hasBegun);
    const content = contentOf(delta);
    const pieces = callPiecesIn(delta);
    yield* reasoningPart(thoughts.add(content.reasoning));
    if (content.text) yield* reasoningPart(thoughts.end());
    yield* splitter.add(texts.add(content.text));
    if (content.refusal) yield { kind: 'text', text: content.refusal };
    refusal ||= content.refusal !== undefined;
    drafts.add(pieces);
    state.add(delta);
    const isSaying = content.reasoning + content.text !== '' || pieces.length > 0;
    hasBegun ||= isSaying;
    finish = weightierWord(finish, finishWord(chunk));
    const report = usage.read(chunk);
    isUsageLast = report !== undefined && !isSaying;
    last = report ?? last;
    if (report) yield report;
  }

  yield* reasoningPart(thoughts.end());
  yield* splitter.add(texts.end());
  yield* splitter.end();
  if (finish === undefined && !(isUsageLast && ending.isDone?.())) return;
  const { calls, signatures } = drafts.finished();
  for (const call of calls) yield { kind: 'toolCall', call };
  const items = [...state.items(), ...signatures];
  if (items.length > 0) yield { kind: 'state', items };
  const remark = finish === undefined ? undefined : unknownWordRemark(finish);
  if (remark) ending.note?.(remark);
  const isFull = reachesLimit(last, ending);
  const word = finish ?? (isFull ? 'length' : 'stop');
  const said = chatFinishReason(word, { toolCalls: calls.length > 0, refusal });
  // vLLM says "tool_calls" where the limit cut a call off
  // (https://github.com/vllm-project/vllm/pull/46303, 2026-06-21).
  const isCut = said === 'toolCalls' && isFull && !hasArguments(calls.at(-1));
  yield { kind: 'finish', reason: isCut ? 'length' : said, raw: finish ?? '[DONE]' };
}

function* reasoningPart(text: string): Generator<Part> {
  if (text) yield { kind: 'reasoning', text };
}

function callPiecesIn(delta: Json | undefined): readonly unknown[] {
  // The form before `tool_calls`, which some servers still send.
  const call = objectOf(delta?.['function_call']);
  return call ? [{ function: call }] : arrayOf(delta?.['tool_calls']);
}

/** A server that does not say that it stopped at the limit may show it by its count. */
function reachesLimit(last: Part | undefined, { maxOutputTokens }: ChatEnding): boolean {
  const written = last?.kind === 'usage' ? last.usage.outputTokens : 0;
  return maxOutputTokens !== undefined && written >= maxOutputTokens;
}

function hasArguments(call: ToolCall | undefined): boolean {
  return Object.keys(objectOf(parseJson(call?.argumentsJson ?? '')) ?? {}).length > 0;
}
