import type { BudgetStanding } from './budget.ts';
import { dayMs, hourMs, minuteMs } from '../time.ts';

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
export function describeForecast(standing: BudgetStanding, nowMs: number): string | undefined {
  const { period } = standing.budget;
  const found = forecast(standing, nowMs);
  switch (found.kind) {
    case 'closed':
      return 'It stops every paid call.';
    case 'usedUp':
      return 'It is used up.';
    case 'runsOut':
      return `At this pace it is used up in about ${duration(found.runsOutMs - nowMs)}.`;
    case 'lasts':
      return period === 'session' ? undefined : `At this pace it lasts the ${period}.`;
    case 'tooEarly':
      return undefined;
  }
}

/** `40 minutes`, `3 hours`, `2 days`: in the largest unit that fits at least twice. */
function duration(ms: number): string {
  const units: [string, number][] = [
    ['day', dayMs],
    ['hour', hourMs],
  ];
  const [name, unitMs] = units.find(([, unitMs]) => ms >= 2 * unitMs) ?? ['minute', minuteMs];
  const count = Math.max(1, Math.round(ms / unitMs));
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
