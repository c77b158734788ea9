import { arrayOf, type Json, objectOf, textOf } from '../http/json.ts';
import type { ChatStateItem } from './turnState.ts';

/** Gathers from the deltas of one answer what the server wants back with it. */
export interface TurnStateDraft {
  add(delta: Json | undefined): void;
  items(): readonly ChatStateItem[];
}

export function createTurnStateDraft(): TurnStateDraft {
  let text = '';
  let details: readonly unknown[] = [];
  return {
    add(delta) {
      text += textOf(delta?.['reasoning_content']) ?? '';
      details = arrayOf(delta?.['reasoning_details']).reduce<readonly unknown[]>(
        withDetail,
        details,
      );
    },
    items: () => [
      ...(text ? [{ kind: 'reasoningContent', text } as const] : []),
      ...(details.length > 0 ? [{ kind: 'reasoningDetails', details } as const] : []),
    ],
  };
}

/** The fields of a detail that come in pieces. */
const streamed = ['text', 'summary'] as const;

/** Adds a detail; one that goes on with the last one, as its index says, is joined to it. */
function withDetail(details: readonly unknown[], value: unknown): readonly unknown[] {
  const last = objectOf(details.at(-1));
  const next = objectOf(value);
  if (!last || !next || !goesOn(last, next)) return [...details, value];
  const said = Object.entries(next).filter(([, field]) => field !== null && field !== undefined);
  const joined = streamed
    .filter((field) => field in last || field in next)
    .map((field) => [field, (textOf(last[field]) ?? '') + (textOf(next[field]) ?? '')]);
  const merged = { ...last, ...Object.fromEntries(said), ...Object.fromEntries(joined) };
  return [...details.slice(0, -1), merged];
}

function goesOn(last: Json, next: Json): boolean {
  const isStreamed = next['type'] === 'reasoning.text' || next['type'] === 'reasoning.summary';
  const isOther = (field: string) => last[field] && next[field] && last[field] !== next[field];
  return (
    isStreamed &&
    last['type'] === next['type'] &&
    last['index'] === next['index'] &&
    !isOther('id') &&
    !isOther('signature')
  );
}
