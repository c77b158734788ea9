import type { Message } from '../conversation.ts';
import { blocksOf } from './blocks.ts';
import { onlyGoesOn } from './goingOn.ts';
import { noticeOf } from './notices.ts';
import { readRequest, type RequestText } from './readRequest.ts';
import { wrapAllWords } from './wrappers.ts';

/** What the developer wants of a conversation by now. */
export interface Asked {
  /** The newest request that sets a task. When there is none, the newest text stands whole. */
  readonly request: RequestText;
  /** Where it is; -1 when the developer does not speak in what is left of the conversation. */
  readonly at: number;
  /** Where the developer spoke last, if only to let the agent go on; -1 likewise. */
  readonly spokeAt: number;
  /** The words of the requests before it, oldest first. */
  readonly before: readonly string[];
  /** A summary stands in place of earlier messages, and perhaps of the request. */
  readonly isSummarized: boolean;
}

/** A message in which the developer speaks. */
export interface Spoken extends RequestText {
  readonly at: number;
}

/**
 * Finds what the developer wants. Results of tools, reminders and other messages of the client's own are passed
 * over. Words that only let the agent go on belong to the request before them.
 */
export function askedIn(messages: readonly Message[]): Asked {
  const spoken = spokenIn(messages);
  const isSummarized = messages.some(
    ({ role, text }) => role === 'user' && noticeOf(text) === 'summary',
  );
  const isFirst = (place: number) => place === 0 && !isSummarized;
  const index = spoken.findLastIndex(({ words }, place) => isFirst(place) || !onlyGoesOn(words));
  const request = spoken[index];
  return {
    request: request ?? wholeText(messages),
    at: request?.at ?? -1,
    spokeAt: spoken.at(-1)?.at ?? -1,
    before: spoken.slice(0, Math.max(0, index)).map(({ words }) => words),
    isSummarized,
  };
}

/** What says what to do, and not what to do it with. Characters. */
const longestErrand = 2_000;

/**
 * The words of a question by an extension, which often sends what it wants and what it is about in messages of
 * their own: both are the question.
 */
export function wordsOfQuestion(messages: readonly Message[]): string {
  const { request, before } = askedIn(messages);
  const isBegun = messages.some(({ role }) => role !== 'user');
  const errands = isBegun ? [] : before.filter(({ length }) => length <= longestErrand);
  return [...errands, request.words].join('\n\n');
}

/**
 * The messages in which the developer speaks, oldest first. Where a client puts all that the developer says
 * into tags, what stands without them is the client's, such as what a hook adds to a result.
 */
export function spokenIn(messages: readonly Message[]): readonly Spoken[] {
  const isTagged = messages.some((message) => message.role === 'user' && tagsWords(message));
  const finishing = isTagged ? callsThatFinish(messages) : new Set<string>();
  const speaks = (message: Message, at: number): boolean => {
    if (message.role === 'assistant' || message.text.trim() === '') return false;
    if (message.role === 'tool') return finishing.has(message.callId) && tagsWords(message);
    const before = messages[at - 1];
    const isAnswer = before?.role === 'assistant' && !before.toolCalls;
    return !isTagged || isAnswer || tagsWords(message);
  };
  return messages.flatMap((message, at) => {
    const request = speaks(message, at) ? requestIn(message) : undefined;
    return request === undefined || request.words === '' ? [] : [{ ...request, at }];
  });
}

// A message is read once, however often it is asked about.
const requests = new WeakMap<Message, RequestText>();
const tagged = new WeakMap<Message, boolean>();

/** A message taken apart. */
export function requestIn(message: Message): RequestText {
  const request = requests.get(message) ?? readRequest(message.text);
  requests.set(message, request);
  return request;
}

const wrapping: ReadonlySet<string> = new Set(wrapAllWords);
/** Such a tag is in the text; somebody may only write about it. */
const maybeTagged = new RegExp(`<(?:${wrapAllWords.join('|')}|conversation-summary)[\\s>]`);

function tagsWords(message: Message): boolean {
  const isTagged = tagged.get(message) ?? hasTags(message.text);
  tagged.set(message, isTagged);
  return isTagged;
}

function hasTags(text: string): boolean {
  if (!maybeTagged.test(text)) return false;
  return noticeOf(text) === 'summary' || blocksOf(text).some(({ name }) => wrapping.has(name));
}

/** Calls that end a task in Cline and Roo Code: what the developer says to that is their result. */
function callsThatFinish(messages: readonly Message[]): ReadonlySet<string> {
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  );
  return new Set(calls.filter(({ name }) => finishes.test(name)).map(({ id }) => id));
}

const finishes = /^(?:attempt_completion|plan_mode_respond)$/;

function wholeText(messages: readonly Message[]): RequestText {
  const text = messages.findLast(({ role, text: each }) => role === 'user' && each.trim() !== '');
  return { words: text?.text ?? '', attachments: [], context: [] };
}
