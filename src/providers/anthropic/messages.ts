import type Anthropic from '@anthropic-ai/sdk';

import { type Effort, nearestEffort } from '../../routing/models/model.ts';
import type { Image, Tool } from '../../routing/conversation.ts';
import { wellFormed } from '../http/json.ts';
import type { ModelCall } from '../provider.ts';
import { idRules } from '../turns/callIds.ts';
import { piecesOf, type Shown } from '../turns/shown.ts';
import { fitTools } from '../turns/toolSchema.ts';
import { endingWithUser, isBlank, type Turn, turnsOf } from '../turns/turns.ts';
import { assistantBlocks } from './assistantBlocks.ts';
import { markForCache } from './cacheMarks.ts';
import { type AnthropicManner, usualManner } from './manner.ts';

type Body = Anthropic.MessageCreateParamsStreaming;
type Block = Anthropic.ContentBlockParam;

/** The request body of the Messages API. It has no sampling settings, because the API refuses them. */
export function anthropicBody(call: ModelCall, manner: AnthropicManner = usualManner): Body {
  const outputConfig = outputConfigOf(call, manner);
  const isForced = call.mustCall === true && manner.forcesCalls && Boolean(call.tools?.length);
  const body: Body = {
    model: call.model,
    max_tokens: call.maxOutputTokens,
    stream: true,
    messages: messagesOf(call, manner),
    ...(!isBlank(call.system) && { system: [{ type: 'text', text: call.system }] }),
    ...(Object.keys(outputConfig).length > 0 && { output_config: outputConfig }),
    // Left out where the model would not think: it would start to, and cost more. No forced call goes with it.
    ...(manner.summaries &&
      !isForced &&
      call.thinking === 'unasked' && {
        thinking: { type: 'adaptive' as const, display: 'summarized' as const },
      }),
    ...(call.tools?.length && { tools: fitTools(call.tools).map(toolOf) }),
    ...(isForced && { tool_choice: { type: 'any' as const } }),
  };
  return wellFormed(manner.cacheMarks ? markForCache(body, call) : body);
}

function outputConfigOf(
  { effort: wanted, outputSchema }: ModelCall,
  manner: AnthropicManner,
): Anthropic.OutputConfig {
  const effort = wanted && nearestEffort(wanted, manner.efforts);
  return {
    ...(effort && { effort: effortOf(effort) }),
    ...(outputSchema &&
      manner.outputSchema && { format: { type: 'json_schema', schema: outputSchema.schema } }),
  };
}

/** The API has no level below low. */
function effortOf(effort: Effort): Exclude<Effort, 'none' | 'minimal'> {
  return effort === 'minimal' || effort === 'none' ? 'low' : effort;
}

/**
 * The API wants a user first and last, and all results of a turn at the start of one message; it refuses
 * blank texts and ids with other characters than `a-zA-Z0-9_-`.
 */
function messagesOf(call: ModelCall, { state }: AnthropicManner): Anthropic.MessageParam[] {
  const messages: { role: 'user' | 'assistant'; content: Block[] }[] = [];
  const say = (role: 'user' | 'assistant', content: Block[]) => {
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...content);
    else if (content.length > 0) messages.push({ role, content });
  };
  for (const turn of endingWithUser(turnsOf(call.messages, idRules.plain))) {
    if (messages.length === 0 && turn.role === 'assistant') say('user', [textBlock(earlier)]);
    say(turn.role, blocksOf(turn, state ? call.model : undefined));
    if (turn.role === 'assistant' && turn.calls.length > 0) {
      say(
        'user',
        turn.calls.map(({ id, result: text, images }) => {
          const content = images.length > 0 ? shownBlocks({ text, images }) : text;
          return { type: 'tool_result', tool_use_id: id, content };
        }),
      );
    }
  }
  return messages;
}

const earlier = '(The beginning of the conversation is not shown.)';

function blocksOf(turn: Turn, model: string | undefined): Block[] {
  if (turn.role === 'assistant') return assistantBlocks(turn, model);
  return shownBlocks(turn);
}

type ShownBlock = Anthropic.TextBlockParam | Anthropic.ImageBlockParam;

function shownBlocks(shown: Shown): ShownBlock[] {
  return piecesOf(shown).map((piece) =>
    typeof piece === 'string' ? textBlock(piece) : imageOf(piece),
  );
}

function textBlock(text: string): ShownBlock {
  return { type: 'text', text };
}

function imageOf({ mimeType, base64 }: Image): ShownBlock {
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
