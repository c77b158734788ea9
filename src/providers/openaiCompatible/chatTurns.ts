import type { Json } from '../http/json.ts';
import type { ModelCall } from '../provider.ts';
import { idRules } from '../turns/callIds.ts';
import { joinedShown } from '../turns/shown.ts';
import {
  type AnsweredCall,
  type AssistantTurn,
  endingWithUser,
  type Turn,
  turnsOf,
  type UserTurn,
} from '../turns/turns.ts';
import type { RequestRules } from './requestRules.ts';
import { type ChatStateItem, chatStateItems } from './turnState.ts';

/** A message of the Chat Completions API. `fields` are what the server wants back with it. */
export type ChatTurn =
  | UserTurn
  | { readonly role: 'tool'; readonly callId: string; readonly text: string }
  | {
      readonly role: 'assistant';
      readonly text: string;
      readonly fields: Json;
      readonly calls: readonly (AnsweredCall & { readonly fields: Json })[];
    };

/** The conversation as a server with these rules accepts it. */
export function chatTurns(call: ModelCall, rules: RequestRules): readonly ChatTurn[] {
  const turns = turnsOf(call.messages, idRules[rules.toolCallIds]);
  const shown = turns.flatMap(withShownImages);
  const asked = joined(rules.assistantLast ? shown : endingWithUser(shown));
  return asked.flatMap((turn, at): ChatTurn[] => {
    if (turn.role === 'user') return [turn];
    const results = turn.calls.map(({ id, result }): ChatTurn => {
      return { role: 'tool', callId: id, text: result || shownBelow };
    });
    const isUserNext = results.length > 0 && asked[at + 1]?.role === 'user';
    const between = isUserNext && !rules.userAfterTool ? [understood] : [];
    return [withState(turn, call.model, rules), ...results, ...between];
  });
}

const understood: ChatTurn = { role: 'assistant', text: 'Understood.', fields: {}, calls: [] };

const shownBelow = '(shown in the next message)';

/** A result holds only text on this wire, so the user shows its images right after all results. */
function withShownImages(turn: Turn): readonly Turn[] {
  if (turn.role === 'user') return [turn];
  const shown = turn.calls.flatMap(({ name, images }, at) => {
    if (images.length === 0) return [];
    const words = { text: `Result ${at + 1}, of the tool ${name}, shows:\n`, images: [] };
    return [
      words,
      { text: '', images: images.map(({ mimeType, base64 }) => ({ mimeType, base64 })) },
    ];
  });
  return shown.length > 0 ? [turn, { role: 'user', ...joinedShown(shown) }] : [turn];
}

/** Joins texts that follow each other: servers with strict templates want the roles to alternate. */
function joined(turns: readonly Turn[]): readonly Turn[] {
  const all: Turn[] = [];
  for (const turn of turns) {
    const last = all.at(-1);
    if (last?.role === turn.role && isPlain(last) && isPlain(turn)) {
      all[all.length - 1] = { ...last, text: `${last.text}\n\n${turn.text}` };
    } else {
      all.push(turn);
    }
  }
  return all;
}

function isPlain(turn: Turn): boolean {
  if (turn.role === 'user') return turn.images.length === 0;
  return turn.calls.length === 0 && turn.state.length === 0;
}

function withState(
  { text, calls, state, stateModel }: AssistantTurn,
  model: string,
  rules: RequestRules,
): ChatTurn {
  const items = rules.state ? chatStateItems(state) : [];
  return {
    role: 'assistant',
    text,
    fields: {
      ...reasoningContent(items, rules),
      // Other than a plain text, it may be bound to the model that wrote it.
      ...(stateModel === model && reasoningDetails(items)),
    },
    calls: calls.map((call, at) => ({
      ...call,
      fields: signatureOf(items, call) ?? (rules.madeSignatures && at === 0 ? madeSignature : {}),
    })),
  };
}

function reasoningContent(
  items: readonly ChatStateItem[],
  { reasoningContent: kept }: RequestRules,
) {
  const text = items.find((item) => item.kind === 'reasoningContent')?.text;
  if (kept === 'never' || (text === undefined && kept === 'asItCame')) return {};
  return { reasoning_content: text ?? '' };
}

function reasoningDetails(items: readonly ChatStateItem[]): Json {
  const found = items.find((item) => item.kind === 'reasoningDetails');
  return found ? { reasoning_details: found.details } : {};
}

function signatureOf(items: readonly ChatStateItem[], { originalId }: AnsweredCall) {
  const found = items.find(
    (item) => item.kind === 'thoughtSignature' && item.callId === originalId,
  );
  if (found?.kind !== 'thoughtSignature') return undefined;
  return { extra_content: { google: { thought_signature: found.signature } } };
}

// Google's word for calls that another model made (https://ai.google.dev/gemini-api/docs/thought-signatures, 2026).
const madeSignature: Json = {
  extra_content: { google: { thought_signature: 'skip_thought_signature_validator' } },
};
