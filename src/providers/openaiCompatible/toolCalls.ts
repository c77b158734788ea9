import { arrayOf, objectOf, textOf, valueAt } from '../http/json.ts';
import type { ToolCall } from '../../routing/conversation.ts';
import { newCallId } from '../turns/callIds.ts';
import { argumentsIn } from './callArguments.ts';
import type { ChatStateItem } from './turnState.ts';

interface Draft {
  id: string | undefined;
  name: string | undefined;
  pieces: string[];
  signature: string | undefined;
}

/** The calls of an answer, and Gemini's signatures of them. */
export interface FinishedCalls {
  readonly calls: readonly ToolCall[];
  readonly signatures: readonly ChatStateItem[];
}

/** Assembles tool calls from the pieces that chunks carry. */
export function createToolCallDrafts(): {
  add(pieces: unknown): void;
  finished(): FinishedCalls;
} {
  const drafts: Draft[] = [];
  // A map, because the server chooses the index and may choose a huge one or "__proto__".
  const byIndex = new Map<unknown, Draft>();

  function draftFor(index: unknown, id: string | undefined, name: string | undefined): Draft {
    const open = byIndex.get(index);
    if (open && mayBeSame(open.id, id) && mayBeSame(open.name, name)) return open;
    const draft: Draft = { id, name, pieces: [], signature: undefined };
    drafts.push(draft);
    byIndex.set(index, draft);
    return draft;
  }

  return {
    add(pieces) {
      for (const value of arrayOf(pieces)) {
        const piece = pieceOf(value);
        if (!piece) continue;
        const draft = draftFor(piece.index, piece.id, piece.name);
        draft.id ??= piece.id;
        draft.name ??= piece.name;
        draft.signature ??= piece.signature;
        if (piece.json !== undefined) draft.pieces.push(piece.json);
      }
    },
    finished: () => finishedCalls(drafts),
  };
}

/** What one piece says of a call. */
interface CallPiece {
  readonly index: unknown;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly json: string | undefined;
  readonly signature: string | undefined;
}

function pieceOf(value: unknown): CallPiece | undefined {
  const piece = objectOf(value);
  if (!piece) return undefined;
  const calledFunction = objectOf(piece['function']);
  const json = calledFunction?.['arguments'];
  return {
    // Gemini's compatible endpoint gives every call the index 0, and no id
    // (https://github.com/NousResearch/hermes-agent/issues/62937, 2026-07-12); other servers leave the index out.
    index: piece['index'] ?? 0,
    id: textOf(piece['id']),
    name: textOf(calledFunction?.['name']),
    json: objectOf(json) ? JSON.stringify(json) : textOf(json),
    signature: textOf(valueAt(piece, ['extra_content', 'google', 'thought_signature'])),
  };
}

function finishedCalls(drafts: readonly Draft[]): FinishedCalls {
  const used = new Set<string>();
  const made = drafts.map((draft) => ({ ...draft, calls: callsOf(draft, used) }));
  return {
    calls: made.flatMap(({ calls }) => calls),
    signatures: made.flatMap(({ signature, calls: [first] }) =>
      signature !== undefined && first
        ? [{ kind: 'thoughtSignature', callId: first.id, signature }]
        : [],
    ),
  };
}

/** A piece that leaves out an id or a name goes on with the call before it. */
function mayBeSame(before: string | undefined, now: string | undefined): boolean {
  return before === undefined || now === undefined || before === now;
}

function callsOf({ id, name, pieces }: Draft, used: Set<string>): readonly ToolCall[] {
  if (!name) return [];
  return argumentsIn(pieces).map((argumentsJson, place) => {
    const isFree = place === 0 && id !== undefined && !used.has(id);
    const ownId = isFree ? id : newCallId();
    used.add(ownId);
    return { id: ownId, name, argumentsJson };
  });
}
