import { type Model, splitReference } from '../models/model.ts';
import type { Price } from '../models/price.ts';

/** How a provider keeps the beginning of a prompt for the next call. */
export interface CacheManner {
  /** Milliseconds after the last call during which the prefix is found; each call begins them again. */
  readonly keptMs: number;
  /** Milliseconds after the last call from which it is gone. In between it is found less and less often. */
  readonly goneMs: number;
  /** Shorter prefixes are not kept, tokens. Where models of a provider differ, the largest. */
  readonly leastTokens: number;
  readonly source: string;
  /** ISO date, UTC. */
  readonly checked: string;
}

interface MannerRow extends CacheManner {
  /** The provider's id in the settings. */
  readonly provider: string;
  /** Set where it depends on whether writing to the cache costs more than plain input. */
  readonly writesCost?: boolean;
}

const minutes = 60_000;
const hours = 60 * minutes;

const rows: readonly MannerRow[] = [
  {
    provider: 'anthropic',
    keptMs: 5 * minutes,
    goneMs: 5 * minutes,
    leastTokens: 4096,
    source: 'platform.claude.com/docs/en/build-with-claude/prompt-caching',
    checked: '2026-11-29',
  },
  {
    provider: 'openai',
    writesCost: true,
    keptMs: 30 * minutes,
    goneMs: 60 * minutes,
    leastTokens: 1024,
    source: 'developers.openai.com/api/docs/guides/prompt-caching, models since GPT-5.6',
    checked: '2026-11-29',
  },
  {
    provider: 'openai',
    keptMs: 5 * minutes,
    goneMs: 60 * minutes,
    leastTokens: 1024,
    source: 'developers.openai.com/api/docs/guides/prompt-caching, models before GPT-5.6',
    checked: '2026-11-29',
  },
  {
    // Kept on disk for hours to days.
    provider: 'deepseek',
    keptMs: 2 * hours,
    goneMs: 48 * hours,
    leastTokens: 64,
    source: 'api-docs.deepseek.com/guides/kv_cache',
    checked: '2026-11-29',
  },
  {
    // How long the implicit cache keeps is not published; the times are those of other providers.
    provider: 'gemini',
    keptMs: 5 * minutes,
    goneMs: 60 * minutes,
    leastTokens: 4096,
    source: 'ai.google.dev/gemini-api/docs/caching, least tokens of 2026-10-13; times by judgement',
    checked: '2026-11-29',
  },
  {
    // The server keeps the last prompt of a loaded model, which it unloads after five minutes.
    provider: 'ollama',
    keptMs: 5 * minutes,
    goneMs: 5 * minutes,
    leastTokens: 0,
    source: 'docs.ollama.com/faq, keep_alive',
    checked: '2026-11-29',
  },
];

/** For all others: the shortest of the published times, and only prices say whether it saves something. */
const usualManner: CacheManner = {
  keptMs: 5 * minutes,
  goneMs: 5 * minutes,
  leastTokens: 1024,
  source: 'by judgement',
  checked: '2026-11-29',
};

/** How the provider of a model keeps prompts. */
export function cacheManner({ reference }: Model, price: Price): CacheManner {
  const provider = splitReference(reference)?.provider;
  const writesCost = price.cacheWrite !== undefined;
  const row = rows.find(
    (each) =>
      each.provider === provider &&
      (each.writesCost === undefined || each.writesCost === writesCost),
  );
  return row ?? usualManner;
}

// Of 4,684 returns to a model that another router counted, 97.4 % found their cache; of the agent steps of a
// public trace of 4,265 sessions that followed a tool, 97.5 % (github.com/uw-syfi/TraceLab, 2026-06).
const shareFound = 0.974;

/** How likely a prefix is found that was used so many milliseconds ago, 0 to 1. */
export function chanceOfWarmth({ keptMs, goneMs }: CacheManner, ageMs: number): number {
  if (ageMs < keptMs) return shareFound;
  if (ageMs >= goneMs) return 0;
  return (shareFound * (goneMs - ageMs)) / (goneMs - keptMs);
}
