import { formatMoney } from '../../routing/models/accounts.ts';
import { formatUsd, nanoUsdOf } from '../../routing/models/money.ts';
import { moneyOfCandidate } from '../candidate.ts';
import { shareEstimate } from '../statistics/binomial.ts';
import type { Estimate } from '../statistics/binomial.ts';
import type { Criterion } from './criteria.ts';
import type { CriterionResult, FinderResult, Row } from './result.ts';

/**
 * What a run found, in sentences with numbers. `namesSmallest: false` leaves out which is the smallest that passes, for
 * a page that has said so.
 */
export function explainResult(
  result: FinderResult,
  { namesSmallest = true }: { readonly namesSmallest?: boolean } = {},
): string {
  const tried = result.rows.filter(({ scored, stuck }) => scored + stuck > 0);
  if (tried.length === 0) return `${endOf(result) ?? 'Nothing was run.'} No candidate was tried.`;
  return [
    `${tried.map(explainRow).join('; ')}.`,
    ...(result.smallest && !namesSmallest ? [] : [conclusion(result)]),
    ...(result.provable ? [] : [shortOfFixtures(result)]),
    ...[endOf(result)].flatMap((sentence) => sentence ?? []),
  ].join(' ');
}

/** `fast passes 48 of 50 (86–100 %), threshold 90 %: not sure enough`. */
function explainRow(row: Row): string {
  const { candidate, criteria, verdict, scored, stuck } = row;
  if (scored === 0) return `${candidate.name}: none of ${stuck} trials could be scored`;
  const failed = criteria.filter((each) => each.verdict === 'fails');
  const open = criteria.filter((each) => each.verdict === 'unproven');
  const told = failed.length > 0 ? failed : open.length > 0 ? open : criteria.slice(0, 1);
  const facts = told.map(
    (each) => `${factOf(each, row)}, threshold ${thresholdOf(each.criterion)}`,
  );
  const left = stuck > 0 ? `, ${stuck} trials could not be scored` : '';
  return `${candidate.name} ${facts.join(' and ')}${left}: ${verdictWords(verdict, row)}`;
}

function verdictWords(verdict: Row['verdict'], { looksGood }: Row): string {
  switch (verdict) {
    case 'passes':
      return 'passes';
    case 'fails':
      return 'fails';
    case 'unproven':
      return looksGood ? 'not sure enough' : 'below it, though not for sure';
    case 'unfinished':
    case 'untried':
      return 'not finished';
  }
}

function factOf({ criterion, cases, hits = 0 }: CriterionResult, row: Row): string {
  const counted = `${hits} of ${cases} (${percents(shareEstimate(hits, cases))})`;
  switch (criterion.kind) {
    case 'passRate':
      return `passes ${counted}`;
    case 'accuracy':
      return `names the right class in ${counted}`;
    case 'recall':
      return `recognises ${criterion.label} in ${counted}`;
    case 'latency':
      return `is quick enough in ${counted}`;
    case 'score':
      return `scores ${percents(row.score, true)}`;
    case 'cost':
      return row.cost.value === undefined
        ? 'has an unknown cost'
        : `costs ${formatMoney(moneyOfCandidate(row.candidate), Math.round(row.cost.value))} a task (n = ${row.cost.cases})`;
  }
}

function thresholdOf({
  kind,
  threshold,
  least,
}: Pick<Criterion, 'kind' | 'threshold' | 'least'>): string {
  switch (kind) {
    case 'latency':
      return `${percent(least)} within ${threshold / 1_000} s`;
    case 'cost':
      return formatUsd(nanoUsdOf(threshold));
    case 'score':
      return threshold.toFixed(2);
    default:
      return percent(threshold);
  }
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

function percents({ value, low, high, cases }: Estimate, isMean = false): string {
  if (!isMean) return `${Math.round(100 * low)}–${Math.round(100 * high)} %`;
  return `${(value ?? 0).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}, n = ${cases})`;
}

function conclusion({ smallest, likely, rows }: FinderResult): string {
  if (smallest) {
    return `${smallest.candidate.name} is the smallest that passes.`;
  }
  if (!likely) {
    const isOver = rows.every(({ verdict }) => verdict === 'fails' || verdict === 'unproven');
    return isOver ? 'No candidate passes.' : 'No candidate passes so far.';
  }
  const sure = Math.min(...likely.criteria.map(({ sureness }) => sureness));
  return (
    `None is proven; ${likely.candidate.name} is the smallest that reaches the thresholds in what was ` +
    `seen, which is ${Math.floor(100 * sure)} % sure.`
  );
}

function shortOfFixtures({ rows }: FinderResult): string {
  const short = rows[0]!.criteria.filter(({ criterion }) => !criterion.provable);
  const names = short.map(({ criterion: { fewest, ...criterion } }) =>
    fewest === undefined ? nameOf(criterion) : `${nameOf(criterion)} (it takes at least ${fewest})`,
  );
  return `There are not enough fixtures to prove ${names.join(', ')}.`;
}

function nameOf(criterion: Omit<Criterion, 'fewest'>): string {
  const { kind, label } = criterion;
  const name = label === undefined ? kind : `${kind} of ${label}`;
  return `${name} ${thresholdOf(criterion)}`;
}

function endOf({ end }: FinderResult): string | undefined {
  switch (end) {
    case 'callCap':
      return 'The run stopped at its cap of calls.';
    case 'moneyCap':
      return 'The run stopped at its cap of money.';
    case 'unpriced':
      return 'The run stopped at a candidate whose price is unknown: give it a price, or run without a cap of money.';
    case 'notReserved':
      return 'The run stopped because a budget left no money for the next call.';
    case 'cancelled':
      return 'The run was cancelled; it can be resumed.';
    case 'running':
      return 'The run goes on.';
    case 'decided':
      return undefined;
  }
}
