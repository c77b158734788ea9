import type { BudgetStanding } from './budget.ts';
import { dayMs, hourMs, minuteMs } from '../time.ts';
import { inEnglish, type Say, toSay } from '../say.ts';

/** What happens to a budget if spending continues at the same rate. */
export type Forecast =
  | { readonly kind: 'usedUp' }
  /** A budget of zero, which stops every paid call. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'runsOut'; readonly runsOutMs: number }
  | { readonly kind: 'lasts' }
  /** Less than 2 % of the period is over. */
  | { readonly kind: 'tooEarly' };

/** Forecasts up to the end of the period; for a session, whose end is unknown, up to one day ahead. */
export function forecast({ budget, span, spentNanoUsd }: BudgetStanding, nowMs: number): Forecast {
  if (budget.nanoUsd === 0) return { kind: 'closed' };
  const leftNanoUsd = budget.nanoUsd - spentNanoUsd;
  if (leftNanoUsd <= 0) return { kind: 'usedUp' };
  const untilMs = span.untilMs ?? nowMs + dayMs;
  const elapsedMs = nowMs - span.fromMs;
  if (elapsedMs < 0.02 * (untilMs - span.fromMs)) return { kind: 'tooEarly' };
  if (spentNanoUsd === 0) return { kind: 'lasts' };
  const runsOutMs = nowMs + Math.round((leftNanoUsd / spentNanoUsd) * elapsedMs);
  return runsOutMs < untilMs ? { kind: 'runsOut', runsOutMs } : { kind: 'lasts' };
}

/** The forecast in one sentence; undefined when there is nothing to say yet. */
export function describeForecast(
  standing: BudgetStanding,
  nowMs: number,
  say: Say = inEnglish,
): string | undefined {
  const { period } = standing.budget;
  const found = forecast(standing, nowMs);
  switch (found.kind) {
    case 'closed':
      return say('It stops every paid call.');
    case 'usedUp':
      return say('It is used up.');
    case 'runsOut':
      return say(
        'At this pace it is used up in about {0}.',
        duration(found.runsOutMs - nowMs, say),
      );
    case 'lasts':
      return period === 'session' ? undefined : say(lasting[period]);
    case 'tooEarly':
      return undefined;
  }
}

const lasting = {
  day: toSay('At this pace it lasts the day.'),
  week: toSay('At this pace it lasts the week.'),
  month: toSay('At this pace it lasts the month.'),
} as const;

const units = [
  { ms: dayMs, one: toSay('1 day'), many: toSay('{0} days') },
  { ms: hourMs, one: toSay('1 hour'), many: toSay('{0} hours') },
  { ms: minuteMs, one: toSay('1 minute'), many: toSay('{0} minutes') },
] as const;

/** `40 minutes`, `3 hours`, `2 days`: in the largest unit that fits at least twice. */
function duration(ms: number, say: Say): string {
  const unit = units.find((each) => ms >= 2 * each.ms) ?? units[2];
  const count = Math.max(1, Math.round(ms / unit.ms));
  return count === 1 ? say(unit.one) : say(unit.many, count);
}
