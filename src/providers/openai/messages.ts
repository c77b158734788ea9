import type OpenAI from 'openai';

import { nearestEffort } from '../../routing/models/model.ts';
import type { Image, Message } from '../../routing/conversation.ts';
import { wellFormed } from '../http/json.ts';
import type { ModelCall } from '../provider.ts';
import { idRules } from '../turns/callIds.ts';
import { piecesOf, type Shown } from '../turns/shown.ts';
import { fitTools } from '../turns/toolSchema.ts';
import { type AssistantTurn, isBlank, turnsOf } from '../turns/turns.ts';
import { assistantItems, type PlainItem, plainItems } from './assistantItems.ts';
import { type ResponsesManner, usualManner } from './manner.ts';

type Body = OpenAI.Responses.ResponseCreateParamsStreaming;
type InputText = { readonly type: 'input_text'; readonly text: string };
type InputImage = {
  readonly type: 'input_image';
  readonly image_url: string;
  readonly detail: 'auto';
};
type Content = string | (InputText | InputImage)[];
type SaidItem =
  | { readonly role: 'user'; readonly content: Content }
  | { readonly type: 'function_call_output'; readonly call_id: string; readonly output: Content };
type Item = PlainItem | SaidItem;

/** The request body of the Responses API. The provider stores nothing. */
export function openaiBody(call: ModelCall, manner: ResponsesManner = usualManner): Body {
  const reasoning = reasoningOf(call, manner);
  return wellFormed({
    model: call.model,
    max_output_tokens: call.maxOutputTokens,
    stream: true,
    store: false,
    input: itemsWith(call.messages, (turn) =>
      manner.state ? assistantItems(turn, call.model) : plainItems(turn),
    ),
    // Nothing is stored, so what the model thought comes here, encrypted, to be sent back.
    ...(manner.encrypted &&
      call.thinking !== 'never' && { include: ['reasoning.encrypted_content' as const] }),
    ...(!isBlank(call.system) && { instructions: call.system }),
    ...(reasoning && { reasoning }),
    ...(manner.cacheKey && call.cacheKey !== undefined && { prompt_cache_key: call.cacheKey }),
    ...(call.outputSchema && {
      text: { format: { type: 'json_schema' as const, ...call.outputSchema, strict: true } },
    }),
    ...(call.tools?.length && {
      tools: fitTools(call.tools).map((tool) => ({
        type: 'function' as const,
        name: tool.name,
        description: tool.description,
        parameters: tool.inputSchema,
        strict: false,
      })),
      ...(call.mustCall && manner.forcesCalls && { tool_choice: 'required' as const }),
    }),
  });
}

function reasoningOf(
  { effort: wanted, thinking }: ModelCall,
  { efforts, summaries }: ResponsesManner,
): OpenAI.Reasoning | undefined {
  const effort = wanted && nearestEffort(wanted, efforts);
  const thinks = effort ? effort !== 'none' : thinking === 'unasked' || thinking === 'whenAsked';
  const isSummarized = summaries && thinks && thinking !== 'never';
  if (!effort && !isSummarized) return undefined;
  return { ...(effort && { effort }), ...(isSummarized && { summary: 'auto' as const }) };
}

/** A conversation in the format of OpenAI's Responses and Decisions APIs, without state. */
export function itemsOf(messages: readonly Message[]): Item[] {
  return itemsWith(messages, plainItems);
}

function itemsWith<Said>(
  messages: readonly Message[],
  saidBy: (turn: AssistantTurn) => Said[],
): (Said | SaidItem)[] {
  return turnsOf(messages, idRules.plain).flatMap((turn): (Said | SaidItem)[] => {
    if (turn.role === 'user') return [{ role: 'user', content: contentOf(turn) }];
    const results = turn.calls.map(({ id, result: text, images }): SaidItem => {
      const output = contentOf({ text, images });
      return { type: 'function_call_output', call_id: id, output };
    });
    return [...saidBy(turn), ...results];
  });
}

function contentOf(shown: Shown): Content {
  if (shown.images.length === 0) return shown.text;
  return piecesOf(shown).map((piece): InputText | InputImage =>
    typeof piece === 'string'
      ? { type: 'input_text', text: piece }
      : { type: 'input_image', image_url: dataUrl(piece), detail: 'auto' },
  );
}

/** An image as a URL that contains it, so that the provider fetches nothing. */
export function dataUrl({ mimeType, base64 }: Image): string {
  return `data:${mimeType};base64,${base64}`;
}
