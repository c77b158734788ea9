import { dayMs } from '../time.ts';
import { type Cost, unknownCost } from './money.ts';
import { costOf, type Hours, type Price } from './price.ts';
import type { Usage } from './usage.ts';

/** When a call ran, milliseconds since the epoch. */
export interface CallSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

const minuteMs = 60_000;
const minutesADay = 24 * 60;

/**
 * The cost of a call like `costOf`, at the rates of the hours in which it ran. Without a span, and where a call
 * began and ended at different rates, it is an estimate at the dearest of them.
 */
export function costAt(
  usage: Usage,
  price: Price | undefined,
  source: 'computed' | 'estimated',
  span?: CallSpan,
): Cost {
  if (!price?.hours || usage.serviceTier !== undefined) return costOf(usage, price, source);
  const tiers = tiersOf(price.hours, span);
  const costs = tiers.map((tier) =>
    costOf(
      { ...usage, ...(tier !== undefined && { serviceTier: tier }) },
      price,
      tiers.length > 1 ? 'estimated' : source,
    ),
  );
  return costs.reduce(dearer);
}

function tiersOf(
  hours: NonNullable<Price['hours']>,
  span: CallSpan | undefined,
): (string | undefined)[] {
  if (!span) return [undefined, ...Object.keys(hours)];
  return [...new Set([tierAt(hours, span.fromMs), tierAt(hours, span.untilMs)])];
}

/** The tier whose hours an instant is in; undefined where the usual rates hold. */
function tierAt(hours: NonNullable<Price['hours']>, atMs: number): string | undefined {
  return Object.keys(hours).find((tier) => hours[tier]!.some((each) => isIn(each, atMs)));
}

function isIn({ fromMinute, untilMinute, onWeekdays }: Hours, atMs: number): boolean {
  const minute = Math.floor((atMs % dayMs) / minuteMs);
  const length = (untilMinute - fromMinute + minutesADay) % minutesADay || minutesADay;
  const since = (minute - fromMinute + minutesADay) % minutesADay;
  if (since >= length) return false;
  const weekday = new Date(atMs - since * minuteMs).getUTCDay();
  return !onWeekdays || (weekday >= 1 && weekday <= 5);
}

function dearer(one: Cost, other: Cost): Cost {
  if (one.source === 'unknown' || other.source === 'unknown') return unknownCost;
  return one.nanoUsd >= other.nanoUsd ? one : other;
}
