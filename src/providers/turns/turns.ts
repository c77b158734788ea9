import type { Image, Message, ToolCall } from '../../routing/conversation.ts';
import { type IdRule, createCallIds } from './callIds.ts';
import { joinedShown } from './shown.ts';

/*
 * This folder brings a conversation into a form that every wire accepts. turns.ts pairs each tool call with
 * its result and leaves blank texts out, shown.ts puts images where they stood in a text, callIds.ts makes ids
 * that a server accepts, toolNames.ts and toolSchema.ts do the same for names and schemas, ownState.ts keeps a
 * provider's state from all others, inOrder.ts puts it back where it stood, and askAgain.ts asks once more when
 * a server refuses something that it need not be sent; learningProvider.ts keeps what that taught. plainSchema.ts
 * has schemas for a server that refused one. Of an answer, callInput.ts reads the arguments of calls,
 * meantCalls.ts the names of their tools, thinkingTags.ts tells thinking in its text apart, and textCalls/ finds
 * calls there.
 *
 * Everything here depends only on what came before in the conversation, so the beginning of a prompt
 * stays the same from turn to turn and a provider finds it in its cache.
 */

/** A tool call with what the tool returned. Its id is unique in the conversation. */
export interface AnsweredCall extends ToolCall {
  /** The id in the conversation, from which `id` may differ. */
  readonly originalId: string;
  /** Empty only when there are images. */
  readonly result: string;
  /** What the result shows. */
  readonly images: readonly Image[];
}

export interface UserTurn {
  readonly role: 'user';
  readonly text: string;
  readonly images: readonly Image[];
}

/** The results of its calls come right after it. */
export interface AssistantTurn {
  readonly role: 'assistant';
  /** Empty when it would be blank. */
  readonly text: string;
  readonly calls: readonly AnsweredCall[];
  readonly state: readonly unknown[];
  /** The model that made the state. */
  readonly stateModel: string | undefined;
}

export type Turn = UserTurn | AssistantTurn;

/** Said for a call whose result is missing, because every wire refuses a call without one. */
const noResult = 'There is no result: the tool was not run.';
/** Several servers refuse a blank result. */
const blankResult = '(no output)';

/**
 * The turns of a conversation. Results follow their calls, as all wires want it: a result that comes later
 * is moved up, a missing one is made up, and one without a call is told as a text of the user. Blank
 * messages are left out, unless the user says nothing else.
 */
export function turnsOf(messages: readonly Message[], ids: IdRule): readonly Turn[] {
  const callIds = createCallIds(ids);
  const turns = sectionsOf(messages).flatMap(({ assistant, others }) => {
    const results = others.filter((message) => message.role === 'tool');
    const open = new Set(results);
    const calls = (assistant?.toolCalls ?? []).map((call): AnsweredCall => {
      const found = results.find((result) => open.has(result) && result.callId === call.id);
      if (found) open.delete(found);
      const { images = [] } = found ?? {};
      const blank = images.length > 0 ? '' : blankResult;
      const result = found ? notBlank(found.text, blank) : noResult;
      return { ...call, originalId: call.id, id: callIds.next(call.id), result, images };
    });
    const said = others.flatMap((message) => {
      if (message.role === 'user') return userTurn(message);
      return open.has(message) ? orphan(message) : [];
    });
    // A blank message is still a turn of the user when there is nothing else to answer.
    const isNudge = calls.length === 0 && said.length === 0 && others.length > 0;
    return [...(assistant ? assistantTurn(assistant, calls) : []), ...(isNudge ? [nudge] : said)];
  });
  return turns.length > 0 ? turns : [nudge];
}

const nudge: UserTurn = { role: 'user', text: 'Go on.', images: [] };

/** An assistant message, and everything up to the next one. */
interface Section {
  readonly assistant: Extract<Message, { role: 'assistant' }> | undefined;
  readonly others: Exclude<Message, { role: 'assistant' }>[];
}

function sectionsOf(messages: readonly Message[]): readonly Section[] {
  const sections: Section[] = [{ assistant: undefined, others: [] }];
  for (const message of messages) {
    if (message.role === 'assistant') sections.push({ assistant: message, others: [] });
    else sections.at(-1)!.others.push(message);
  }
  return sections;
}

function assistantTurn(
  { text, state }: Extract<Message, { role: 'assistant' }>,
  calls: readonly AnsweredCall[],
): Turn[] {
  if (isBlank(text) && calls.length === 0) return [];
  return [
    {
      role: 'assistant',
      text: notBlank(state?.text ?? text, ''),
      calls,
      state: state?.items ?? [],
      stateModel: state?.model,
    },
  ];
}

function userTurn({ text, images = [] }: Extract<Message, { role: 'user' }>): Turn[] {
  if (isBlank(text) && images.length === 0) return [];
  return [{ role: 'user', text: notBlank(text, ''), images }];
}

function orphan({ text, images = [] }: Extract<Message, { role: 'tool' }>): Turn[] {
  if (isBlank(text) && images.length === 0) return [];
  const said = { text: 'Result of an earlier tool call:\n', images: [] };
  return [{ role: 'user', ...joinedShown([said, { text, images }]) }];
}

/** Adds a last turn of the user where a server refuses a conversation that ends with the assistant. */
export function endingWithUser(turns: readonly Turn[]): readonly Turn[] {
  const last = turns.at(-1);
  const isAsked = last?.role === 'user' || (last !== undefined && last.calls.length > 0);
  return isAsked ? turns : [...turns, nudge];
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

function notBlank(text: string, otherwise: string): string {
  return isBlank(text) ? otherwise : text;
}
