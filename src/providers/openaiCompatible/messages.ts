import type OpenAI from 'openai';

import type { Message } from '../../routing/conversation.ts';
import { dataUrl } from '../openai/messages.ts';
import type { ModelCall } from '../provider.ts';

type Body = OpenAI.ChatCompletionCreateParamsStreaming;
type ChatMessage = OpenAI.ChatCompletionMessageParam;

/** How these servers differ from each other. Tierwise learns it from their refusals. */
export interface Dialect {
  readonly usageInStream: boolean;
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  readonly outputSchema: boolean;
}

/** The request body of the Chat Completions API. */
export function chatBody(call: ModelCall, dialect: Dialect): Body {
  const system: ChatMessage[] = call.system ? [{ role: 'system', content: call.system }] : [];
  return {
    model: call.model,
    [dialect.maxTokensField]: call.maxOutputTokens,
    stream: true,
    messages: [...system, ...call.messages.map(messageOf)],
    ...(dialect.usageInStream && { stream_options: { include_usage: true } }),
    ...(call.effort && { reasoning_effort: call.effort }),
    ...(call.temperature !== undefined && { temperature: call.temperature }),
    ...(call.outputSchema &&
      dialect.outputSchema && {
        response_format: {
          type: 'json_schema' as const,
          json_schema: { ...call.outputSchema, strict: true },
        },
      }),
    ...(call.tools?.length && {
      tools: call.tools.map((tool) => ({
        type: 'function' as const,
        function: {
          name: tool.name,
          description: tool.description,
          parameters: tool.inputSchema,
        },
      })),
    }),
  };
}

function messageOf(message: Message): ChatMessage {
  if (message.role === 'tool') {
    return { role: 'tool', tool_call_id: message.callId, content: message.text };
  }
  if (message.role === 'user') return { role: 'user', content: contentOf(message) };
  return {
    role: 'assistant',
    content: message.text,
    ...(message.toolCalls?.length && {
      tool_calls: message.toolCalls.map(({ id, name, argumentsJson }) => ({
        type: 'function' as const,
        id,
        function: { name, arguments: argumentsJson },
      })),
    }),
  };
}

// A server that knows no images need not know parts either.
function contentOf({ text, images = [] }: Extract<Message, { role: 'user' }>) {
  if (images.length === 0) return text;
  const shown = images.map((image) => {
    return { type: 'image_url', image_url: { url: dataUrl(image) } } as const;
  });
  return [...shown, ...(text ? [{ type: 'text', text } as const] : [])];
}
