import { arrayOf, type Json, objectOf } from '../http/json.ts';

/** A whole answer of the Messages API as the events that would have streamed it, in their text form. */
export function wholeMessage(message: Json): string | undefined {
  return messageEvents(message)
    ?.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

/** The events that would have streamed a whole answer; undefined when it is none. */
export function messageEvents(message: Json): readonly Event[] | undefined {
  if (message['type'] !== 'message' || !Array.isArray(message['content'])) return undefined;
  const { content, stop_reason, usage, ...head } = message;
  const blocks = arrayOf(content).flatMap((block, index) => blockEvents(objectOf(block), index));
  return [
    { type: 'message_start', message: { ...head, content: [], usage } },
    ...blocks,
    { type: 'message_delta', delta: { stop_reason }, usage },
    { type: 'message_stop' },
  ];
}

type Event = Json & { readonly type: string };

/** The fields of a block that stream in deltas, and the deltas that carry them. */
const streamed: Readonly<Record<string, string>> = {
  text: 'text_delta',
  thinking: 'thinking_delta',
  signature: 'signature_delta',
};

function blockEvents(block: Json | undefined, index: number): readonly Event[] {
  if (!block) return [];
  const deltas = Object.entries(streamed).filter(([field]) => typeof block[field] === 'string');
  const empty = Object.fromEntries(deltas.map(([field]) => [field, '']));
  return [
    // The input of a tool may come as a whole at the start.
    { type: 'content_block_start', index, content_block: { ...block, ...empty } },
    ...deltas.map(([field, type]): Event => {
      return { type: 'content_block_delta', index, delta: { type, [field]: block[field] } };
    }),
    { type: 'content_block_stop', index },
  ];
}
