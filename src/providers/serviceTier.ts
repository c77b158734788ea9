import { type Json, textOf } from './http/json.ts';

/** The words for the service that list prices are for, in lower case. */
const usual: ReadonlySet<string> = new Set([
  // OpenAI, Anthropic, xAI, Bedrock.
  'default',
  'standard',
  // Groq (https://console.groq.com/docs/service-tiers, read 2026-11-29); Vertex writes ON_DEMAND.
  'on_demand',
  // Names what the call asked for, not what served it.
  'auto',
  // Anthropic's places of inference (https://platform.claude.com/docs/en/manage-claude/data-residency,
  // read 2026-11-30); the latter for models that have no choice of them.
  'global',
  'not_available',
]);

/** The provider's name of the tier that served a call; undefined for the usual tier or when not reported. */
export function serviceTierOf(reported: unknown): string | undefined {
  const tier = textOf(reported);
  return tier && !usual.has(tier.toLowerCase()) ? tier : undefined;
}

/** What in Anthropic's usage multiplies its price: the tier, the speed and the place. */
const tierWords = ['service_tier', 'speed', 'inference_geo'] as const;

export type TierWords = Readonly<Partial<Record<(typeof tierWords)[number], string>>>;

/** The words of one more report, which need not repeat what an earlier one said. */
export function addTierWords(before: TierWords, usage: Json): TierWords {
  const told = tierWords.flatMap((name) => {
    const word = textOf(usage[name]);
    return word === undefined ? [] : [[name, word] as const];
  });
  return { ...before, ...Object.fromEntries(told) };
}

/** One name for all of it, such as `us` or `batch+us`; undefined for the usual service. */
export function tierNamed(words: TierWords): string | undefined {
  const names = tierWords.flatMap((name) => serviceTierOf(words[name]) ?? []);
  return names.length > 0 ? names.join('+') : undefined;
}
