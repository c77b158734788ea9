import * as z from 'zod';
import type { PartialModel } from './catalog.ts';
import { splitReference, type ModelReference } from './model.ts';
import type { Price } from './price.ts';
import type { InputProblem } from './problem.ts';
import { defined } from './defined.ts';
import { problemsOf } from './problemsOf.ts';

// USD per million tokens. A rate beyond this is a slip of units, such as a price per thousand.
const dearestRate = 1000;
const rate = z
  .number()
  .min(0, 'A price cannot be negative.')
  .max(dearestRate, {
    error: `A price above ${dearestRate} USD per million tokens looks like a slip of units.`,
  });
const rates = {
  input: rate,
  output: rate,
  cacheRead: rate.optional(),
  cacheWrite: rate.optional(),
  cacheWriteLong: rate.optional(),
};
const price = z.strictObject({
  from: z.iso.date('Write the day this price began, such as 2026-11-10.'),
  source: z.string().min(1, 'Say where this price was read.'),
  ...rates,
  above: z.array(z.strictObject({ inputTokens: z.int().positive(), ...rates })).optional(),
});
const model = z.strictObject({
  name: z.string().min(1).optional(),
  contextTokens: z.int().positive().optional(),
  maxOutputTokens: z.int().positive().optional(),
  abilities: z
    .strictObject({
      tools: z.boolean().optional(),
      images: z.boolean().optional(),
      reasoning: z.boolean().optional(),
    })
    .optional(),
  prices: z.array(price).optional(),
  simulated: z.boolean().optional(),
});

type WrittenModel = z.infer<typeof model>;
type WrittenPrice = z.infer<typeof price>;

/** Models as the shipped file and the `tierwise.models` setting write them: prices in USD per million tokens. */
export function parseModels(written: unknown): {
  models: Map<string, PartialModel>;
  problems: InputProblem[];
} {
  const models = new Map<string, PartialModel>();
  const problems: InputProblem[] = [];
  if (typeof written !== 'object' || written === null) return { models, problems };
  for (const [reference, entry] of Object.entries(written)) {
    if (!splitReference(reference)) {
      problems.push({
        path: [reference],
        message: `"${reference}" is not a model reference. Write provider/model.`,
      });
      continue;
    }
    const parsed = model.safeParse(entry);
    if (parsed.success) {
      models.set(reference, toModel(reference as ModelReference, parsed.data));
    } else {
      problems.push(...problemsOf(parsed.error, [reference]));
    }
  }
  return { models, problems };
}

function toModel(reference: ModelReference, written: WrittenModel): PartialModel {
  const { prices, abilities, ...facts } = written;
  return {
    reference,
    ...defined(facts),
    ...(abilities && { abilities: defined(abilities) }),
    ...(prices && { prices: prices.map(toPrice).toSorted(byDay) }),
  };
}

function toPrice({ above, ...written }: WrittenPrice): Price {
  const { from, source, ...usd } = written;
  const steps = above?.map(({ inputTokens, ...stepRates }) => ({
    inputTokens,
    ...toNano(stepRates),
  }));
  return {
    from,
    source,
    ...toNano(usd),
    ...(steps && { above: steps.toSorted((a, b) => a.inputTokens - b.inputTokens) }),
  };
}

function toNano<T extends Record<string, number | undefined>>(usd: T): { [K in keyof T]: number } {
  const entries = Object.entries(defined(usd)).map(([key, value]) => [
    key,
    Math.round((value as number) * 1e9),
  ]);
  return Object.fromEntries(entries) as { [K in keyof T]: number };
}

function byDay(a: Price, b: Price): number {
  return a.from < b.from ? -1 : 1;
}
