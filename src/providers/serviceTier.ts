import { textOf } from './http/json.ts';

// `auto` names what the call asked for, not what served it, so it counts as the usual tier.
const usual: ReadonlySet<string> = new Set(['default', 'standard', 'auto']);

/** The provider's name of the tier that served a call; undefined for the usual tier or when not reported. */
export function serviceTierOf(reported: unknown): string | undefined {
  const tier = textOf(reported);
  return tier && !usual.has(tier) ? tier : undefined;
}
