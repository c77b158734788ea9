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
        'You',
        baselineName !== undefined && element('span', { class: 'swatch other' }),
        baselineName,
      ),
    ),
    element('div', { class: 'plot', 'aria-hidden': 'true', 'data-foreign': '' }),
    // The wrapper is hidden instead of the table, because a table cannot be made small.
    element('div', { class: 'spoken' }, timeTable(overTime, { baselineName, unit, clock })),
  );
}

/** Whether each row covers an hour. Otherwise it covers a day, which may have 23 hours. */
export function isHourly(rows: readonly TimeRow[]): boolean {
  const [first, second] = rows;
  return first !== undefined && second !== undefined && second.fromMs - first.fromMs <= hourMs;
}

interface TimeTable {
  readonly baselineName: string | undefined;
  readonly unit: string;
  readonly clock: Clock;
}

function timeTable(rows: readonly TimeRow[], given: TimeTable): TreeElement {
  const { baselineName, unit } = given;
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
        head('You'),
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
    element('td', {}, amount(row.nanoUsd), row.unknownAttempts > 0 && ' plus unknown'),
    baselineName !== undefined && element('td', {}, amount(row.baselineNanoUsd)),
  );
}
