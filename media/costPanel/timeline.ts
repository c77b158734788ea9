import type { PanelReport, Saving, TimeRow } from '../../src/protocol/costPanel.ts';
import { formatExactUsd, formatUsd } from '../../src/routing/models/money.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement, TreeNode } from '../tree/tree.ts';
import { describeSaving } from './baselines.ts';
import { chart } from './chart.ts';
import type { Clock } from './clock.ts';
import { amount, isWhollyUnknown, practiceBadge, unknownAmount } from './parts.ts';
import { count } from './words.ts';
import { toSay } from '../../src/routing/say.ts';
import { say } from '../tree/say.ts';

const byUnit = { hour: toSay('By hour'), day: toSay('By day'), week: toSay('By week') } as const;
const captions = {
  hour: toSay('Spending by hour; hours without calls are omitted'),
  day: toSay('Spending by day; days without calls are omitted'),
  week: toSay('Spending by week; weeks without calls are omitted'),
} as const;

const hourMs = 3_600_000;
/** More days than these are shown as weeks: columns of days would be too thin for a sidebar. */
const mostDays = 62;

/**
 * Spending over time: a chart, and the same figures as a table for screen readers. Undefined when there
 * are fewer than two rows.
 */
export function timelineSection(
  { overTime, saving, total }: PanelReport,
  clock: Clock,
): TreeElement | undefined {
  if (overTime.length < 2) return undefined;
  const course = courseOf(overTime, clock);
  const { simulated, estimatedNanoUsd } = total;
  const given: Given = { ...course, saving, simulated, estimatedNanoUsd, clock };
  const { unit, rows } = course;
  return element(
    'section',
    { class: 'timeline', 'aria-labelledby': 'timeline', 'data-key': 'timeline' },
    element(
      'div',
      { class: 'line' },
      element('h2', { id: 'timeline' }, say(byUnit[unit]), ' ', practiceBadge(total.simulated)),
      legend(given),
    ),
    chart(
      rows.map((row) => ({
        label: momentOf(row, given),
        words: wordsOf(row, given),
        nanoUsd: comparable(row, saving !== undefined),
        ...(saving && { baselineNanoUsd: row.baselineNanoUsd }),
        isPartial: row.unknownAttempts > 0,
      })),
    ),
    // The wrapper is hidden instead of the table, because a table cannot be made small.
    element('div', { class: 'spoken' }, timeTable(given)),
  );
}

interface Course {
  readonly unit: 'hour' | 'day' | 'week';
  readonly rows: readonly TimeRow[];
}

interface Given extends Course {
  readonly saving: Saving | undefined;
  readonly simulated: boolean;
  /** How much of all that is shown was estimated, nano-dollars. */
  readonly estimatedNanoUsd: number;
  readonly clock: Clock;
}

/** The rows as they are shown: many days are put together as weeks. */
function courseOf(rows: readonly TimeRow[], clock: Clock): Course {
  if (isHourly(rows)) return { unit: 'hour', rows };
  return rows.length <= mostDays
    ? { unit: 'day', rows }
    : { unit: 'week', rows: inWeeks(rows, clock) };
}

/** Whether each row covers an hour. Otherwise it covers a day, which may have 23 hours. */
function isHourly([first, second]: readonly TimeRow[]): boolean {
  return first !== undefined && second !== undefined && second.fromMs - first.fromMs <= hourMs;
}

/** Days put together as weeks from Monday on; the first and the last may have fewer days. */
function inWeeks(days: readonly TimeRow[], clock: Clock): TimeRow[] {
  const weeks: TimeRow[] = [];
  for (const day of days) {
    const week = weeks.at(-1);
    if (!week || clock.isMonday(day.fromMs)) weeks.push(day);
    else weeks[weeks.length - 1] = together(week, day);
  }
  return weeks;
}

function together(one: TimeRow, other: TimeRow): TimeRow {
  return {
    fromMs: one.fromMs,
    nanoUsd: one.nanoUsd + other.nanoUsd,
    evaluationNanoUsd: one.evaluationNanoUsd + other.evaluationNanoUsd,
    baselineNanoUsd: one.baselineNanoUsd + other.baselineNanoUsd,
    attempts: one.attempts + other.attempts,
    unknownAttempts: one.unknownAttempts + other.unknownAttempts,
  };
}

/** A row's spending, without evaluations where a baseline stands beside it: that has none. Nano-dollars. */
function comparable({ nanoUsd, evaluationNanoUsd }: TimeRow, hasBaseline: boolean): number {
  return hasBaseline ? nanoUsd - evaluationNanoUsd : nanoUsd;
}

/** What was saved is said of a row only where every call of the selection has a baseline. */
function savedIn(row: TimeRow, { saving }: Given): string | undefined {
  if (!saving || saving.withoutBaseline > 0 || row.unknownAttempts > 0) return undefined;
  const spentNanoUsd = comparable(row, true);
  return describeSaving({ baselineNanoUsd: row.baselineNanoUsd, spentNanoUsd });
}

function ownName({ rows, saving }: Given): string {
  const hasEvaluations = rows.some(({ evaluationNanoUsd }) => evaluationNanoUsd > 0);
  return saving && hasEvaluations ? say('You, without evaluations') : say('You');
}

function legend(given: Given): TreeElement {
  const { saving, rows } = given;
  return element(
    'p',
    { class: 'legend', 'aria-hidden': 'true' },
    entry(element('span', { class: 'swatch spent' }), ownName(given)),
    saving &&
      entry(element('span', { class: 'swatch other' }), say('Always {0}', saving.baselineName)),
    rows.some(({ unknownAttempts }) => unknownAttempts > 0) &&
      entry(element('span', { class: 'partial' }, '?'), say('plus unknown')),
    given.estimatedNanoUsd > 0 && entry(estimateWords(given)),
  );
}

/** A sign stays beside its words where the legend takes several lines. */
function entry(...parts: readonly TreeNode[]): TreeElement {
  return element('span', { class: 'entry' }, parts);
}

/** A column does not tell its estimates apart, so the sum of them is said once. */
function estimateWords({ estimatedNanoUsd }: Given): string {
  return say('{0} of all of it is estimated', formatExactUsd(estimatedNanoUsd));
}

function momentOf({ fromMs }: TimeRow, { unit, clock }: Given): string {
  return unit === 'hour' ? clock.time(fromMs) : clock.day(fromMs);
}

/** `22 Nov: $0.0010 plus 1 call of unknown cost; always Large $0.0040, saved 75 %`. */
function wordsOf(row: TimeRow, given: Given): string {
  const { saving, simulated, unit, clock } = given;
  const { fromMs, attempts, unknownAttempts, baselineNanoUsd } = row;
  const from = unit === 'hour' ? clock.moment(fromMs) : clock.day(fromMs);
  const start = unit === 'week' ? say('Week from {0}', from) : from;
  const when = simulated ? say('{0} (practice)', start) : start;
  if (attempts === 0) return say('{0}: no calls', when);
  const unknown =
    unknownAttempts > 0 ? ` ${say('plus {0}', count(unknownAttempts, 'callOfUnknownCost'))}` : '';
  const own = isWhollyUnknown(row)
    ? say('cost unknown')
    : formatUsd(comparable(row, saving !== undefined)) + unknown;
  if (!saving) return `${when}: ${own}`;
  const saved = savedIn(row, given);
  const baseline = say('always {0} {1}', saving.baselineName, formatUsd(baselineNanoUsd));
  return `${when}: ${own}; ${baseline}${saved === undefined ? '' : `, ${saved}`}`;
}

function timeTable(given: Given): TreeElement {
  const { unit, rows, saving } = given;
  const head = (text: string) => element('th', { scope: 'col' }, text);
  const called = rows.filter(({ attempts }) => attempts > 0);
  const hasSaved = called.some((row) => savedIn(row, given) !== undefined);
  return element(
    'table',
    { class: 'course' },
    element(
      'caption',
      {},
      say(captions[unit]),
      given.estimatedNanoUsd > 0 && `; ${estimateWords(given)}`,
    ),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        head(say('From')),
        head(ownName(given)),
        saving && head(say('Always {0}', saving.baselineName)),
        hasSaved && head(say('Saved or lost')),
      ),
    ),
    element(
      'tbody',
      {},
      called.map((row) => timeRow(row, hasSaved, given)),
    ),
  );
}

function timeRow(row: TimeRow, hasSaved: boolean, given: Given): TreeElement {
  const { saving, unit, clock } = given;
  const from = unit === 'hour' ? clock.moment(row.fromMs) : clock.day(row.fromMs);
  return element(
    'tr',
    { 'data-from-ms': String(row.fromMs) },
    element('th', { scope: 'row' }, from),
    element(
      'td',
      {},
      ...(isWhollyUnknown(row)
        ? [unknownAmount()]
        : [
            amount(comparable(row, saving !== undefined)),
            row.unknownAttempts > 0 && ` ${say('plus unknown')}`,
          ]),
    ),
    saving && element('td', {}, amount(row.baselineNanoUsd)),
    hasSaved && element('td', {}, savedIn(row, given) ?? say('unknown')),
  );
}
