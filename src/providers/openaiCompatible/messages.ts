import type OpenAI from 'openai';

import { nearestEffort } from '../../routing/models/model.ts';
import { wellFormed } from '../http/json.ts';
import { dataUrl } from '../openai/messages.ts';
import type { ModelCall } from '../provider.ts';
import { piecesOf, type Shown } from '../turns/shown.ts';
import { fitTools } from '../turns/toolSchema.ts';
import { isBlank } from '../turns/turns.ts';
import { type ChatTurn, chatTurns } from './chatTurns.ts';
import type { RequestRules } from './requestRules.ts';

type Body = OpenAI.ChatCompletionCreateParamsStreaming;
type ChatMessage = OpenAI.ChatCompletionMessageParam;

/** How these servers differ from each other. Tierwise learns it from their refusals. */
export interface Dialect extends RequestRules {
  readonly usageInStream: boolean;
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  readonly outputSchema: boolean;
}

/** The request body of the Chat Completions API. */
export function chatBody(call: ModelCall, dialect: Dialect): Body {
  const system: ChatMessage[] =
    isBlank(call.system) || !dialect.systemRole ? [] : [{ role: 'system', content: call.system }];
  const said = dialect.systemRole ? call : withSystemSaid(call);
  const { efforts } = dialect;
  const effort = call.effort && nearestEffort(call.effort, efforts);
  return wellFormed({
    model: call.model,
    [dialect.maxTokensField]: call.maxOutputTokens,
    stream: true,
    messages: [...system, ...chatTurns(said, dialect).map(messageOf)],
    ...(dialect.usageInStream && { stream_options: { include_usage: true } }),
    ...(effort && { reasoning_effort: effort }),
    ...(dialect.temperature && call.temperature !== undefined && { temperature: call.temperature }),
    ...(dialect.cacheKey && call.cacheKey !== undefined && { prompt_cache_key: call.cacheKey }),
    ...(call.outputSchema &&
      dialect.outputSchema && {
        response_format: {
          type: 'json_schema' as const,
          json_schema: { ...call.outputSchema, strict: true },
        },
      }),
    ...(call.tools?.length && {
      tools: fitTools(call.tools).map((tool) => ({
        type: 'function' as const,
        function: {
          name: tool.name,
          description: tool.description,
          parameters: tool.inputSchema,
        },
      })),
      ...(call.mustCall && dialect.forcesCalls && { tool_choice: 'required' as const }),
    }),
  });
}

/** Texts of the user that follow each other become one. */
function withSystemSaid(call: ModelCall): ModelCall {
  return { ...call, messages: [{ role: 'user', text: call.system }, ...call.messages] };
}

function messageOf(turn: ChatTurn): ChatMessage {
  if (turn.role === 'tool') {
    return { role: 'tool', tool_call_id: turn.callId, content: turn.text };
  }
  if (turn.role === 'user') return { role: 'user', content: contentOf(turn) };
  return {
    role: 'assistant',
    content: turn.text,
    ...turn.fields,
    ...(turn.calls.length > 0 && {
      tool_calls: turn.calls.map(({ id, name, argumentsJson, fields }) => ({
        type: 'function' as const,
        id,
        function: { name, arguments: argumentsJson },
        ...fields,
      })),
    }),
  };
}

// A server that knows no images need not know parts either.
function contentOf(shown: Shown) {
  if (shown.images.length === 0) return shown.text;
  return piecesOf(shown).map((piece) =>
    typeof piece === 'string'
      ? ({ type: 'text', text: piece } as const)
      : ({ type: 'image_url', image_url: { url: dataUrl(piece) } } as const),
  );
}
