import { createAnthropicProvider } from '../../src/providers/anthropic/provider.ts';
import type { Connection } from '../../src/providers/http/connection.ts';
import { createOpenaiProvider } from '../../src/providers/openai/provider.ts';
import { createOpenaiCompatibleProvider } from '../../src/providers/openaiCompatible/provider.ts';
import type { ModelCall, Part, Provider } from '../../src/providers/provider.ts';

/** One wire format as a server writes it. Each string is one whole event. */
export interface WireFormat {
  readonly name: string;
  readonly path: string;
  /** The path of a base URL for this wire format. */
  readonly basePath: string;
  readonly keyHeader: readonly [string, string];
  create(connection: Connection): Provider;
  /** Events before the first text. */
  readonly opening: readonly string[];
  text(text: string): string;
  reasoning(text: string): string;
  toolCall(call: {
    id: string;
    name: string;
    pieces: readonly string[];
    index?: unknown;
  }): string[];
  /** Finish reason and usage, without the event that ends the stream. */
  finish(word: string, usage?: unknown): string[];
  /** All events of a complete answer. */
  closing(word: string, usage?: unknown): string[];
  error(error: Record<string, unknown>): string;
  /** The provider's words for each reason. */
  readonly words: { readonly stop: string; readonly length: string; readonly refusal: string };
  /** 100 tokens in, 30 of them cached; 50 out, 20 of them reasoning. */
  readonly fullUsage: Record<string, unknown>;
  /** 7 tokens in, 3 out, without details. */
  readonly plainUsage: Record<string, unknown>;
  /** The names of the two totals. */
  readonly totals: readonly [string, string];
}

export const key = 'canary-key-4711-abcdef';

const named = (event: string, data: Record<string, unknown>) =>
  `event: ${event}\ndata: ${JSON.stringify({ type: event, ...data })}\n\n`;
const unnamed = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;

const anthropic: WireFormat = {
  name: 'anthropic',
  path: '/v1/messages',
  basePath: '',
  keyHeader: ['x-api-key', key],
  create: createAnthropicProvider,
  opening: [
    named('message_start', { message: { id: 'm', role: 'assistant', content: [] } }),
    named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  ],
  text: (text) => named('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
  reasoning: (thinking) =>
    named('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking } }),
  toolCall: ({ id, name, pieces, index = 1 }) => [
    named('content_block_start', {
      index,
      content_block: { type: 'tool_use', id, name, input: {} },
    }),
    ...pieces.map((partial_json) =>
      named('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json } }),
    ),
    named('content_block_stop', { index }),
  ],
  finish: (stop_reason, usage) => [
    named('content_block_stop', { index: 0 }),
    named('message_delta', { delta: { stop_reason }, usage }),
  ],
  closing: (word, usage) => [...anthropic.finish(word, usage), named('message_stop', {})],
  error: (error) => named('error', { error }),
  words: { stop: 'end_turn', length: 'max_tokens', refusal: 'refusal' },
  fullUsage: {
    input_tokens: 70,
    cache_read_input_tokens: 30,
    output_tokens: 50,
    output_tokens_details: { thinking_tokens: 20 },
  },
  plainUsage: { input_tokens: 7, output_tokens: 3 },
  totals: ['input_tokens', 'output_tokens'],
};

function responseEnd(word: string, usage: unknown): Record<string, unknown> {
  if (word === 'completed') return { status: word, usage };
  return { status: 'incomplete', incomplete_details: { reason: word }, usage };
}

const openai: WireFormat = {
  name: 'openai',
  path: '/v1/responses',
  basePath: '/v1',
  keyHeader: ['authorization', `Bearer ${key}`],
  create: createOpenaiProvider,
  opening: [named('response.created', { response: { id: 'r', status: 'in_progress' } })],
  text: (delta) => named('response.output_text.delta', { delta, output_index: 0 }),
  reasoning: (delta) => named('response.reasoning_summary_text.delta', { delta }),
  toolCall: ({ id, name, pieces, index = 1 }) => [
    ...pieces.map((delta) =>
      named('response.function_call_arguments.delta', { output_index: index, delta }),
    ),
    named('response.output_item.done', {
      output_index: index,
      item: { type: 'function_call', call_id: id, name, arguments: pieces.join('') },
    }),
  ],
  finish: () => [],
  closing: (word, usage) => {
    const response = responseEnd(word, usage);
    return [named(`response.${String(response['status'])}`, { response })];
  },
  error: (error) => named('error', error),
  words: { stop: 'completed', length: 'max_output_tokens', refusal: 'content_filter' },
  fullUsage: {
    input_tokens: 100,
    input_tokens_details: { cached_tokens: 30 },
    output_tokens: 50,
    output_tokens_details: { reasoning_tokens: 20 },
  },
  plainUsage: { input_tokens: 7, output_tokens: 3 },
  totals: ['input_tokens', 'output_tokens'],
};

const delta = (fields: Record<string, unknown>, finish_reason: string | null = null) =>
  unnamed({ id: 'c', choices: [{ index: 0, delta: fields, finish_reason }] });

const openaiCompatible: WireFormat = {
  name: 'openaiCompatible',
  path: '/v1/chat/completions',
  basePath: '/v1',
  keyHeader: ['authorization', `Bearer ${key}`],
  create: createOpenaiCompatibleProvider,
  opening: [delta({ role: 'assistant', content: '' })],
  text: (content) => delta({ content }),
  reasoning: (reasoning) => delta({ reasoning }),
  toolCall: ({ id, name, pieces, index = 0 }) => [
    delta({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
    ...pieces.map((piece) => delta({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ],
  finish: (word, usage) => [
    delta({}, word),
    ...(usage === undefined ? [] : [unnamed({ id: 'c', choices: [], usage })]),
  ],
  closing: (word, usage) => [...openaiCompatible.finish(word, usage), 'data: [DONE]\n\n'],
  error: (error) => unnamed({ error }),
  words: { stop: 'stop', length: 'length', refusal: 'content_filter' },
  fullUsage: {
    prompt_tokens: 100,
    prompt_tokens_details: { cached_tokens: 30 },
    completion_tokens: 50,
    completion_tokens_details: { reasoning_tokens: 20 },
  },
  plainUsage: { prompt_tokens: 7, completion_tokens: 3 },
  totals: ['prompt_tokens', 'completion_tokens'],
};

export const wires: readonly WireFormat[] = [anthropic, openai, openaiCompatible];

/** A provider of this wire for a server on loopback. */
export function providerFor(
  wire: WireFormat,
  origin: string,
  changes: Partial<Connection> = {},
): Provider {
  return wire.create({
    id: 'tested',
    baseUrl: `${origin}${wire.basePath}`,
    key: () => key,
    fetch: globalThis.fetch,
    now: () => Date.parse('2026-11-21T12:00:00Z'),
    ...changes,
  });
}

export const prompt = 'Rename the canary-prompt variable, please.';

export const call: ModelCall = {
  model: 'some-model',
  system: 'You are a careful programmer.',
  messages: [{ role: 'user', text: prompt }],
  maxOutputTokens: 1000,
};

/** The events before the end, and the end. */
export interface Outcome {
  readonly parts: readonly Part[];
  readonly text: string;
  /** Undefined when the stream was cut off or failed. */
  readonly finish: Extract<Part, { kind: 'finish' }> | undefined;
  readonly usage: Extract<Part, { kind: 'usage' }> | undefined;
  readonly error: unknown;
}

export async function outcomeOf(
  parts: AsyncIterable<Part>,
  onPart: (part: Part) => void = () => {},
): Promise<Outcome> {
  const seen: Part[] = [];
  let error: unknown;
  try {
    for await (const part of parts) {
      seen.push(part);
      onPart(part);
    }
  } catch (thrown) {
    error = thrown;
  }
  return {
    parts: seen,
    text: seen.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    finish: seen.find((part) => part.kind === 'finish'),
    usage: seen.findLast((part) => part.kind === 'usage'),
    error,
  };
}
