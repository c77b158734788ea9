import { createHash } from 'node:crypto';

/** Which ids of tool calls a server accepts. */
export interface IdRule {
  readonly pattern: RegExp;
  /** The number of characters of an id that is made here. It fits the pattern. */
  readonly madeLength: number;
}

/**
 * The rules of servers. Anthropic: "String should match pattern '^[a-zA-Z0-9_-]+$'". OpenAI's Responses API
 * takes at most 64 characters and its Chat API at most 40. Mistral: "must be a-z, A-Z, 0-9, with a length of
 * 9". Other servers get any id back as they made it, because some, such as Kimi and LiteLLM, read theirs.
 */
export const idRules = {
  any: { pattern: /[^]/, madeLength: 24 },
  plain: { pattern: /^[a-zA-Z0-9_-]{1,64}$/, madeLength: 24 },
  short: { pattern: /^[a-zA-Z0-9_-]{1,40}$/, madeLength: 24 },
  nine: { pattern: /^[a-zA-Z0-9]{9}$/, madeLength: 9 },
} as const satisfies Record<string, IdRule>;

export type IdRuleName = keyof typeof idRules;

/** Gives each call of a conversation, in order, an id that fits the rule and that no earlier call has. */
export function createCallIds({ pattern, madeLength }: IdRule): { next(id: string): string } {
  const taken = new Set<string>();
  return {
    next(id) {
      let fit = pattern.test(id) ? id : made(id, 0, madeLength);
      for (let again = 1; taken.has(fit); again += 1) fit = made(id, again, madeLength);
      taken.add(fit);
      return fit;
    },
  };
}

// The same for the same id, so that the prompt stays the same in the next turn.
function made(id: string, again: number, length: number): string {
  return createHash('sha256').update(`${again} ${id}`).digest('hex').slice(0, length);
}

/** An id for a call that a server gave none. No two calls of a conversation may share one. */
export function newCallId(): string {
  return `call_${crypto.randomUUID().replaceAll('-', '')}`;
}
