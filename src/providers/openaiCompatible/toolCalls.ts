import { arrayOf, objectOf, textOf, valueAt } from '../http/json.ts';
import type { ToolCall } from '../../routing/conversation.ts';
import { newCallId } from '../turns/callIds.ts';
import { argumentsIn } from './callArguments.ts';
import type { ChatStateItem } from './turnState.ts';

interface Draft {
  id: string | undefined;
  name: string | undefined;
  pieces: string[];
  /** How many of the pieces had a name. */
  heads: number;
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
  const byId = new Map<string, Draft>();

  function draftFor({ index, id, name }: CallPiece): Draft {
    const open = byIndex.get(index);
    const known = id === undefined ? undefined : byId.get(id);
    const last = id === undefined ? drafts.at(-1) : undefined;
    // The id of a piece without a name may be another one in each piece (poolsideai/pool#9, 2026-05), and its
    // index that of another call or of none (agno-agi/agno#8880, 2026-07).
    const draft = name === undefined ? (known ?? open ?? last) : draftOf(open, id, name);
    if (draft !== undefined) return draft;
    const begun: Draft = { id, name, pieces: [], heads: 0, signature: undefined };
    drafts.push(begun);
    byIndex.set(index, begun);
    return begun;
  }

  return {
    add(pieces) {
      for (const value of arrayOf(pieces)) {
        const piece = pieceOf(value);
        if (!piece) continue;
        const draft = draftFor(piece);
        draft.id ??= piece.id;
        if (draft.id !== undefined) byId.set(draft.id, draft);
        if (piece.name !== undefined) draft.heads += 1;
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

/** The open call that a piece with a name belongs to, unless it begins another one. */
function draftOf(open: Draft | undefined, id: string | undefined, name: string): Draft | undefined {
  return open && mayBeSame(open.id, id) && mayBeSame(open.name, name) ? open : undefined;
}

/** What is left out says nothing. */
function mayBeSame(before: string | undefined, now: string | undefined): boolean {
  return before === undefined || now === undefined || before === now;
}

function callsOf({ id, name, pieces, heads }: Draft, used: Set<string>): readonly ToolCall[] {
  if (!name) return [];
  return argumentsIn(pieces, heads === 1).map((argumentsJson, place) => {
    const isFree = place === 0 && id !== undefined && !used.has(id);
    const ownId = isFree ? id : newCallId();
    used.add(ownId);
    return { id: ownId, name, argumentsJson };
  });
}
