import type { InputProblem, ProblemPath } from '../input/problems.ts';
import type { Price, Rates, Tariff } from './price.ts';
import { dayMs } from '../time.ts';

// The rates of one model differ by far less than this factor; a price per thousand instead of per million
// tokens is off by more. Chosen by judgement.
const slipFactor = 500;
// Nano-dollars per million tokens, a hundredth of what the cheapest models take. Chosen by judgement.
const leastNano = 1e6;
// Chosen by judgement.
const longestAheadDays = 366;

/**
 * Finds mistakes in a model's prices that no single number shows: two prices that begin on the same
 * day, dates that are not plausible, and rates so far apart that some must be per thousand tokens
 * instead of per million. Paths begin at the model.
 */
export function priceSlips(
  prices: readonly Price[],
  shipped: readonly Price[] = [],
  today?: string,
): InputProblem[] {
  return prices.flatMap((price, index) => {
    const path = ['prices', index];
    return [
      ...dayProblems(price, path, prices.slice(0, index), today),
      ...tariffsOf(price, path).flatMap(([tariff, at]) => [
        ...stepProblems(tariff, at),
        ...ratesOf(tariff, at).flatMap(([rates, of]) => ratioProblems(rates, price, of)),
      ]),
      ...hourProblems(price, path),
      ...(shipped.length > 0
        ? shippedProblems(price, path, shipped.at(-1))
        : perToken(price, path)),
    ];
  });
}

function dayProblems(
  { from, checked }: Price,
  path: ProblemPath,
  before: readonly Price[],
  today: string | undefined,
): InputProblem[] {
  const problems: InputProblem[] = [];
  if (before.some((other) => other.from === from)) {
    const message = `Another price also begins on ${from}. Keep the right one.`;
    problems.push({ path: [...path, 'from'], message });
  }
  if (today && daysBetween(today, from) > longestAheadDays) {
    const message = `${from} lies more than a year ahead. Write the day this price begins.`;
    problems.push({ path: [...path, 'from'], message });
  }
  // One day is tolerated: in some time zones it is already tomorrow.
  if (today && checked && daysBetween(today, checked) > 1) {
    const message = `${checked} has not come yet. Write the day you last saw this price.`;
    problems.push({ path: [...path, 'checked'], message });
  }
  return problems;
}

function stepProblems({ above = [] }: Tariff, path: ProblemPath): InputProblem[] {
  const sizes = above.map(({ inputTokens }) => inputTokens);
  const twice = sizes.find((size, index) => sizes.indexOf(size) !== index);
  if (twice === undefined) return [];
  const message = `Two steps begin above ${twice} input tokens. Keep the right one.`;
  return [{ path: [...path, 'above'], message }];
}

function hourProblems({ hours = {}, tiers = {} }: Price, path: ProblemPath): InputProblem[] {
  return Object.keys(hours)
    .filter((tier) => !Object.hasOwn(tiers, tier))
    .map((tier) => ({
      path: [...path, 'hours', tier],
      message: `These hours have no rates. Write those of “${tier}” into tiers.`,
    }));
}

/** The usual rates and those of other service tiers, each with its place. */
function tariffsOf(price: Price, path: ProblemPath): [Tariff, ProblemPath][] {
  const tiers = Object.entries(price.tiers ?? {}).map(([name, tariff]): [Tariff, ProblemPath] => [
    tariff,
    [...path, 'tiers', name],
  ]);
  return [[price, path], ...tiers];
}

/** A tariff's own rates and those of its steps, each with its place. */
function ratesOf(tariff: Tariff, path: ProblemPath): [Rates, ProblemPath][] {
  const steps = (tariff.above ?? []).map((step, index): [Rates, ProblemPath] => [
    step,
    [...path, 'above', index],
  ]);
  return [[tariff, path], ...steps];
}

const rateNames = ['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWriteLong'] as const;

function ratioProblems(rates: Rates, { input }: Price, path: ProblemPath): InputProblem[] {
  return rateNames
    .filter((name) => farApart(rates[name], input))
    .map((name) => ({
      path: [...path, name],
      message: `${usd(rates[name])} and an input price of ${usd(input)} do not belong to one model. Write both in USD per million tokens.`,
    }));
}

/** Nothing tells the price of an unknown model, but no model that costs anything is as cheap as that. */
function perToken({ input, output }: Price, path: ProblemPath): InputProblem[] {
  if (input <= 0 || output <= 0 || Math.max(input, output) >= leastNano) return [];
  const message = `${usd(input)} and ${usd(output)} look like prices per token. Write them in USD per million tokens, such as ${input / 1e3} and ${output / 1e3}.`;
  return [{ path: [...path, 'input'], message }];
}

function shippedProblems(
  price: Price,
  path: ProblemPath,
  shipped: Price | undefined,
): InputProblem[] {
  return rateNames
    .filter((name) => farApart(price[name], shipped?.[name]))
    .map((name) => ({
      path: [...path, name],
      message: `${usd(price[name])} is far from the known price of ${usd(shipped?.[name])}. Write it in USD per million tokens, not per token or per thousand.`,
    }));
}

/** Whether both are above zero and one is hundreds of times the other. */
function farApart(one: number | undefined, other: number | undefined): boolean {
  if (!one || !other) return false;
  return Math.max(one, other) / Math.min(one, other) >= slipFactor;
}

function usd(nano = 0): string {
  return `$${nano / 1e9}`;
}

/** Whole days from one ISO date to another; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs;
}
