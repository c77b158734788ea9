import type { PanelReport, TimeRow } from '../../src/protocol/costPanel.ts';
import type { Clock } from './clock.ts';
import { amount, practiceBadge } from './parts.ts';
import { element } from './tree.ts';
import type { TreeElement } from './tree.ts';

const hourMs = 3_600_000;

/**
 * Spending over time: the place for the chart, and the same figures as a table for screen readers.
 * Undefined when there are fewer than two rows.
 */
export function timelineSection(
  { overTime, saving, total }: PanelReport,
  clock: Clock,
): TreeElement | undefined {
  if (overTime.length < 2) return undefined;
  const baselineName = saving && `Always ${saving.baselineName}`;
  const hasEvaluations = overTime.some(({ evaluationNanoUsd }) => evaluationNanoUsd > 0);
  const own = baselineName !== undefined && hasEvaluations ? 'You, without evaluations' : 'You';
  const unit = isHourly(overTime) ? 'hour' : 'day';
  return element(
    'section',
    { class: 'timeline', 'aria-labelledby': 'timeline', 'data-key': 'timeline' },
    element(
      'div',
      { class: 'line' },
      element('h2', { id: 'timeline' }, `By ${unit} `, practiceBadge(total.simulated)),
      element(
        'p',
        { class: 'legend', 'aria-hidden': 'true' },
        element('span', { class: 'swatch spent' }),
        own,
        baselineName !== undefined && element('span', { class: 'swatch other' }),
        baselineName,
      ),
    ),
    element('div', { class: 'plot', 'aria-hidden': 'true', 'data-foreign': '' }),
    // The wrapper is hidden instead of the table, because a table cannot be made small.
    element('div', { class: 'spoken' }, timeTable(overTime, { own, baselineName, unit, clock })),
  );
}

/** Whether each row covers an hour. Otherwise it covers a day, which may have 23 hours. */
export function isHourly(rows: readonly TimeRow[]): boolean {
  const [first, second] = rows;
  return first !== undefined && second !== undefined && second.fromMs - first.fromMs <= hourMs;
}

/** A row's spending, without evaluations where a baseline stands beside it: that has none. Nano-dollars. */
export function comparable(
  { nanoUsd, evaluationNanoUsd }: TimeRow,
  hasBaseline: boolean,
): number {
  return hasBaseline ? nanoUsd - evaluationNanoUsd : nanoUsd;
}

interface TimeTable {
  /** The heading of the developer's own spending. */
  readonly own: string;
  readonly baselineName: string | undefined;
  readonly unit: string;
  readonly clock: Clock;
}

function timeTable(rows: readonly TimeRow[], given: TimeTable): TreeElement {
  const { own, baselineName, unit } = given;
  const head = (text: string) => element('th', { scope: 'col' }, text);
  return element(
    'table',
    { class: 'course' },
    element('caption', {}, `Spending by ${unit}; ${unit}s without calls are omitted`),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        head('From'),
        head(own),
        baselineName !== undefined && head(baselineName),
      ),
    ),
    element(
      'tbody',
      {},
      rows.filter(({ attempts }) => attempts > 0).map((row) => timeRow(row, given)),
    ),
  );
}

function timeRow(row: TimeRow, { baselineName, unit, clock }: TimeTable): TreeElement {
  const from = unit === 'hour' ? clock.moment(row.fromMs) : clock.day(row.fromMs);
  return element(
    'tr',
    { 'data-from-ms': String(row.fromMs) },
    element('th', { scope: 'row' }, from),
    element('td', {}, amount(comparable(row, baselineName !== undefined)), row.unknownAttempts > 0 && ' plus unknown'),
    baselineName !== undefined && element('td', {}, amount(row.baselineNanoUsd)),
  );
}
