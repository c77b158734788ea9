import type { ReportQuery } from '../../ledger/reports.ts';
import type { PanelFilter } from '../../protocol/costPanel.ts';
import { recentDays } from '../../routing/budgets/calendar.ts';
import type { Session } from '../platform/session.ts';

export interface Moment {
  readonly session: Session;
  readonly nowMs: number;
  readonly timeZone: string;
}

const days = { today: 1, week: 7, month: 30 } as const;

/** The ledger query for a filter; the same for a whole day, so that views share one reading. */
export function reportQuery(filter: PanelFilter, moment: Moment): ReportQuery {
  const { span, ...fields } = filter;
  return { ...spanQuery(span, moment), ...fields, timeZone: moment.timeZone };
}

function spanQuery(
  span: PanelFilter['span'],
  { session, nowMs, timeZone }: Moment,
): Pick<ReportQuery, 'span' | 'sessionId'> {
  if (span === 'session') return { span: { fromMs: session.startedAtMs }, sessionId: session.id };
  if (span === 'all') return { span: { fromMs: 0 } };
  return { span: recentDays(days[span], nowMs, timeZone) };
}
