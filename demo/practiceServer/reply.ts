import { answerCall } from './brain/brain.ts';
import type {
  Finish,
  Played,
  PracticeCall,
  PracticeToolCall,
  PracticeUsage,
  Reply,
} from './call.ts';
import type { PracticeModel } from './models.ts';
import { reasoningTokensOf } from './models.ts';
import type { PromptCache } from './promptCache.ts';
import { signatureFor } from './signature.ts';
import { countTokens, cutToTokens } from './tokens.ts';
import { toolCallsFor } from './toolCall.ts';

/** Tokens that every message costs on top of its text. */
const messageOverhead = 3;

/** Creates the whole reply before any of it is sent, so that streamed and whole replies agree. */
export function makeReply(
  call: PracticeCall,
  model: PracticeModel,
  {
    id,
    cache,
    now,
    played,
  }: {
    readonly id: string;
    readonly cache: PromptCache;
    readonly now: Date;
    readonly played?: Played | undefined;
  },
): Reply {
  const inputTokens = inputTokensOf(call);
  const cached = cache.use(call, inputTokens);
  const limit = call.maxOutputTokens ?? Infinity;
  const reasoningTokens = Math.min(limit, reasoningTokensOf(model, inputTokens, call.effort));
  const toolCalls = played ? idsFor(played, id) : toolCallsFor(call, id);
  const calls = toolCalls.length > 0;
  const whole = played?.text ?? (calls ? '' : answerCall(call, model));
  // Reasoning counts towards the limit, so it may leave no room for text.
  const text = cutToTokens(whole, limit - reasoningTokens);
  const finish: Finish = calls ? 'toolCalls' : text === whole ? 'stop' : 'length';
  const callTokens = toolCalls.map(({ argumentsJson }) => countTokens(argumentsJson));
  const outputTokens = callTokens.reduce(
    (sum, tokens) => sum + tokens,
    reasoningTokens + countTokens(text),
  );
  return {
    id,
    model: call.model,
    createdAt: Math.floor(now.getTime() / 1000),
    thinking: call.showsThinking && reasoningTokens > 0 ? thinkingOf(call) : '',
    signature: reasoningTokens > 0 ? signatureFor(call.bound) : undefined,
    text,
    toolCalls,
    finish,
    usage: { inputTokens, ...cached, outputTokens, reasoningTokens },
    reportsUsage: call.reportsUsage,
  };
}

function idsFor({ toolCalls }: Played, replyId: string): PracticeToolCall[] {
  return toolCalls.map(({ name, given }, index) => ({
    id: `call_${replyId}_${index + 1}`,
    name,
    argumentsJson: JSON.stringify(given),
  }));
}

/** The same reply, ended early after some characters as if the limit had been reached. */
export function shortened(reply: Reply, afterChars: number): Reply {
  const text = reply.text.slice(0, afterChars);
  return { ...reply, text, finish: 'length', usage: usageOfPart(reply, text) };
}

/** The usage when only a part of the text was sent. */
export function usageOfPart({ usage }: Reply, sentText: string): PracticeUsage {
  return { ...usage, outputTokens: usage.reasoningTokens + countTokens(sentText) };
}

/** The usage when the client disconnected before the first text. */
export function usageOfInput({ usage }: Reply): PracticeUsage {
  return { ...usage, outputTokens: 0, reasoningTokens: 0 };
}

function inputTokensOf({ system, messages, tools }: PracticeCall): number {
  const texts = [system, ...messages.map(({ text }) => text)].filter(Boolean);
  const toolTokens = tools.length > 0 ? countTokens(JSON.stringify(tools)) : 0;
  return texts.reduce((sum, text) => sum + countTokens(text) + messageOverhead, toolTokens);
}

function thinkingOf({ messages }: PracticeCall): string {
  return `A practice model reads ${messages.length === 1 ? 'the message' : `${messages.length} messages`} and works out an answer.`;
}
