export type WireName = 'anthropic' | 'openai' | 'compatible';

export interface PracticeTool {
  readonly name: string;
  /** JSON Schema of the arguments. */
  readonly schema: unknown;
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
  /** Texts from the start of the prompt that the request allows to be cached, shortest first. */
  readonly cachePrefixes: readonly string[];
  /** Whether the first use of a prefix is reported and billed as a cache write. */
  readonly billsCacheWrites: boolean;
  /** Anthropic: the request asked for thinking, so that the reply shows a thinking block. */
  readonly showsThinking: boolean;
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

export type Finish = 'stop' | 'length' | 'toolCalls';

/** A complete reply, before a wire gives it its shape. */
export interface Reply {
  readonly id: string;
  readonly model: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly thinking: string;
  readonly text: string;
  readonly toolCalls: readonly PracticeToolCall[];
  readonly finish: Finish;
  readonly usage: PracticeUsage;
  readonly reportsUsage: boolean;
}
