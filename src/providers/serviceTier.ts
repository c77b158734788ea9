import { textOf } from './http/json.ts';

/** The names of the tier that list prices are for, in lower case. */
const usual: ReadonlySet<string> = new Set([
  // OpenAI, Anthropic, xAI, Bedrock.
  'default',
  'standard',
  // Groq (https://console.groq.com/docs/service-tiers, read 2026-11-29); Vertex writes ON_DEMAND.
  'on_demand',
  // Names what the call asked for, not what served it.
  'auto',
]);

/** The provider's name of the tier that served a call; undefined for the usual tier or when not reported. */
export function serviceTierOf(reported: unknown): string | undefined {
  const tier = textOf(reported);
  return tier && !usual.has(tier.toLowerCase()) ? tier : undefined;
}
