import type { PracticeCall } from './call.ts';
import { countTokens } from './tokens.ts';

/** Shorter prompts are not cached. Real providers have such a minimum, too. */
const leastTokens = 64;

export interface PromptCache {
  /** Tokens that this call reads from the cache and writes to it; remembers what it wrote. */
  use(call: PracticeCall): { cacheReadTokens: number; cacheWriteTokens: number };
  clear(): void;
}

export function createPromptCache(): PromptCache {
  const seen = new Set<string>();

  return {
    use(call) {
      const keyOf = (prefix: string) => `${call.wire}\n${call.model}\n${prefix}`;
      const prefixes = call.cachePrefixes
        .map((text) => ({ key: keyOf(text), tokens: countTokens(text) }))
        .filter(({ tokens }) => tokens >= leastTokens);
      const cacheReadTokens = prefixes.findLast(({ key }) => seen.has(key))?.tokens ?? 0;
      const longest = prefixes.at(-1)?.tokens ?? 0;
      for (const { key } of prefixes) seen.add(key);
      const cacheWriteTokens = call.billsCacheWrites ? longest - cacheReadTokens : 0;
      return { cacheReadTokens, cacheWriteTokens };
    },
    clear: () => seen.clear(),
  };
}
