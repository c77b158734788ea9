import type { AttemptEnd, RunEvent } from '../events.ts';

type Said = Extract<RunEvent, { kind: 'text' | 'toolCall' }>;

/**
 * Lets through what the client of a gated turn may see. The words of the first try are handed on as they come,
 * until it calls a tool: they are said whatever becomes of the call. All else waits. At the end the answer that
 * stands is handed on, its words after those that are said already, and nothing of a rejected try. The last
 * event's `end` has the text that the client got; a state says which of it is the model's own. Nothing more is
 * handed on when the signal is aborted or the answer ends in an error.
 */
export async function* handOn(
  events: AsyncIterable<RunEvent>,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  const held = new Map<string, Said[]>();
  const later = new Set<string>();
  let said = '';
  for await (const event of events) {
    if (event.kind === 'attemptStarted') {
      const isLater = later.size > 0 || event.how === 'retry' || event.how === 'climb';
      if (isLater) later.add(event.attemptId);
    }
    if (event.kind === 'finished') {
      const { end } = event;
      const isStopped = signal.aborted || end.error !== undefined;
      const rest = isStopped ? [] : (held.get(end.attemptId) ?? []);
      for (const each of later.has(end.attemptId) ? inParagraph(said, rest) : rest) {
        if (each.kind === 'text') said += each.text;
        yield each;
      }
      yield isStopped ? event : { kind: 'finished', end: asHandedOn(end, said) };
    } else if (event.kind !== 'text' && event.kind !== 'toolCall') {
      yield event;
    } else if (event.kind === 'text' && !later.has(event.attemptId) && !held.has(event.attemptId)) {
      said += event.text;
      yield event;
    } else {
      held.set(event.attemptId, [...(held.get(event.attemptId) ?? []), event]);
    }
  }
}

/** Words of another try begin a paragraph of their own. */
function inParagraph(said: string, rest: readonly Said[]): readonly Said[] {
  const at = rest.findIndex(({ kind }) => kind === 'text');
  const first = rest[at];
  if (said.trim() === '' || first?.kind !== 'text') return rest;
  return rest.with(at, { ...first, text: `\n\n${first.text}` });
}

function asHandedOn(end: AttemptEnd, text: string): AttemptEnd {
  if (text === end.text) return end;
  return { ...end, text, ...(end.state && { state: { ...end.state, text: end.text } }) };
}
