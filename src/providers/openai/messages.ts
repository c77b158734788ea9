import type OpenAI from 'openai';

import type { Image, Message } from '../../routing/conversation.ts';
import type { ModelCall } from '../provider.ts';

type Body = OpenAI.Responses.ResponseCreateParamsStreaming;
type InputText = { readonly type: 'input_text'; readonly text: string };
type InputImage = {
  readonly type: 'input_image';
  readonly image_url: string;
  readonly detail: 'auto';
};
type Item =
  | { readonly role: 'assistant'; readonly content: string }
  | { readonly role: 'user'; readonly content: string | (InputText | InputImage)[] }
  | {
      readonly type: 'function_call';
      readonly call_id: string;
      readonly name: string;
      readonly arguments: string;
    }
  | { readonly type: 'function_call_output'; readonly call_id: string; readonly output: string };

/** The request body of the Responses API. The provider stores nothing. */
export function openaiBody(call: ModelCall): Body {
  return {
    model: call.model,
    max_output_tokens: call.maxOutputTokens,
    stream: true,
    store: false,
    input: call.messages.flatMap(itemsOf),
    ...(call.system && { instructions: call.system }),
    ...(call.effort && { reasoning: { effort: call.effort } }),
    ...(call.outputSchema && {
      text: { format: { type: 'json_schema' as const, ...call.outputSchema, strict: true } },
    }),
    ...(call.tools?.length && {
      tools: call.tools.map((tool) => ({
        type: 'function' as const,
        name: tool.name,
        description: tool.description,
        parameters: tool.inputSchema,
        strict: false,
      })),
    }),
  };
}

/** A message in the format of OpenAI's Responses and Decisions APIs. */
export function itemsOf(message: Message): Item[] {
  if (message.role === 'tool') {
    return [{ type: 'function_call_output', call_id: message.callId, output: message.text }];
  }
  if (message.role === 'user') return [{ role: 'user', content: contentOf(message) }];
  const text: Item[] = message.text ? [{ role: 'assistant', content: message.text }] : [];
  const calls = (message.toolCalls ?? []).map((call): Item => ({
    type: 'function_call',
    call_id: call.id,
    name: call.name,
    arguments: call.argumentsJson,
  }));
  return [...text, ...calls];
}

function contentOf({ text, images = [] }: Extract<Message, { role: 'user' }>) {
  if (images.length === 0) return text;
  const shown = images.map((image): InputImage => {
    return { type: 'input_image', image_url: dataUrl(image), detail: 'auto' };
  });
  return [...shown, ...(text ? [{ type: 'input_text', text } as const] : [])];
}

/** An image as a URL that contains it, so that the provider fetches nothing. */
export function dataUrl({ mimeType, base64 }: Image): string {
  return `data:${mimeType};base64,${base64}`;
}
