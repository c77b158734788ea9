import { counted } from '../../routing/input/counted.ts';
import type { Row } from '../../evaluation/finder/result.ts';
import type { Estimate } from '../../evaluation/statistics/binomial.ts';
import { describeAccounts, formatMoney, moneyOf } from '../../routing/models/accounts.ts';
import type { RunTotals } from '../evaluated.ts';

/** The figures of one candidate, in words; a dash where nothing was measured. */
export type Figures = Readonly<
  Record<'name' | 'verdict' | 'passed' | 'score' | 'cost' | 'firstText' | 'latency', string>
>;

export const figureTitles: Figures = {
  name: 'candidate',
  verdict: 'verdict',
  passed: 'passes (95 %)',
  score: 'score',
  cost: 'a task',
  firstText: 'first text p50 / p90',
  latency: 'total p50 / p90',
};

export function figuresOf(row: Row): Figures {
  const { candidate, verdict, passRate, score, cost, firstText, latency } = row;
  const money = moneyOf(candidate.simulated === true);
  return {
    name: candidate.name,
    verdict: verdictWords[verdict],
    passed: shareOf(passRate),
    score: score.value === undefined ? '–' : score.value.toFixed(2),
    cost: costOf(cost, money),
    firstText: timesOf(firstText),
    latency: timesOf(latency),
  };
}

const verdictWords: Readonly<Record<Row['verdict'], string>> = {
  passes: 'passes',
  fails: 'fails',
  unproven: 'not proven',
  unfinished: 'not finished',
  untried: 'not needed',
};

function shareOf({ value, low, high, cases }: Estimate): string {
  if (value === undefined) return '–';
  const [least, most] = [low, high].map((share) => Math.round(100 * share));
  return `${Math.round(value * cases)} of ${cases} (${least}–${most} %)`;
}

function costOf({ value, cases }: Estimate, money: 'real' | 'practice'): string {
  if (value !== undefined) return formatMoney(money, Math.round(value));
  return cases > 0 ? 'unknown' : '–';
}

function timesOf({ p50, p90 }: Row['latency']): string {
  if (p50.value === undefined || p90.value === undefined) return '–';
  return `${seconds(p50.value)} / ${seconds(p90.value)}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

/** `812 calls, practice $0.12; practice $0.0031 of it estimated; the cost of 2 of them is unknown …`. */
export function describeTotals({ calls, spent, estimated, unknownCalls }: RunTotals): string {
  const made = counted(calls, 'call');
  const unknown =
    unknownCalls === 0
      ? ''
      : `; the cost of ${unknownCalls} of them is unknown and not in this sum`;
  const isEstimated = estimated.real > 0 || estimated.practice > 0;
  const guessed = isEstimated ? `; ${describeAccounts(estimated)} of it estimated` : '';
  return calls === 0 ? 'no calls' : `${made}, ${describeAccounts(spent)}${guessed}${unknown}`;
}
