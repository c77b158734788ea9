import { textOf } from './http/json.ts';

// `auto` is what was asked for, not what was served; what is usual then, its provider decides.
const usual: ReadonlySet<string> = new Set(['default', 'standard', 'auto']);

/** The tier that served a call, as its provider names it; undefined for the usual one, or untold. */
export function serviceTierOf(told: unknown): string | undefined {
  const tier = textOf(told);
  return tier && !usual.has(tier) ? tier : undefined;
}
