import { createHash } from 'node:crypto';
import type { PracticeCall } from './call.ts';
import { countTokens } from './tokens.ts';

/*
 * The rules by which real providers cache prompts, as published in November 2026. Anthropic: up to a mark, at
 * least 512 tokens, found again at a mark or up to 20 blocks before one. OpenAI and most others: the
 * beginning of any prompt of at least 1024 tokens, in steps of 128.
 */
const leastMarked = 512;
const lookBack = 20;
const leastAutomatic = 1024;
const step = 128;

export interface PromptCache {
  /**
   * Tokens that this call reads from the cache and writes to it, no more than its input; remembers what it
   * wrote.
   */
  use(
    call: PracticeCall,
    inputTokens: number,
  ): { cacheReadTokens: number; cacheWriteTokens: number };
  clear(): void;
}

/** The prompt up to the end of a block. */
interface Prefix {
  readonly key: string;
  readonly tokens: number;
}

export function createPromptCache(): PromptCache {
  const seen = new Set<string>();

  /** The longest known beginning, and how much of the prompt is kept. */
  function marked(call: PracticeCall, prefixes: readonly Prefix[]) {
    const marks = call.prompt.flatMap(({ isMarked }, at) => (isMarked ? [at] : []));
    const near = prefixes.filter((_, at) => {
      return marks.some((mark) => at <= mark && mark - at < lookBack);
    });
    const kept = marks.map((at) => prefixes[at]!).filter(({ tokens }) => tokens >= leastMarked);
    return { read: near.findLast(({ key }) => seen.has(key))?.tokens ?? 0, kept };
  }

  function automatic(prefixes: readonly Prefix[]) {
    const long = prefixes.filter(({ tokens }) => tokens >= leastAutomatic);
    const read = long.findLast(({ key }) => seen.has(key))?.tokens ?? 0;
    return { read: read - (read % step), kept: long };
  }

  return {
    use(call, inputTokens) {
      const prefixes = prefixesOf(call);
      const { read, kept } =
        call.caching === 'marked' ? marked(call, prefixes) : automatic(prefixes);
      for (const { key } of kept) seen.add(key);
      const cacheReadTokens = Math.min(inputTokens, read);
      const longest = Math.min(inputTokens, kept.at(-1)?.tokens ?? 0);
      const cacheWriteTokens = call.billsCacheWrites ? Math.max(0, longest - cacheReadTokens) : 0;
      return { cacheReadTokens, cacheWriteTokens };
    },
    clear: () => seen.clear(),
  };
}

function prefixesOf({ wire, model, prompt }: PracticeCall): readonly Prefix[] {
  let key = `${wire} ${model}`;
  let tokens = 0;
  return prompt.map((block) => {
    key = createHash('sha256').update(`${key}\n${block.key}`).digest('base64');
    tokens += countTokens(block.text);
    return { key, tokens };
  });
}
