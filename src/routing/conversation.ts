/** A model's request to run a tool. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it; not parsed, because it may not be valid. */
  readonly argumentsJson: string;
}

/** An image in a message. */
export interface Image {
  /** Such as `image/png`. */
  readonly mimeType: string;
  readonly base64: string;
  /** How many characters of its message's text stand before it; none when omitted. */
  readonly after?: number;
}

/**
 * What a provider wants back with an assistant turn in order to go on with it: OpenAI's reasoning items,
 * Anthropic's signed thinking, `reasoning_content` of DeepSeek and Kimi, Gemini's thought signatures.
 * Only the wire that made the items reads them, and only the provider that made them gets them back.
 */
export interface TurnState {
  /** The provider's id in the settings. */
  readonly provider: string;
  /** The provider's own name for the model. */
  readonly model: string;
  /** JSON values. */
  readonly items: readonly unknown[];
  /** The text that the items are of, where the turn's begins with words of another try. */
  readonly text?: string;
}

export type Message =
  | { readonly role: 'user'; readonly text: string; readonly images?: readonly Image[] }
  | {
      readonly role: 'assistant';
      readonly text: string;
      readonly toolCalls?: readonly ToolCall[];
      readonly state?: TurnState;
    }
  | {
      readonly role: 'tool';
      readonly callId: string;
      readonly text: string;
      /** What the tool shows. */
      readonly images?: readonly Image[];
    };

export interface Tool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly inputSchema: Record<string, unknown>;
}

/** A conversation that a task continues; its messages are sent unchanged. */
export interface Conversation {
  /** When empty, the usual system prompt for prose is used. */
  readonly system: string;
  /** Oldest first; the last one asks. */
  readonly messages: readonly Message[];
  /** The tools that the model may call; the caller runs them. */
  readonly tools: readonly Tool[];
  /** The answer has to call one of them. */
  readonly mustCall?: true;
  /** The same for all its turns, so that a provider finds its prompt cache again. */
  readonly cacheKey?: string;
  /** A JSON Schema object for the whole answer, for models with structured output. */
  readonly outputSchema?: { readonly name: string; readonly schema: Record<string, unknown> };
}

/** Calls of the newest answer that have no result yet. */
export function openCalls(messages: readonly Message[]): readonly ToolCall[] {
  const at = messages.findLastIndex(({ role }) => role === 'assistant');
  const newest = messages[at];
  if (newest?.role !== 'assistant') return [];
  const answered = new Set(
    messages.slice(at).flatMap((message) => (message.role === 'tool' ? [message.callId] : [])),
  );
  return (newest.toolCalls ?? []).filter(({ id }) => !answered.has(id));
}

export function imagesIn(messages: readonly Message[]): readonly Image[] {
  return messages.flatMap((message) =>
    message.role === 'assistant' ? [] : (message.images ?? []),
  );
}

/** Everything that a model reads, except images, as one text for estimating its size. */
export function textOfConversation({
  system,
  messages,
  tools,
  outputSchema,
}: Conversation): string {
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  );
  const shapes = [...tools, ...calls, ...(outputSchema ? [outputSchema] : [])].map((each) =>
    JSON.stringify(each),
  );
  return [system, ...messages.map(({ text }) => text), ...shapes].join('\n');
}
