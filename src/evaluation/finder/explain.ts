import { formatMoney } from '../../routing/models/accounts.ts';
import { formatUsd, nanoUsdOf } from '../../routing/models/money.ts';
import { moneyOfCandidate } from '../candidate.ts';
import { shareEstimate } from '../statistics/binomial.ts';
import type { Estimate } from '../statistics/binomial.ts';
import type { Criterion } from './criteria.ts';
import type { CriterionResult, FinderResult, Row } from './result.ts';
import { inEnglish, joined, type Say, toSay } from '../../routing/say.ts';

/**
 * What a run found, in sentences with numbers. `namesSmallest: false` leaves out which is the smallest that passes, for
 * a page that has said so.
 */
export function explainResult(
  result: FinderResult,
  { namesSmallest = true }: { readonly namesSmallest?: boolean } = {},
  say: Say = inEnglish,
): string {
  const tried = result.rows.filter(({ scored, stuck }) => scored + stuck > 0);
  if (tried.length === 0) {
    return [endOf(result, say) ?? say('Nothing was run.'), say('No candidate was tried.')].join(
      ' ',
    );
  }
  return [
    `${tried.map((row) => explainRow(row, say)).join('; ')}.`,
    ...(result.smallest && !namesSmallest ? [] : [conclusion(result, say)]),
    ...cheaperInDoubt(result, say),
    ...(result.provable ? [] : [shortOfFixtures(result, say)]),
    ...[endOf(result, say)].flatMap((sentence) => sentence ?? []),
  ].join(' ');
}

/** `fast passes 48 of 50 (86–100 %), threshold 90 %: not sure enough`. */
function explainRow(row: Row, say: Say): string {
  const { candidate, criteria, verdict, scored, stuck } = row;
  if (scored === 0) return say('{0}: none of {1} trials could be scored', candidate.name, stuck);
  const failed = criteria.filter((each) => each.verdict === 'fails');
  const open = criteria.filter((each) => each.verdict === 'unproven');
  const told = failed.length > 0 ? failed : open.length > 0 ? open : criteria.slice(0, 1);
  const facts = told.map((each) =>
    say('{0}, threshold {1}', factOf(each, row, say), thresholdOf(each.criterion, say)),
  );
  const all = `${candidate.name} ${joined(facts, toSay('{0} and {1}'), say)}`;
  const verdictIs = verdictWords(verdict, row, say);
  return stuck > 0
    ? say('{0}, {1} trials could not be scored: {2}', all, stuck, verdictIs)
    : `${all}: ${verdictIs}`;
}

function verdictWords(verdict: Row['verdict'], { looksGood }: Row, say: Say): string {
  switch (verdict) {
    case 'passes':
      return say('passes');
    case 'fails':
      return say('fails');
    case 'unproven':
      return looksGood ? say('not sure enough') : say('below it, though not for sure');
    case 'unfinished':
    case 'untried':
      return say('not finished');
  }
}

function factOf({ criterion, cases, hits = 0 }: CriterionResult, row: Row, say: Say): string {
  const counted = say('{0} of {1} ({2})', hits, cases, percents(shareEstimate(hits, cases)));
  switch (criterion.kind) {
    case 'passRate':
      return say('passes {0}', counted);
    case 'accuracy':
      return say('names the right class in {0}', counted);
    case 'recall':
      return say('recognises {0} in {1}', criterion.label ?? '', counted);
    case 'latency':
      return say('is quick enough in {0}', counted);
    case 'score':
      return say('scores {0}', percents(row.score, true));
    case 'cost':
      return row.cost.value === undefined
        ? say('has an unknown cost')
        : say(
            'costs {0} a task (n = {1})',
            formatMoney(moneyOfCandidate(row.candidate), Math.round(row.cost.value), say),
            row.cost.cases,
          );
  }
}

function thresholdOf(
  { kind, threshold, least }: Pick<Criterion, 'kind' | 'threshold' | 'least'>,
  say: Say,
): string {
  switch (kind) {
    case 'latency':
      return say('{0} within {1} s', percent(least), threshold / 1_000);
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

function conclusion({ smallest, likely, rows }: FinderResult, say: Say): string {
  if (smallest) {
    return say('{0} is the smallest that passes.', smallest.candidate.name);
  }
  if (!likely) {
    const isOver = rows.every(({ verdict }) => verdict === 'fails' || verdict === 'unproven');
    return isOver ? say('No candidate passes.') : say('No candidate passes so far.');
  }
  const sure = Math.min(...likely.criteria.map(({ sureness }) => sureness));
  return say(
    'None is proven; {0} is the smallest that reaches the thresholds in what was seen, which is {1} % sure.',
    likely.candidate.name,
    Math.floor(100 * sure),
  );
}

/** A sentence for each cheaper candidate that nobody could ask or score, and that may pass as well. */
export function cheaperInDoubt({ smallest, rows }: FinderResult, say: Say = inEnglish): string[] {
  if (!smallest) return [];
  return rows
    .slice(0, rows.indexOf(smallest))
    .filter(
      ({ verdict, scored, stuck, looksGood }) =>
        verdict === 'unproven' && stuck > 0 && (scored === 0 || looksGood),
    )
    .map(({ candidate }) =>
      say(
        'Whether {0} passes is not known, because too few answers could be scored.',
        candidate.name,
      ),
    );
}

function shortOfFixtures({ rows }: FinderResult, say: Say): string {
  const short = rows[0]!.criteria.filter(({ criterion }) => !criterion.provable);
  const names = short.map(({ criterion: { fewest, ...criterion } }) =>
    fewest === undefined
      ? nameOf(criterion, say)
      : say('{0} (it takes at least {1})', nameOf(criterion, say), fewest),
  );
  return say('There are not enough fixtures to prove {0}.', names.join(', '));
}

const criterionNames: Readonly<Record<Criterion['kind'], string>> = {
  passRate: toSay('passRate'),
  accuracy: toSay('accuracy'),
  recall: toSay('recall'),
  latency: toSay('latency'),
  score: toSay('score'),
  cost: toSay('cost'),
};

function nameOf(criterion: Omit<Criterion, 'fewest'>, say: Say): string {
  const { kind, label } = criterion;
  const name = say(criterionNames[kind]);
  const threshold = thresholdOf(criterion, say);
  return label === undefined
    ? `${name} ${threshold}`
    : say('{0} of {1} {2}', name, label, threshold);
}

function endOf({ end }: FinderResult, say: Say): string | undefined {
  switch (end) {
    case 'callCap':
      return say('The run stopped at its cap of calls.');
    case 'moneyCap':
      return say('The run stopped at its cap of money.');
    case 'unpriced':
      return say(
        'The run stopped at a candidate whose price is unknown: give it a price, or run without a cap of money.',
      );
    case 'notReserved':
      return say('The run stopped because a budget left no money for the next call.');
    case 'cancelled':
      return say('The run was cancelled; it can be resumed.');
    case 'running':
      return say('The run goes on.');
    case 'decided':
      return undefined;
  }
}
