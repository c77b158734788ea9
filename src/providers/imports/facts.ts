import { defined } from '../../routing/input/objects.ts';
import { countOf, type Json } from '../http/json.ts';
import type { ImportOptions } from './imported.ts';

/** What files say of a model, as `tierwise.models` has it; what is no count, flag or price is omitted. */
export function factsOf(said: {
  readonly name?: unknown;
  readonly contextTokens?: unknown;
  readonly maxOutputTokens?: unknown;
  readonly tools?: unknown;
  readonly images?: unknown;
  readonly reasoning?: unknown;
  readonly prices?: readonly object[] | undefined;
}): Readonly<Record<string, unknown>> {
  const { tools, images, reasoning } = said;
  const capabilities = defined({
    tools: flagOf(tools),
    images: flagOf(images),
    reasoning: flagOf(reasoning),
  });
  return defined({
    name: typeof said.name === 'string' && said.name !== '' ? said.name : undefined,
    contextTokens: positive(said.contextTokens),
    maxOutputTokens: positive(said.maxOutputTokens),
    capabilities: Object.keys(capabilities).length > 0 ? capabilities : undefined,
    prices: said.prices,
  });
}

/** A price of USD per million tokens; nothing where all of it is zero, which is what such files have for unknown. */
export function pricesOf(
  costs: Json,
  names: {
    readonly input: string;
    readonly output: string;
    readonly cacheRead?: string;
    readonly cacheWrite?: string;
  },
  { today, file }: Pick<ImportOptions, 'today' | 'file'>,
): readonly object[] | undefined {
  const rate = (name: string | undefined) => rateOf(name === undefined ? name : costs[name]);
  const [input, output] = [rate(names.input), rate(names.output)];
  if (input === undefined || output === undefined || input + output === 0) return undefined;
  const cached = defined({ cacheRead: rate(names.cacheRead), cacheWrite: rate(names.cacheWrite) });
  return [{ from: today, source: file, input, output, ...cached }];
}

function rateOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function positive(value: unknown): number | undefined {
  const count = countOf(value);
  return count === 0 ? undefined : count;
}
