import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { PracticeUsage, WireName } from '../../../demo/practiceServer/call.ts';

export interface Asked {
  readonly model: string;
  readonly user: string;
  readonly system?: string;
  readonly maxTokens?: number;
  readonly cached?: boolean;
  readonly signal?: AbortSignal;
  readonly key?: string;
  /** JSON Schema of the answer. */
  readonly schema?: Record<string, unknown>;
}

export interface Answered {
  readonly text: string;
  /** The stop reason in the wire format's own words. */
  readonly finish: string | undefined;
  readonly usage: PracticeUsage | undefined;
  /** Whether the last event of the stream arrived. */
  readonly ended: boolean;
}

/** One real SDK on one wire format, called with and without streaming. */
export interface WireClient {
  readonly wire: WireName;
  readonly lengthFinish: string;
  whole(url: string, asked: Asked): Promise<Answered>;
  streamed(url: string, asked: Asked, onText?: (text: string) => void): Promise<Answered>;
}

function anthropicAt(url: string, { key = 'practice' }: Asked): Anthropic {
  return new Anthropic({ apiKey: key, baseURL: `${url}/anthropic`, maxRetries: 0 });
}

function anthropicBody({ model, user, system, maxTokens = 8192, cached, schema }: Asked) {
  const cache_control = cached ? ({ type: 'ephemeral' } as const) : null;
  return {
    model,
    max_tokens: maxTokens,
    messages: [{ role: 'user' as const, content: user }],
    ...(system !== undefined && {
      system: [{ type: 'text' as const, text: system, cache_control }],
    }),
    ...(schema && { output_config: { format: { type: 'json_schema' as const, schema } } }),
  };
}

function anthropicUsage(
  usage: Partial<Anthropic.Usage> | Anthropic.MessageDeltaUsage | null | undefined,
): PracticeUsage | undefined {
  if (!usage) return undefined;
  const cacheReadTokens = usage.cache_read_input_tokens ?? 0;
  const cacheWriteTokens = usage.cache_creation_input_tokens ?? 0;
  return {
    inputTokens: (usage.input_tokens ?? 0) + cacheReadTokens + cacheWriteTokens,
    cacheReadTokens,
    cacheWriteTokens,
    outputTokens: usage.output_tokens ?? 0,
    reasoningTokens: usage.output_tokens_details?.thinking_tokens ?? 0,
  };
}

const anthropic: WireClient = {
  wire: 'anthropic',
  lengthFinish: 'max_tokens',
  async whole(url, asked) {
    const message = await anthropicAt(url, asked).messages.create(anthropicBody(asked));
    const text = message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    const finish = message.stop_reason ?? undefined;
    return { text, finish, usage: anthropicUsage(message.usage), ended: true };
  },
  async streamed(url, asked, onText) {
    const stream = await anthropicAt(url, asked).messages.create(
      { ...anthropicBody(asked), stream: true },
      { ...(asked.signal && { signal: asked.signal }) },
    );
    let text = '';
    let finish: string | undefined;
    let usage: PracticeUsage | undefined;
    let ended = false;
    for await (const event of stream) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
        text += event.delta.text;
        onText?.(text);
      }
      if (event.type === 'message_delta') {
        finish = event.delta.stop_reason ?? undefined;
        usage = anthropicUsage(event.usage);
      }
      if (event.type === 'message_stop') ended = true;
    }
    return { text, finish, usage, ended };
  },
};

function openaiAt(url: string, path: string, { key = 'practice' }: Asked): OpenAI {
  const none = { organization: null, project: null };
  return new OpenAI({ apiKey: key, baseURL: `${url}${path}`, maxRetries: 0, ...none });
}

function responsesUsage(
  usage: OpenAI.Responses.ResponseUsage | undefined,
): PracticeUsage | undefined {
  return (
    usage && {
      inputTokens: usage.input_tokens,
      cacheReadTokens: usage.input_tokens_details.cached_tokens,
      cacheWriteTokens: usage.input_tokens_details.cache_write_tokens,
      outputTokens: usage.output_tokens,
      reasoningTokens: usage.output_tokens_details.reasoning_tokens,
    }
  );
}

function responsesBody({ model, user, system, maxTokens, schema }: Asked) {
  return {
    model,
    input: user,
    ...(system !== undefined && { instructions: system }),
    ...(maxTokens !== undefined && { max_output_tokens: maxTokens }),
    ...(schema && {
      text: { format: { type: 'json_schema' as const, name: 'asked', schema, strict: true } },
    }),
  };
}

function finishOf(response: OpenAI.Responses.Response): string | undefined {
  return response.incomplete_details?.reason ?? response.status;
}

const openai: WireClient = {
  wire: 'openai',
  lengthFinish: 'max_output_tokens',
  async whole(url, asked) {
    const client = openaiAt(url, '/openai/v1', asked);
    const response = await client.responses.create(responsesBody(asked));
    const usage = responsesUsage(response.usage);
    return { text: response.output_text, finish: finishOf(response), usage, ended: true };
  },
  async streamed(url, asked, onText) {
    const stream = await openaiAt(url, '/openai/v1', asked).responses.create(
      { ...responsesBody(asked), stream: true },
      { ...(asked.signal && { signal: asked.signal }) },
    );
    let text = '';
    let last: OpenAI.Responses.Response | undefined;
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') {
        text += event.delta;
        onText?.(text);
      }
      if (event.type === 'response.completed' || event.type === 'response.incomplete') {
        last = event.response;
      }
    }
    const usage = responsesUsage(last?.usage);
    return { text, finish: last && finishOf(last), usage, ended: last !== undefined };
  },
};

function chatUsage(usage: OpenAI.CompletionUsage | null | undefined): PracticeUsage | undefined {
  return usage
    ? {
        inputTokens: usage.prompt_tokens,
        cacheReadTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
        cacheWriteTokens: 0,
        outputTokens: usage.completion_tokens,
        reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
      }
    : undefined;
}

function chatBody({ model, user, system, maxTokens, schema }: Asked) {
  return {
    model,
    messages: [
      ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
      { role: 'user' as const, content: user },
    ],
    ...(maxTokens !== undefined && { max_completion_tokens: maxTokens }),
    ...(schema && {
      response_format: {
        type: 'json_schema' as const,
        json_schema: { name: 'asked', schema, strict: true },
      },
    }),
  };
}

const compatible: WireClient = {
  wire: 'compatible',
  lengthFinish: 'length',
  async whole(url, asked) {
    const client = openaiAt(url, '/compatible/v1', asked);
    const { choices, usage } = await client.chat.completions.create(chatBody(asked));
    const [choice] = choices;
    const text = choice?.message.content ?? '';
    return { text, finish: choice?.finish_reason, usage: chatUsage(usage), ended: true };
  },
  async streamed(url, asked, onText) {
    const stream = await openaiAt(url, '/compatible/v1', asked).chat.completions.create(
      { ...chatBody(asked), stream: true, stream_options: { include_usage: true } },
      { ...(asked.signal && { signal: asked.signal }) },
    );
    let text = '';
    let finish: string | undefined;
    let usage: PracticeUsage | undefined;
    for await (const chunk of stream) {
      const [choice] = chunk.choices;
      if (choice?.delta.content) {
        text += choice.delta.content;
        onText?.(text);
      }
      finish = choice?.finish_reason ?? finish;
      usage = chatUsage(chunk.usage) ?? usage;
    }
    return { text, finish, usage, ended: finish !== undefined };
  },
};

export const wireClients: readonly WireClient[] = [anthropic, openai, compatible];
