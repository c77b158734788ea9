/** A model wants a tool to be run. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it; not parsed, because it may not be valid. */
  readonly argumentsJson: string;
}

/** A picture that a model is to look at. */
export interface Image {
  /** Such as `image/png`. */
  readonly mimeType: string;
  readonly base64: string;
}

export type Message =
  | { readonly role: 'user'; readonly text: string; readonly images?: readonly Image[] }
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls?: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly text: string };

export interface Tool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly inputSchema: Record<string, unknown>;
}

/** A task that is asked as a conversation goes on: its messages are sent as they are. */
export interface Conversation {
  /** Empty: the usual words for prose are used. */
  readonly system: string;
  /** Oldest first; the last one asks. */
  readonly messages: readonly Message[];
  /** What the model may call; whoever asks runs them. */
  readonly tools: readonly Tool[];
  /** The form of the whole answer: an object schema, for models that can promise it. */
  readonly outputSchema?: { readonly name: string; readonly schema: Record<string, unknown> };
}

export function imagesIn(messages: readonly Message[]): readonly Image[] {
  return messages.flatMap((message) => (message.role === 'user' ? (message.images ?? []) : []));
}

/** All of it that a model reads but its images, as one text: what its size is estimated from. */
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
