import { arrayOf, objectOf, textOf } from '../http/json.ts';
import type { ToolCall } from '../../routing/conversation.ts';

interface Draft {
  id: string | undefined;
  name: string | undefined;
  json: string;
}

/** Assembles tool calls from the pieces that chunks carry. */
export function createToolCallDrafts(): {
  add(pieces: unknown): void;
  finished(): readonly ToolCall[];
} {
  const drafts: Draft[] = [];
  // A map, because the server chooses the index and may choose a huge one or "__proto__".
  const byIndex = new Map<unknown, Draft>();

  function draftFor(index: unknown, id: string | undefined): Draft {
    const open = byIndex.get(index);
    // Some servers give every call the index 0; a new id then begins a new call.
    if (open && (id === undefined || open.id === undefined || open.id === id)) return open;
    const draft: Draft = { id, name: undefined, json: '' };
    drafts.push(draft);
    byIndex.set(index, draft);
    return draft;
  }

  return {
    add(pieces) {
      for (const value of arrayOf(pieces)) {
        const piece = objectOf(value);
        if (!piece) continue;
        const id = textOf(piece['id']);
        const draft = draftFor(piece['index'] ?? 0, id);
        const calledFunction = objectOf(piece['function']);
        draft.id ??= id;
        draft.name ??= textOf(calledFunction?.['name']);
        const json = calledFunction?.['arguments'];
        if (typeof json === 'string') draft.json += json;
        else if (objectOf(json)) draft.json = JSON.stringify(json);
      }
    },
    finished: () =>
      drafts.flatMap(({ id, name, json }, place) =>
        name ? [{ id: id ?? `call_${place}`, name, argumentsJson: json || '{}' }] : [],
      ),
  };
}
