import { arrayOf, type Json, objectOf, textOf } from '../http/json.ts';

/** A whole response of the Responses API as the events that would have streamed it, in their text form. */
export function wholeResponse(response: Json): string | undefined {
  return responseEvents(response)
    ?.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

/** The events that would have streamed a whole response; undefined when it is none. */
export function responseEvents(response: Json): readonly Event[] | undefined {
  if (response['object'] !== 'response' && !Array.isArray(response['output'])) return undefined;
  const items = arrayOf(response['output']).flatMap((item) => eventsOf(objectOf(item)));
  const type = response['status'] === 'incomplete' ? 'response.incomplete' : 'response.completed';
  return [...items, { type, response }];
}

type Event = Json & { readonly type: string };

function eventsOf(item: Json | undefined): readonly Event[] {
  return item ? [...textEvents(item), { type: 'response.output_item.done', item }] : [];
}

/** The deltas of the texts in an output item. */
export function textEvents(item: Json | undefined): readonly Event[] {
  return [...arrayOf(item?.['summary']), ...arrayOf(item?.['content'])].flatMap((part) =>
    deltaOf(objectOf(part)),
  );
}

const deltaTypes: Readonly<Record<string, readonly [type: string, field: string]>> = {
  output_text: ['response.output_text.delta', 'text'],
  refusal: ['response.refusal.delta', 'refusal'],
  summary_text: ['response.reasoning_summary_text.delta', 'text'],
  reasoning_text: ['response.reasoning_text.delta', 'text'],
};

function deltaOf(part: Json | undefined): readonly Event[] {
  const known = Object.entries(deltaTypes).find(([type]) => type === part?.['type'])?.[1];
  if (!known) return [];
  const [type, field] = known;
  const delta = textOf(part?.[field]);
  return delta === undefined ? [] : [{ type, delta }];
}
