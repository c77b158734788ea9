import { createHash } from 'node:crypto';
import type {
  ChatCompletion,
  ChatCompletionChunk,
} from 'openai/resources/chat/completions/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import * as z from 'zod';
import type { Finish, PracticeCall, Reply } from '../call.ts';
import type { Frame } from '../http.ts';
import { automaticPrompt } from './automaticPrompt.ts';
import { checkMessages } from './compatibleChecks.ts';
import { content, namedSchema, parseBody, textOf } from './body.ts';
import { openaiErrorBody } from './openaiErrors.ts';
import { bearerToken, type CompatibleManner, type StreamedReply, type Wire } from './wire.ts';

const requestBody = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content })).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  reasoning_effort: z.string().nullish(),
  response_format: z
    .discriminatedUnion('type', [
      z.looseObject({ type: z.literal('json_schema'), json_schema: namedSchema }),
      z.looseObject({ type: z.enum(['text', 'json_object']) }),
    ])
    .nullish(),
  tools: z
    .array(
      z.looseObject({ function: z.looseObject({ name: z.string(), parameters: z.unknown() }) }),
    )
    .nullish(),
});

export const compatibleWire: Wire = {
  name: 'compatible',
  path: '/compatible/v1/chat/completions',
  idPrefix: 'chatcmpl-practice-',
  requestIdHeader: 'x-request-id',
  ping: ': keepalive\n\n',
  keyIn: bearerToken,

  parse(raw, _, manner): PracticeCall {
    const body = parseBody(requestBody, raw);
    const isSystem = ({ role }: { role: string }) => role === 'system' || role === 'developer';
    const system = body.messages
      .filter(isSystem)
      .map(({ content }) => textOf(content))
      .join('\n');
    const said = body.messages.filter((message) => !isSystem(message));
    const tools = (body.tools ?? []).map(({ function: { name, parameters } }) => ({
      name,
      schema: parameters,
    }));
    checkMessages(said, manner);
    return {
      wire: 'compatible',
      model: body.model,
      stream: body.stream ?? false,
      system,
      messages: said.map(({ role, content }) => ({ role, text: textOf(content) })),
      tools,
      maxOutputTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
      effort: body.reasoning_effort ?? undefined,
      prompt: automaticPrompt([system, JSON.stringify(tools)], said, (message) =>
        textOf(message.content),
      ),
      caching: 'automatic',
      billsCacheWrites: false,
      showsThinking: manner === 'deepseek',
      bound: body.model,
      reportsUsage: !body.stream || (body.stream_options?.include_usage ?? false),
    };
  },

  errorBody: openaiErrorBody,
  wholeReply: completionOf,
  streamedReply,
};

const finishReasons: Record<Finish, 'stop' | 'length' | 'tool_calls'> = {
  stop: 'stop',
  length: 'length',
  toolCalls: 'tool_calls',
};

function usageOf({ usage }: Reply): CompletionUsage {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cacheReadTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}

function toolCallsOf({ toolCalls, signature = 'practice' }: Reply, manner: CompatibleManner) {
  if (toolCalls.length === 0) return undefined;
  return toolCalls.map(({ id, name, argumentsJson }, at) => ({
    id: manner === 'mistral' ? nineLetters(id) : id,
    type: 'function' as const,
    function: { name, arguments: argumentsJson },
    ...(manner === 'gemini' &&
      at === 0 && { extra_content: { google: { thought_signature: signature } } }),
  }));
}

function nineLetters(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 9);
}

function completionOf(reply: Reply, manner: CompatibleManner): ChatCompletion {
  const tool_calls = toolCallsOf(reply, manner);
  return {
    id: reply.id,
    object: 'chat.completion',
    created: reply.createdAt,
    model: reply.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: reply.text || null,
          refusal: null,
          ...(reply.thinking && { reasoning_content: reply.thinking }),
          ...(tool_calls && { tool_calls }),
        },
        finish_reason: finishReasons[reply.finish],
        logprobs: null,
      },
    ],
    ...(reply.reportsUsage && { usage: usageOf(reply) }),
  };
}

function streamedReply(reply: Reply, manner: CompatibleManner): StreamedReply {
  const chunk = (fields: Pick<ChatCompletionChunk, 'choices' | 'usage'>): Frame => {
    const data: ChatCompletionChunk = {
      id: reply.id,
      object: 'chat.completion.chunk',
      created: reply.createdAt,
      model: reply.model,
      ...fields,
    };
    return { data };
  };
  const delta = (
    fields: ChatCompletionChunk.Choice.Delta,
    finish_reason: ChatCompletionChunk.Choice['finish_reason'] = null,
  ) => chunk({ choices: [{ index: 0, delta: fields, finish_reason, logprobs: null }] });

  return {
    begin: () => [delta({ role: 'assistant', content: '' })],
    beginText: () =>
      reply.thinking
        ? [delta({ reasoning_content: reply.thinking } as ChatCompletionChunk.Choice.Delta)]
        : [],
    text: (part) => [delta({ content: part })],
    end: () => {
      const calls = toolCallsOf(reply, manner)?.map((call, index) => ({ index, ...call }));
      return [
        ...(calls ? [delta({ tool_calls: calls })] : []),
        delta({}, finishReasons[reply.finish]),
        ...(reply.reportsUsage ? [chunk({ choices: [], usage: usageOf(reply) })] : []),
        { data: '[DONE]' },
      ];
    },
  };
}
