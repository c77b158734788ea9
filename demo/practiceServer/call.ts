import type { Skill } from './models.ts';

export type WireName = 'anthropic' | 'openai' | 'compatible';

export interface PracticeTool {
  readonly name: string;
  /** JSON Schema of the arguments. */
  readonly schema: unknown;
}

/** A part of a prompt that the cache tells apart. */
export interface PromptBlock {
  /** All that the block says. */
  readonly key: string;
  readonly text: string;
  /** The request allows the prompt up to here to be cached. */
  readonly isMarked: boolean;
}

/** One request, in the same form for every wire format. */
export interface PracticeCall {
  readonly wire: WireName;
  readonly model: string;
  readonly stream: boolean;
  readonly system: string;
  readonly messages: readonly { readonly role: string; readonly text: string }[];
  readonly tools: readonly PracticeTool[];
  readonly maxOutputTokens: number | undefined;
  readonly effort: string | undefined;
  /** The whole prompt in order, for the cache. */
  readonly prompt: readonly PromptBlock[];
  /** `marked`: up to the marks of the request; `automatic`: the beginning of any long prompt. */
  readonly caching: 'marked' | 'automatic';
  /** Whether the first use of a prefix is reported and billed as a cache write. */
  readonly billsCacheWrites: boolean;
  /** The request asked for a summary of the thinking. */
  readonly showsThinking: boolean;
  /** What a reply's thinking is bound to: the model, and all that stands before it. */
  readonly bound: string;
  /** Chat Completions: a stream reports usage only when asked. */
  readonly reportsUsage: boolean;
}

/** Totals with parts: cache parts are inside `inputTokens`, reasoning is inside `outputTokens`. */
export interface PracticeUsage {
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

export interface PracticeToolCall {
  readonly id: string;
  readonly name: string;
  readonly argumentsJson: string;
}

/** What a model says to a call, in place of the brain's own answer. */
export interface Played {
  readonly text: string;
  readonly toolCalls: readonly { readonly name: string; readonly given: object }[];
}

/** Plays some of the calls; `body` is the request as it came. Undefined leaves the call to the brain. */
export type Play = (call: PracticeCall, skill: Skill, body: unknown) => Played | undefined;

export type Finish = 'stop' | 'length' | 'toolCalls';

/** A complete reply, before a wire gives it its shape. */
export interface Reply {
  readonly id: string;
  readonly model: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  /** Empty when the model did not think, or was not asked to say what. */
  readonly thinking: string;
  /** What the provider wants back with the turn; undefined when the model did not think. */
  readonly signature: string | undefined;
  readonly text: string;
  readonly toolCalls: readonly PracticeToolCall[];
  readonly finish: Finish;
  readonly usage: PracticeUsage;
  readonly reportsUsage: boolean;
}
