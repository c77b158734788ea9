import { type AnsweredCall, type AssistantTurn, isBlank } from './turns.ts';

/** Where a text of this many characters stood in a turn. */
export interface TextPlace {
  readonly kind: 'text';
  readonly length: number;
  /** OpenAI's word for what the text was. */
  readonly phase?: unknown;
}

/** Where a call stood in a turn. */
export interface CallPlace {
  readonly kind: 'call';
  readonly callId: string;
}

/** How a wire writes what stands in a turn. `own` is what the provider alone reads. */
interface Writing<Own, Written> {
  text(text: string, place: TextPlace): Written;
  call(call: AnsweredCall): Written;
  own(item: Own): Written;
}

/**
 * A turn as it came, with what its provider wants back where it stood among texts and calls; blank texts are
 * left out. Undefined when the turn has other calls now, or a text where there was none.
 */
export function inOrder<Own extends { readonly kind: string }, Written>(
  items: readonly (TextPlace | CallPlace | Own)[],
  turn: AssistantTurn,
  writing: Writing<Own, Written>,
): Written[] | undefined {
  const texts = textsOf(turn.text, items.filter(isText));
  const calls = [...turn.calls];
  const isSame = items.filter(isCall).every(({ callId }, at) => callId === calls[at]?.originalId);
  const hasPlace = turn.text === '' || texts.length > 0;
  if (!isSame || items.filter(isCall).length !== calls.length || !hasPlace) return undefined;
  return items.flatMap((item): Written[] => {
    if (isText(item)) {
      const text = texts.shift()!;
      return isBlank(text) ? [] : [writing.text(text, item)];
    }
    return [isCall(item) ? writing.call(calls.shift()!) : writing.own(item)];
  });
}

/**
 * The text of each place. A text that was trimmed or added to since stands whole in the last one, so that no
 * thinking comes last, which servers refuse.
 */
function textsOf(text: string, places: readonly TextPlace[]): string[] {
  const whole = places.reduce((sum, { length }) => sum + length, 0);
  if (whole !== text.length) return places.map((_, at) => (at === places.length - 1 ? text : ''));
  let end = 0;
  return places.map(({ length }) => text.slice(end, (end += length)));
}

/** Whether an order says more than that the texts came before the calls. */
export function isInterleaved(items: readonly { readonly kind: string }[]): boolean {
  return items.findLastIndex(isText) > items.findIndex(isCall) && items.some(isCall);
}

function isText(item: { readonly kind: string }): item is TextPlace {
  return item.kind === 'text';
}

function isCall(item: { readonly kind: string }): item is CallPlace {
  return item.kind === 'call';
}
