import type Anthropic from '@anthropic-ai/sdk';

import type { Effort } from '../../routing/models/model.ts';
import { objectOf, parseJson } from '../http/json.ts';
import type { Image, Message, Tool } from '../../routing/conversation.ts';
import type { ModelCall } from '../provider.ts';

type Body = Anthropic.MessageCreateParamsStreaming;
type Block = Anthropic.ContentBlockParam;

/** The request body of the Messages API. It has no sampling settings, because the API refuses them. */
export function anthropicBody(call: ModelCall): Body {
  return {
    model: call.model,
    max_tokens: call.maxOutputTokens,
    stream: true,
    messages: turnsOf(call.messages),
    ...(call.system && {
      system: [{ type: 'text', text: call.system, cache_control: { type: 'ephemeral' } }],
    }),
    ...((call.effort || call.outputSchema) && { output_config: outputConfigOf(call) }),
    ...(call.tools?.length && { tools: call.tools.map(toolOf) }),
  };
}

function outputConfigOf({ effort, outputSchema }: ModelCall): Anthropic.OutputConfig {
  return {
    ...(effort && { effort: effortOf(effort) }),
    ...(outputSchema && { format: { type: 'json_schema', schema: outputSchema.schema } }),
  };
}

/** The API has no level below low. */
function effortOf(effort: Effort): Exclude<Effort, 'minimal'> {
  return effort === 'minimal' ? 'low' : effort;
}

/** Merges neighbouring messages of one role: the API wants all tool results of a turn in one message. */
function turnsOf(messages: readonly Message[]): Anthropic.MessageParam[] {
  const turns: { role: 'user' | 'assistant'; content: Block[] }[] = [];
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...blocksOf(message));
    else turns.push({ role, content: blocksOf(message) });
  }
  return turns;
}

function blocksOf(message: Message): Block[] {
  if (message.role === 'tool') {
    return [{ type: 'tool_result', tool_use_id: message.callId, content: message.text }];
  }
  const text: Block[] = message.text ? [{ type: 'text', text: message.text }] : [];
  if (message.role === 'user') return [...(message.images ?? []).map(imageOf), ...text];
  const calls = (message.toolCalls ?? []).map((call): Block => ({
    type: 'tool_use',
    id: call.id,
    name: call.name,
    // The API accepts only objects, so the model sees other arguments as the text they were.
    input: objectOf(parseJson(call.argumentsJson)) ?? { invalidArguments: call.argumentsJson },
  }));
  return [...text, ...calls];
}

function imageOf({ mimeType, base64 }: Image): Block {
  // The API itself refuses types that it does not support.
  const media_type = mimeType as Anthropic.Base64ImageSource['media_type'];
  return { type: 'image', source: { type: 'base64', media_type, data: base64 } };
}

function toolOf(tool: Tool): Anthropic.Tool {
  return {
    name: tool.name,
    description: tool.description,
    input_schema: { ...tool.inputSchema, type: 'object' },
  };
}
