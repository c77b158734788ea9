import type {
  Response,
  ResponseFunctionToolCall,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseOutputText,
  ResponseReasoningItem,
  ResponseStreamEvent,
  ResponseUsage,
} from 'openai/resources/responses/responses';
import * as z from 'zod';
import type { PracticeCall, PracticeToolCall, Reply } from '../call.ts';
import type { Frame } from '../http.ts';
import { automaticPrompt } from './automaticPrompt.ts';
import { checkInput, checkSchema } from './openaiChecks.ts';
import { content, namedSchema, parseBody, textOf } from './body.ts';
import { openaiErrorBody } from './openaiErrors.ts';
import { bearerToken, type StreamedReply, type Wire } from './wire.ts';

const inputItem = z.looseObject({
  type: z.string().optional(),
  role: z.string().optional(),
  content,
  output: content,
  arguments: z.string().optional(),
});
type InputItem = z.infer<typeof inputItem>;

const requestBody = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(inputItem)]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  max_output_tokens: z.number().int().min(16).nullish(),
  reasoning: z.looseObject({ effort: z.string().nullish() }).nullish(),
  text: z
    .looseObject({
      format: z
        .discriminatedUnion('type', [
          namedSchema.extend({ type: z.literal('json_schema') }),
          z.looseObject({ type: z.enum(['text', 'json_object']) }),
        ])
        .optional(),
    })
    .nullish(),
  tools: z.array(z.looseObject({ name: z.string(), parameters: z.unknown() })).nullish(),
});

export const openaiWire: Wire = {
  name: 'openai',
  path: '/openai/v1/responses',
  idPrefix: 'resp_practice_',
  requestIdHeader: 'x-request-id',
  ping: ': keepalive\n\n',
  keyIn: bearerToken,

  parse(raw): PracticeCall {
    const body = parseBody(requestBody, raw);
    const items = typeof body.input === 'string' ? [userText(body.input)] : body.input;
    const isSystem = ({ role }: InputItem) => role === 'system' || role === 'developer';
    const system = [body.instructions ?? '', ...items.filter(isSystem).map(itemText)]
      .filter(Boolean)
      .join('\n');
    const tools = (body.tools ?? []).map(({ name, parameters }) => ({ name, schema: parameters }));
    checkInput(items, body.model);
    for (const tool of tools) checkSchema(tool);
    return {
      wire: 'openai',
      model: body.model,
      stream: body.stream ?? false,
      system,
      messages: items
        .filter((item) => !isSystem(item))
        .map((item) => ({ role: item.role ?? 'tool', text: itemText(item) })),
      tools,
      maxOutputTokens: body.max_output_tokens ?? undefined,
      effort: body.reasoning?.effort ?? undefined,
      prompt: automaticPrompt([system, JSON.stringify(tools)], items, itemText),
      caching: 'automatic',
      billsCacheWrites: true,
      showsThinking: Boolean(body.reasoning?.['summary']),
      bound: body.model,
      reportsUsage: true,
    };
  },

  errorBody: openaiErrorBody,
  wholeReply: (reply) => responseOf(reply, outputOf(reply), endStatus(reply)),
  streamedReply,
};

function userText(text: string): InputItem {
  return { role: 'user', content: text };
}

function itemText(item: InputItem): string {
  return [textOf(item.content), textOf(item.output), item.arguments].filter(Boolean).join('\n');
}

function endStatus(reply: Reply): 'completed' | 'incomplete' {
  return reply.finish === 'length' ? 'incomplete' : 'completed';
}

function responseOf(
  reply: Reply,
  output: ResponseOutputItem[],
  status: 'in_progress' | 'completed' | 'incomplete',
): Omit<Response, 'access_programs' | 'output_text'> {
  const ended = status !== 'in_progress';
  return {
    id: reply.id,
    object: 'response',
    created_at: reply.createdAt,
    status,
    model: reply.model,
    output,
    error: null,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: null,
    tool_choice: 'auto',
    tools: [],
    top_p: null,
    ...(ended && reply.reportsUsage && { usage: usageOf(reply) }),
  };
}

function usageOf({ usage }: Reply): ResponseUsage {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: {
      cached_tokens: usage.cacheReadTokens,
      cache_write_tokens: usage.cacheWriteTokens,
    },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}

function reasoningItem(reply: Reply): ResponseReasoningItem {
  return {
    type: 'reasoning',
    id: `rs_${reply.id}`,
    summary: reply.thinking ? [{ type: 'summary_text', text: reply.thinking }] : [],
    encrypted_content: reply.signature ?? null,
  };
}

function textPart(text: string): ResponseOutputText {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function messageItem(
  reply: Reply,
  parts: ResponseOutputText[],
  status: ResponseOutputMessage['status'],
): ResponseOutputMessage {
  return { type: 'message', id: `msg_${reply.id}`, role: 'assistant', status, content: parts };
}

function toolItem(
  { id, name }: PracticeToolCall,
  argumentsJson: string,
  status: 'in_progress' | 'completed',
): ResponseFunctionToolCall & { id: string } {
  return {
    type: 'function_call',
    id: `fc_${id}`,
    call_id: id,
    name,
    arguments: argumentsJson,
    status,
  };
}

function outputOf(reply: Reply): ResponseOutputItem[] {
  const items: ResponseOutputItem[] = [];
  if (reply.usage.reasoningTokens > 0) items.push(reasoningItem(reply));
  if (reply.text) items.push(messageItem(reply, [textPart(reply.text)], endStatus(reply)));
  items.push(...reply.toolCalls.map((call) => toolItem(call, call.argumentsJson, 'completed')));
  return items;
}

type EventBody = ResponseStreamEvent extends infer Event
  ? Event extends { sequence_number: number }
    ? Omit<Event, 'sequence_number'>
    : never
  : never;

function streamedReply(reply: Reply): StreamedReply {
  let sequence = 0;
  let index = 0;
  const number = (body: EventBody | { type: string; response: unknown }): Frame => ({
    event: body.type,
    data: { ...body, sequence_number: sequence++ },
  });
  const at = () => ({ item_id: `msg_${reply.id}`, output_index: index, content_index: 0 });

  return {
    begin: () => {
      const response = responseOf(reply, [], 'in_progress');
      return [
        number({ type: 'response.created', response }),
        number({ type: 'response.in_progress', response }),
      ];
    },

    beginText: () => {
      const frames: Frame[] = [];
      if (reply.usage.reasoningTokens > 0) {
        const item = reasoningItem(reply);
        frames.push(number({ type: 'response.output_item.added', output_index: index, item }));
        frames.push(number({ type: 'response.output_item.done', output_index: index++, item }));
      }
      if (reply.text) {
        const item = messageItem(reply, [], 'in_progress');
        frames.push(number({ type: 'response.output_item.added', output_index: index, item }));
        frames.push(number({ type: 'response.content_part.added', ...at(), part: textPart('') }));
      }
      return frames;
    },

    text: (delta) => [number({ type: 'response.output_text.delta', ...at(), delta, logprobs: [] })],

    end: () => {
      const frames: Frame[] = [];
      if (reply.text) {
        const part = textPart(reply.text);
        const item = messageItem(reply, [part], endStatus(reply));
        frames.push(
          number({ type: 'response.output_text.done', ...at(), text: reply.text, logprobs: [] }),
          number({ type: 'response.content_part.done', ...at(), part }),
          number({ type: 'response.output_item.done', output_index: index++, item }),
        );
      }
      for (const call of reply.toolCalls) frames.push(...toolEvents(call, index++).map(number));
      const status = endStatus(reply);
      const response = responseOf(reply, outputOf(reply), status);
      return [...frames, number({ type: `response.${status}`, response })];
    },
  };
}

function toolEvents(call: PracticeToolCall, output_index: number): EventBody[] {
  const { argumentsJson } = call;
  const item = toolItem(call, '', 'in_progress');
  const where = { item_id: item.id, output_index };
  return [
    { type: 'response.output_item.added', output_index, item },
    { type: 'response.function_call_arguments.delta', ...where, delta: argumentsJson },
    { type: 'response.function_call_arguments.done', ...where, arguments: argumentsJson },
    {
      type: 'response.output_item.done',
      output_index,
      item: toolItem(call, argumentsJson, 'completed'),
    },
  ];
}
