import type { InputProblem, ProblemPath } from '../input/problems.ts';
import { inEnglish, type Say } from '../say.ts';
import type { Price, Rates, Tariff } from './price.ts';
import { dayMs } from '../time.ts';

// The rates of one model differ by far less than this factor; a price per thousand instead of per million
// tokens is off by more. Chosen by judgement.
const slipFactor = 500;
// Nano-dollars per million tokens, a hundredth of what the cheapest models take. Chosen by judgement.
const leastNano = 1e6;
// Chosen by judgement.
const longestAheadDays = 366;

/** What prices are checked against. */
interface KnownPrices {
  readonly shipped?: readonly Price[];
  /** ISO date, UTC. */
  readonly today?: string | undefined;
  readonly say?: Say;
}

/**
 * Finds mistakes in a model's prices that no single number shows: two prices that begin on the same
 * day, dates that are not plausible, and rates so far apart that some must be per thousand tokens
 * instead of per million. Paths begin at the model.
 */
export function priceSlips(
  prices: readonly Price[],
  { shipped = [], today, say = inEnglish }: KnownPrices = {},
): InputProblem[] {
  return prices.flatMap((price, index) => {
    const path = ['prices', index];
    return [
      ...dayProblems(price, path, { before: prices.slice(0, index), today, say }),
      ...tariffsOf(price, path).flatMap(([tariff, at]) => [
        ...stepProblems(tariff, at, say),
        ...ratesOf(tariff, at).flatMap(([rates, of]) =>
          ratioProblems(rates, price, { path: of, say }),
        ),
      ]),
      ...hourProblems(price, path, say),
      ...(shipped.length > 0
        ? shippedProblems(price, shipped.at(-1), { path, say })
        : perToken(price, path, say)),
    ];
  });
}

function dayProblems(
  { from, checked }: Price,
  path: ProblemPath,
  {
    before,
    today,
    say,
  }: { readonly before: readonly Price[]; readonly today: string | undefined; readonly say: Say },
): InputProblem[] {
  const problems: InputProblem[] = [];
  if (before.some((other) => other.from === from)) {
    const message = say('Another price also begins on {0}. Keep the right one.', from);
    problems.push({ path: [...path, 'from'], message });
  }
  if (today && daysBetween(today, from) > longestAheadDays) {
    const message = say('{0} lies more than a year ahead. Write the day this price begins.', from);
    problems.push({ path: [...path, 'from'], message });
  }
  // One day is tolerated: in some time zones it is already tomorrow.
  if (today && checked && daysBetween(today, checked) > 1) {
    const message = say('{0} has not come yet. Write the day you last saw this price.', checked);
    problems.push({ path: [...path, 'checked'], message });
  }
  return problems;
}

function stepProblems({ above = [] }: Tariff, path: ProblemPath, say: Say): InputProblem[] {
  const sizes = above.map(({ inputTokens }) => inputTokens);
  const twice = sizes.find((size, index) => sizes.indexOf(size) !== index);
  if (twice === undefined) return [];
  const message = say('Two steps begin above {0} input tokens. Keep the right one.', twice);
  return [{ path: [...path, 'above'], message }];
}

function hourProblems(
  { hours = {}, tiers = {} }: Price,
  path: ProblemPath,
  say: Say,
): InputProblem[] {
  return Object.keys(hours)
    .filter((tier) => !Object.hasOwn(tiers, tier))
    .map((tier) => ({
      path: [...path, 'hours', tier],
      message: say('These hours have no rates. Write those of “{0}” into tiers.', tier),
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

/** Where a problem is, and the language that tells it. */
interface Telling {
  readonly path: ProblemPath;
  readonly say: Say;
}

function ratioProblems(rates: Rates, { input }: Price, { path, say }: Telling): InputProblem[] {
  return rateNames
    .filter((name) => farApart(rates[name], input))
    .map((name) => ({
      path: [...path, name],
      message: say(
        '{0} and an input price of {1} do not belong to one model. Write both in USD per million tokens.',
        usd(rates[name]),
        usd(input),
      ),
    }));
}

/** Nothing tells the price of an unknown model, but no model that costs anything is as cheap as that. */
function perToken({ input, output }: Price, path: ProblemPath, say: Say): InputProblem[] {
  if (input <= 0 || output <= 0 || Math.max(input, output) >= leastNano) return [];
  const message = say(
    '{0} and {1} look like prices per token. Write them in USD per million tokens, such as {2} and {3}.',
    usd(input),
    usd(output),
    input / 1e3,
    output / 1e3,
  );
  return [{ path: [...path, 'input'], message }];
}

function shippedProblems(
  price: Price,
  shipped: Price | undefined,
  { path, say }: Telling,
): InputProblem[] {
  return rateNames
    .filter((name) => farApart(price[name], shipped?.[name]))
    .map((name) => ({
      path: [...path, name],
      message: say(
        '{0} is far from the known price of {1}. Write it in USD per million tokens, not per token or per thousand.',
        usd(price[name]),
        usd(shipped?.[name]),
      ),
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
