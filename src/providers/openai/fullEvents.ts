import { arrayOf, type Json, objectOf, textOf } from '../http/json.ts';
import { createOpenCalls } from './openCalls.ts';
import { textEvents } from './wholeAnswer.ts';

const textDeltas: ReadonlySet<unknown> = new Set([
  'response.output_text.delta',
  'response.refusal.delta',
]);

const endTypes: ReadonlySet<unknown> = new Set(['response.completed', 'response.incomplete']);

/**
 * The events of a stream with those that its server left out. OpenAI says everything piece by piece, then as a
 * whole item and once more in the whole response; gateways leave out some of it: the end of a call's item
 * (https://github.com/sgl-project/sglang/issues/12652, 2025-11-04, and
 * https://github.com/anomalyco/opencode/pull/44893, 2026-08-25), or all but the response
 * (https://github.com/NVIDIA-NeMo/Switchyard/pull/777, 2026-08).
 */
export async function* fullEvents(events: AsyncIterable<unknown>): AsyncGenerator<Json> {
  const calls = createOpenCalls();
  let isItemTold = false;
  let isTold = false;

  for await (const value of events) {
    const event = objectOf(value);
    if (!event) continue;
    const untold: readonly Json[] = isItemTold ? [] : textsEndedBy(event);
    yield* untold;
    isItemTold ||= untold.length > 0 || (textDeltas.has(event['type']) && isSaying(event));
    isTold ||= isItemTold;
    if (isMessageEnd(event)) isItemTold = false;
    const response = objectOf(event['response']);
    if (endTypes.has(event['type']) && !isTold) yield* textsOf(response);
    // A call of a response that was cut is not whole.
    if (event['type'] === 'response.completed') yield* calls.left(response);
    yield calls.add(event);
  }
}

function isSaying(event: Json): boolean {
  return textOf(event['delta']) !== undefined;
}

function isMessageEnd(event: Json): boolean {
  return event['type'] === 'response.output_item.done' && isMessage(event['item']);
}

function isMessage(item: unknown): boolean {
  return objectOf(item)?.['type'] === 'message';
}

/** The texts of what an event ends. */
function textsEndedBy(event: Json): readonly Json[] {
  if (isMessageEnd(event)) return textEvents(objectOf(event['item']));
  const text = event['type'] === 'response.output_text.done' ? textOf(event['text']) : undefined;
  return text === undefined ? [] : [{ type: 'response.output_text.delta', delta: text }];
}

/** The messages of a whole response. */
function textsOf(response: Json | undefined): readonly Json[] {
  return arrayOf(response?.['output'])
    .filter(isMessage)
    .flatMap((item) => textEvents(objectOf(item)));
}
