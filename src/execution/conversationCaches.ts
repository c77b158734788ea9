import { createHash } from 'node:crypto';
import { estimateTokens, imageTokens } from '../routing/candidates/requirements.ts';
import type { WarmCache } from '../routing/caches/warmCache.ts';
import type { Conversation, Message } from '../routing/conversation.ts';
import type { ModelReference } from '../routing/models/model.ts';
import type { AttemptEnd } from './events.ts';

/**
 * Remembers which models have read how much of which conversation, so that a decision knows what their
 * providers' prompt caches may still hold. Nothing that was said is kept, only hashes. A conversation
 * without a cache key is not remembered.
 */
export interface ConversationCaches {
  /** A model was asked to go on with the conversation, and the attempt ended at this time. */
  keep(conversation: Conversation | undefined, end: AttemptEnd, nowMs: number): void;
  /** What may still be held of a conversation: of its messages, the beginning that each model has read. */
  of(conversation: Conversation | undefined): readonly WarmCache[];
}

/** A part of a prompt: the head, which is the system text and the tools, or a message. */
interface Part {
  readonly hash: string;
  /** Estimated. */
  readonly tokens: number;
}

/** A prompt that a model has read. */
interface Asked {
  /** The cache key of its conversation. Chats of one folder may have the same. */
  readonly key: string;
  readonly model: ModelReference;
  readonly parts: readonly Part[];
  /** Tokens of all of them, as the provider counted them, else estimated. */
  readonly tokens: number;
  /** When the call began: a provider's time to live counts from there. */
  readonly atMs: number;
  /** Parts that no earlier prompt of its key has. */
  readonly newParts: number;
}

// Chosen by judgement. A part takes about 100 bytes, and prompts of a conversation share theirs.
const usualLimits = { prompts: 500, parts: 100_000 };

/**
 * Makes a memory that holds no more than the limits; what was asked longest ago is forgotten first. A prompt takes
 * the place of those that it goes on with. Others that begin alike stay: those of another chat, and those from
 * before an edit, a summary or a subagent.
 */
export function createConversationCaches(limits = usualLimits): ConversationCaches {
  let kept: readonly Asked[] = [];

  return {
    keep(conversation, { choice, text, toolCalls, usage, latencyMs }, nowMs) {
      const key = conversation?.cacheKey;
      // Without an answer or a count, it is unknown whether the prompt was read.
      const wasRead = usage !== undefined || text !== '' || toolCalls.length > 0;
      if (!conversation || key === undefined || !wasRead) return;
      const model = choice.model.reference;
      const { parts, newParts } = shared(
        partsOf(conversation),
        kept.filter((asked) => asked.key === key),
      );
      const goneOnWith = kept.filter(
        (asked) => asked.key === key && asked.model === model && isBeginning(asked, parts),
      );
      const asked: Asked = {
        key,
        model,
        parts,
        // The answer is not among them: a provider keeps prompts, and writes it with the next one.
        tokens: usage?.inputTokens ?? tokensOf(parts),
        atMs: nowMs - latencyMs,
        newParts: newParts + goneOnWith.reduce((sum, each) => sum + each.newParts, 0),
      };
      kept = within(limits, [...kept.filter((each) => !goneOnWith.includes(each)), asked]);
    },

    of(conversation) {
      const own = kept.filter(({ key }) => key === conversation?.cacheKey);
      if (!conversation || own.length === 0) return [];
      const parts = partsOf(conversation);
      return own.flatMap((asked) => {
        const { model, atMs } = asked;
        const prefixTokens = tokensInCommon(asked, parts);
        const branch = isBeginning(asked, parts) ? {} : { isBranch: true as const };
        return prefixTokens > 0 ? [{ model, prefixTokens, atMs, ...branch }] : [];
      });
    },
  };
}

function within({ prompts, parts }: typeof usualLimits, kept: readonly Asked[]): readonly Asked[] {
  let size = kept.reduce((sum, { newParts }) => sum + newParts, 0);
  let first = Math.max(0, kept.length - prompts);
  for (const { newParts } of kept.slice(0, first)) size -= newParts;
  while (size > parts && first < kept.length - 1) {
    size -= kept[first]!.newParts;
    first += 1;
  }
  return kept.slice(first);
}

function isBeginning({ parts }: Asked, of: readonly Part[]): boolean {
  return parts.length <= of.length && parts.every(({ hash }, at) => hash === of[at]!.hash);
}

/** The tokens of the beginning that an earlier prompt shares with this one: only that is found again. */
function tokensInCommon({ parts, tokens }: Asked, now: readonly Part[]): number {
  const changed = parts.findIndex(({ hash }, at) => hash !== now[at]?.hash);
  if (changed < 0) return tokens;
  return Math.floor((tokens * tokensOf(parts.slice(0, changed))) / tokensOf(parts));
}

function tokensOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.tokens, 0);
}

/** The same parts, as objects that are already kept where there are some. */
function shared(
  parts: readonly Part[],
  earlier: readonly Asked[],
): Pick<Asked, 'parts' | 'newParts'> {
  const known = new Map(
    earlier.flatMap((asked) => asked.parts.map((each) => [each.hash, each] as const)),
  );
  return {
    parts: parts.map((each) => known.get(each.hash) ?? each),
    newParts: parts.filter(({ hash }) => !known.has(hash)).length,
  };
}

function partsOf({ system, tools, messages }: Conversation): Part[] {
  return [part(JSON.stringify([system, tools])), ...messages.map(partOfMessage)];
}

const known = new WeakMap<Message, Part>();

/** The same for messages that say the same, whatever a provider's state with them. */
export function hashOfMessage(message: Message): string {
  return partOfMessage(message).hash;
}

/** A message is read once, however often it is asked about. */
function partOfMessage(message: Message): Part {
  const part = known.get(message) ?? readMessage(message);
  known.set(message, part);
  return part;
}

// A provider's state is left out: the others do not get it, and it can be lost without changing the words.
function readMessage(message: Message): Part {
  if (message.role === 'assistant') {
    return part(`${JSON.stringify(['assistant', message.toolCalls ?? []])}\n${message.text}`);
  }
  const { role, text, images = [] } = message;
  const head = role === 'tool' ? [role, message.callId] : [role];
  const { hash, tokens } = part(`${JSON.stringify(head)}\n${text}`);
  if (images.length === 0) return { hash, tokens };
  const seen = images.map(({ base64 }) => hashOf(base64));
  return { hash: hashOf([hash, ...seen].join(' ')), tokens: tokens + images.length * imageTokens };
}

function part(text: string): Part {
  return { hash: hashOf(text), tokens: estimateTokens(text) };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64').slice(0, 16);
}
