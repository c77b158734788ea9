import type {
  Message,
  MessageDeltaUsage,
  RawMessageStreamEvent,
  StopReason,
  Usage,
} from '@anthropic-ai/sdk/resources/messages';
import * as z from 'zod';
import type {
  Finish,
  PracticeCall,
  PracticeTool,
  PracticeToolCall,
  PromptBlock,
  Reply,
} from '../call.ts';
import type { Frame } from '../http.ts';
import { badRequest, type Problem } from '../problem.ts';
import { boundTo, checkConversation } from './anthropicChecks.ts';
import { content, outputSchema, parseBody, textOf } from './body.ts';
import { bearerToken, type StreamedReply, type Wire } from './wire.ts';

const cacheControl = z.looseObject({ type: z.literal('ephemeral') }).nullish();

const requestBody = z.looseObject({
  model: z.string(),
  max_tokens: z.number().int().min(1),
  messages: z
    .array(z.looseObject({ role: z.enum(['user', 'assistant', 'system']), content }))
    .min(1),
  system: z
    .union([z.string(), z.array(z.looseObject({ text: z.string(), cache_control: cacheControl }))])
    .optional(),
  cache_control: cacheControl,
  stream: z.boolean().optional(),
  thinking: z.looseObject({ type: z.string() }).optional(),
  output_config: z
    .looseObject({
      effort: z.string().nullish(),
      format: z.looseObject({ type: z.literal('json_schema'), schema: outputSchema }).nullish(),
    })
    .optional(),
  tools: z.array(z.looseObject({ name: z.string(), input_schema: z.unknown() })).optional(),
});
type RequestBody = z.infer<typeof requestBody>;

const samplingRemovedIn = '2026-10-21';
const samplingFields = ['temperature', 'top_p', 'top_k'];

export const anthropicWire: Wire = {
  name: 'anthropic',
  path: '/anthropic/v1/messages',
  idPrefix: 'msg_practice_',
  requestIdHeader: 'request-id',
  ping: 'event: ping\ndata: {"type": "ping"}\n\n',

  keyIn: (headers) => bearerToken(headers) ?? headers['x-api-key']?.toString(),

  parse(raw, headers): PracticeCall {
    const version = headers['anthropic-version']?.toString();
    if (!version) throw badRequest('anthropic-version: header is required');
    const body = parseBody(requestBody, raw);
    const sampling = samplingFields.find((field) => body[field] !== undefined);
    if (sampling && version >= samplingRemovedIn) {
      throw badRequest(`${sampling}: Extra inputs are not permitted`);
    }
    checkConversation(body);
    return {
      wire: 'anthropic',
      model: body.model,
      stream: body.stream ?? false,
      system: textOf(body.system as z.infer<typeof content>),
      messages: body.messages.map(({ role, content }) => ({ role, text: textOf(content) })),
      tools: toolsOf(body),
      maxOutputTokens: body.max_tokens,
      effort: body.output_config?.effort ?? undefined,
      prompt: promptOf(body),
      caching: 'marked',
      billsCacheWrites: true,
      showsThinking: body.thinking?.['display'] === 'summarized',
      bound: boundTo(body, body.messages.length),
      reportsUsage: true,
    };
  },

  errorBody: (problem, requestId) => ({
    type: 'error',
    error: { type: errorType(problem), message: problem.message },
    request_id: requestId,
  }),

  wholeReply: messageOf,
  streamedReply,
};

function toolsOf({ tools = [] }: RequestBody): PracticeTool[] {
  return tools.map(({ name, input_schema }) => ({ name, schema: input_schema }));
}

/** The prompt in the API's order: tools, system text, messages. */
function promptOf(body: RequestBody): PromptBlock[] {
  const tools = (body.tools ?? []).map(({ cache_control, ...tool }) => ({
    key: JSON.stringify(tool),
    text: JSON.stringify(tool),
    isMarked: Boolean(cache_control),
  }));
  const said = [body.system, ...body.messages.map(({ content }) => content)].flatMap(blocksOf);
  const blocks = said.map(({ cache_control, ...block }) => ({
    key: JSON.stringify(block),
    text: textOf([{ type: 'text', ...block }]),
    isMarked: Boolean(cache_control),
  }));
  const prompt = [...tools, ...blocks];
  // A mark at the top level means the end of the prompt.
  return prompt.map((block, at) =>
    at === prompt.length - 1 && body.cache_control ? { ...block, isMarked: true } : block,
  );
}

function blocksOf(value: string | object[] | null | undefined): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map((block) => ({ ...block })) : [{ text: value ?? '' }];
}

function errorType({ status }: Problem): string {
  const types: Record<number, string> = {
    400: 'invalid_request_error',
    401: 'authentication_error',
    402: 'billing_error',
    403: 'permission_error',
    404: 'not_found_error',
    413: 'request_too_large',
    429: 'rate_limit_error',
    529: 'overloaded_error',
  };
  return types[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
}

const stopReasons: Record<Finish, StopReason> = {
  stop: 'end_turn',
  length: 'max_tokens',
  toolCalls: 'tool_use',
};

// Anthropic's input_tokens exclude tokens read from or written to the cache.
function deltaUsageOf({ usage }: Reply, outputTokens: number): MessageDeltaUsage {
  return {
    input_tokens: usage.inputTokens - usage.cacheReadTokens - usage.cacheWriteTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    output_tokens: outputTokens,
    output_tokens_details: { thinking_tokens: Math.min(outputTokens, usage.reasoningTokens) },
    server_tool_use: null,
  };
}

function usageOf(reply: Reply, outputTokens: number): Usage {
  const { input_tokens, ...rest } = deltaUsageOf(reply, outputTokens);
  return {
    ...rest,
    input_tokens: input_tokens ?? 0,
    cache_creation: {
      ephemeral_5m_input_tokens: reply.usage.cacheWriteTokens,
      ephemeral_1h_input_tokens: 0,
    },
    inference_geo: null,
    service_tier: 'standard',
    speed: 'standard',
  };
}

function messageOf(reply: Reply): Omit<Message, 'usage'> & { usage?: Usage } {
  const { thinking, signature, text, toolCalls } = reply;
  const blocks: Message['content'] = [];
  if (signature) blocks.push({ type: 'thinking', thinking, signature });
  if (text) blocks.push({ type: 'text', text, citations: null });
  for (const call of toolCalls) {
    blocks.push({ ...toolUse(call), input: JSON.parse(call.argumentsJson) });
  }
  return {
    id: reply.id,
    type: 'message',
    role: 'assistant',
    model: reply.model,
    content: blocks,
    container: null,
    diagnostics: null,
    stop_reason: stopReasons[reply.finish],
    stop_sequence: null,
    stop_details: null,
    ...(reply.reportsUsage && { usage: usageOf(reply, reply.usage.outputTokens) }),
  };
}

function toolUse({ id, name }: { id: string; name: string }) {
  return { type: 'tool_use' as const, id, name, input: {}, caller: { type: 'direct' as const } };
}

function streamedReply(reply: Reply): StreamedReply {
  let index = 0;
  return {
    begin: () => {
      const { usage: _, ...message } = messageOf(reply);
      const started = {
        ...message,
        content: [],
        stop_reason: null,
        ...(reply.reportsUsage && { usage: usageOf(reply, 1) }),
      };
      return [{ event: 'message_start', data: { type: 'message_start', message: started } }];
    },

    beginText: () => {
      const frames: Frame[] = [];
      if (reply.signature) frames.push(...thinkingBlock(index++, reply.thinking, reply.signature));
      if (reply.text) {
        const content_block = { type: 'text' as const, text: '', citations: null };
        frames.push(frame({ type: 'content_block_start', index, content_block }));
        frames.push({ event: 'ping', data: { type: 'ping' } });
      }
      return frames;
    },

    text: (part) => [
      frame({ type: 'content_block_delta', index, delta: { type: 'text_delta', text: part } }),
    ],

    end: () => {
      const frames: Frame[] = [];
      if (reply.text) frames.push(frame({ type: 'content_block_stop', index: index++ }));
      frames.push(...reply.toolCalls.flatMap((call) => toolBlock(index++, call)));
      frames.push(messageDelta(reply), frame({ type: 'message_stop' }));
      return frames;
    },
  };
}

function frame(event: RawMessageStreamEvent): Frame {
  return { event: event.type, data: event };
}

function thinkingBlock(index: number, thinking: string, signature: string): Frame[] {
  const content_block = { type: 'thinking' as const, thinking: '', signature: '' };
  return [
    frame({ type: 'content_block_start', index, content_block }),
    {
      event: 'content_block_delta',
      data: { type: 'content_block_delta', index, delta: { type: 'thinking_delta', thinking } },
    },
    frame({
      type: 'content_block_delta',
      index,
      delta: { type: 'signature_delta', signature },
    }),
    frame({ type: 'content_block_stop', index }),
  ];
}

function toolBlock(index: number, call: PracticeToolCall): Frame[] {
  return [
    frame({ type: 'content_block_start', index, content_block: toolUse(call) }),
    frame({
      type: 'content_block_delta',
      index,
      delta: { type: 'input_json_delta', partial_json: call.argumentsJson },
    }),
    frame({ type: 'content_block_stop', index }),
  ];
}

function messageDelta(reply: Reply): Frame {
  const delta = {
    stop_reason: stopReasons[reply.finish],
    stop_sequence: null,
    stop_details: null,
    container: null,
  };
  return {
    event: 'message_delta',
    data: {
      type: 'message_delta',
      delta,
      ...(reply.reportsUsage && { usage: deltaUsageOf(reply, reply.usage.outputTokens) }),
    },
  };
}
