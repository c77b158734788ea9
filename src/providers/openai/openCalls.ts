import { arrayOf, type Json, objectOf, parseJson, textOf } from '../http/json.ts';
import { callInput } from '../turns/callInput.ts';

/** Completes the tool calls of a stream. */
export interface OpenCalls {
  /** The event; the end of a call with all that earlier events said of it. */
  add(event: Json): Json;
  /** The ends of calls that the stream left out, when the whole response came. */
  left(response: Json | undefined): readonly Json[];
}

interface OpenCall {
  readonly item: Json;
  input: string;
}

interface Calls {
  /** By the place of the item and by its id, because servers leave out either. */
  readonly open: Map<unknown, OpenCall>;
  /** The ids of calls that have ended. */
  readonly told: Set<unknown>;
}

const itemDone = 'response.output_item.done';

export function createOpenCalls(): OpenCalls {
  const calls: Calls = { open: new Map(), told: new Set() };
  return {
    add(event) {
      const item = objectOf(event['item']);
      const isCall = item?.['type'] === 'function_call';
      if (isCall && event['type'] === 'response.output_item.added') begin(calls, event, item);
      if (isCall && event['type'] === itemDone) return endOf(calls, event, item);
      if (event['type'] === 'response.function_call_arguments.delta') {
        openCall(calls, event).input += textOf(event['delta']) ?? '';
      }
      if (event['type'] === 'response.function_call_arguments.done') {
        openCall(calls, event).input ||= textOf(event['arguments']) ?? '';
      }
      return event;
    },
    left(response) {
      const inResponse = arrayOf(response?.['output'])
        .map(objectOf)
        .filter((item) => item?.['type'] === 'function_call')
        .filter((item) => idsOf(item!).every((id) => !calls.told.has(id)));
      const ended = inResponse.map((item) => endOf(calls, { item }, item!));
      const whole = [...new Set(calls.open.values())].filter(isWhole);
      return [
        ...ended,
        ...whole.map(({ item, input }) => endOf(calls, {}, { ...item, arguments: input })),
      ];
    },
  };
}

function begin({ open }: Calls, event: Json, item: Json): OpenCall {
  const call = { item, input: '' };
  for (const key of keysOf(event)) open.set(key, call);
  return call;
}

function openCall(calls: Calls, event: Json): OpenCall {
  return foundIn(calls, event) ?? begin(calls, event, {});
}

function foundIn({ open }: Calls, event: Json): OpenCall | undefined {
  return keysOf(event)
    .map((key) => open.get(key))
    .find((call) => call !== undefined);
}

/** The event that ends a call, with all that is known of it. */
function endOf(calls: Calls, event: Json, item: Json): Json {
  const call = foundIn(calls, event);
  for (const [key, other] of calls.open) if (other === call) calls.open.delete(key);
  const all = { ...call?.item, ...item };
  const ids = idsOf(all);
  for (const id of ids) calls.told.add(id);
  const { arguments: written } = item;
  const input = callInput(textOf(written) ?? objectOf(written) ?? call?.input);
  return { ...event, type: itemDone, item: { ...all, call_id: ids[0], arguments: input } };
}

function isWhole({ item, input }: OpenCall): boolean {
  return textOf(item['name']) !== undefined && objectOf(parseJson(callInput(input))) !== undefined;
}

/** The id of the call, then that of its item. */
function idsOf(item: Json): readonly string[] {
  return [textOf(item['call_id']), textOf(item['id'])].filter((id) => id !== undefined);
}

function keysOf(event: Json): readonly unknown[] {
  const id = textOf(event['item_id']) ?? textOf(objectOf(event['item'])?.['id']);
  return [event['output_index'], id].filter((key) => key !== undefined && key !== null);
}
