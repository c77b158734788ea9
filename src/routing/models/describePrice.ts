import type { Model } from './model.ts';
import { formatExactUsd } from './money.ts';
import { type Price, priceOn } from './price.ts';

/**
 * What a model costs on a day (ISO date, UTC), for a list to choose from:
 * `$3 in, $15 out per million tokens; cached $0.30`, `included, no charge`, `price unknown`. It says where other
 * rates hold at some hours.
 */
export function describePrice(model: Pick<Model, 'prices'>, today: string): string {
  const price = priceOn(model.prices, today);
  if (!price) return 'price unknown';
  if (isFree(price)) return 'included, no charge';
  const cached = price.cacheRead === undefined ? '' : `; cached ${formatExactUsd(price.cacheRead)}`;
  const other = price.hours ? '; at some hours other rates' : '';
  const tokens = `${shortPrice(price)} per million tokens${cached}${other}`;
  return price.perRequest ? `${tokens}, ${usd(price.perRequest)} per request` : tokens;
}

/** The same for a narrow place: `$3 in, $15 out`. */
export function describePriceShortly(model: Pick<Model, 'prices'>, today: string): string {
  const price = priceOn(model.prices, today);
  if (!price) return 'price unknown';
  return isFree(price) ? 'included' : shortPrice(price);
}

function shortPrice({ input, output }: Price): string {
  return `${usd(input)} in, ${usd(output)} out`;
}

function isFree({ input, output, perRequest = 0 }: Price): boolean {
  return input === 0 && output === 0 && perRequest === 0;
}

/** Whole dollars without cents: `$3`, `$0.10`. */
function usd(nano: number): string {
  return nano % 1e9 === 0 ? `$${nano / 1e9}` : formatExactUsd(nano);
}
