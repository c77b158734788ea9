import { arrayOf, type Json, objectOf, textOf } from '../http/json.ts';
import type { ChatStateItem } from './turnState.ts';
import { createWholeTexts } from './wholeTexts.ts';

/** Gathers from the deltas of one answer what the server wants back with it. */
export interface TurnStateDraft {
  add(delta: Json | undefined): void;
  items(): readonly ChatStateItem[];
}

export function createTurnStateDraft(): TurnStateDraft {
  const thoughts = createWholeTexts();
  let text = '';
  let details: readonly unknown[] = [];
  return {
    add(delta) {
      text += thoughts.add(textOf(delta?.['reasoning_content']) ?? '');
      details = arrayOf(delta?.['reasoning_details']).reduce<readonly unknown[]>(
        withDetail,
        details,
      );
    },
    items() {
      text += thoughts.end();
      return [
        ...(text ? [{ kind: 'reasoningContent', text } as const] : []),
        ...(details.length > 0 ? [{ kind: 'reasoningDetails', details } as const] : []),
      ];
    },
  };
}

/** The fields of a detail that come in pieces. */
const streamed = ['text', 'summary'] as const;

/**
 * Adds a detail. One that goes on with an earlier one, as its index says, is joined to it: a signature is
 * valid for the whole text only (https://github.com/agno-agi/agno/pull/5802, 2026-07-07).
 */
function withDetail(details: readonly unknown[], value: unknown): readonly unknown[] {
  const next = objectOf(value);
  const place = next ? details.findLastIndex((detail) => goesOn(objectOf(detail), next)) : -1;
  if (!next || place < 0) return [...details, value];
  return details.with(place, joined(objectOf(details[place])!, next));
}

function joined(last: Json, next: Json): Json {
  const said = Object.entries(next).filter(([, field]) => field !== null && field !== undefined);
  const texts = streamed
    .filter((field) => field in last || field in next)
    .map((field) => [field, (textOf(last[field]) ?? '') + (textOf(next[field]) ?? '')]);
  return { ...last, ...Object.fromEntries(said), ...Object.fromEntries(texts) };
}

function goesOn(last: Json | undefined, next: Json): boolean {
  if (!last) return false;
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
