import type { Model } from './model.ts';
import { formatExactUsd } from './money.ts';
import { type Price, priceOn } from './price.ts';
import { inEnglish, type Say } from '../say.ts';

/**
 * What a model costs on a day (ISO date, UTC), for a list to choose from:
 * `$3 in, $15 out per million tokens; cached $0.30`, `included, no charge`, `price unknown`. It says where other
 * rates hold at some hours.
 */
export function describePrice(
  model: Pick<Model, 'prices'>,
  today: string,
  say: Say = inEnglish,
): string {
  const price = priceOn(model.prices, today);
  if (!price) return say('price unknown');
  if (isFree(price)) return say('included, no charge');
  const short = shortPrice(price, say);
  const known =
    price.cacheRead === undefined
      ? say('{0} per million tokens', short)
      : say('{0} per million tokens; cached {1}', short, formatExactUsd(price.cacheRead));
  const tokens = price.hours ? say('{0}; at some hours other rates', known) : known;
  return price.perRequest ? say('{0}, {1} per request', tokens, usd(price.perRequest)) : tokens;
}

/** The same for a narrow place: `$3 in, $15 out`. */
export function describePriceShortly(
  model: Pick<Model, 'prices'>,
  today: string,
  say: Say = inEnglish,
): string {
  const price = priceOn(model.prices, today);
  if (!price) return say('price unknown');
  return isFree(price) ? say('included') : shortPrice(price, say);
}

function shortPrice({ input, output }: Price, say: Say): string {
  return say('{0} in, {1} out', usd(input), usd(output));
}

function isFree({ input, output, perRequest = 0 }: Price): boolean {
  return input === 0 && output === 0 && perRequest === 0;
}

/** Whole dollars without cents: `$3`, `$0.10`. */
function usd(nano: number): string {
  return nano % 1e9 === 0 ? `$${nano / 1e9}` : formatExactUsd(nano);
}
