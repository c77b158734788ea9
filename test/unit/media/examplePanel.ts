import { clockFor } from '../../../media/costPanel/clock.ts';
import { view, type PageState } from '../../../media/costPanel/view.ts';
import type {
  PanelReport,
  PanelState,
  RequestRow,
  SpendRow,
} from '../../../src/protocol/costPanel.ts';

export const startedAtMs = Date.UTC(2026, 10, 22, 9, 12);
export const clock = clockFor('en-GB', 'UTC', () => startedAtMs);
export const nothingWasted = { attempts: 0, nanoUsd: 0, estimatedNanoUsd: 0, unknownAttempts: 0 };

const unseen = { hits: 0, cases: 0, low: 0, high: 1 };
export const nothingRouted: PanelReport['misroutes'] = {
  tooLow: unseen,
  tooHigh: unseen,
  unjudged: 0,
  byTaskType: [],
  byWeek: [],
  isCut: false,
};

export function spendRow(fields: Partial<SpendRow> = {}): SpendRow {
  return {
    label: 'refactor',
    requests: 1,
    attempts: 1,
    nanoUsd: 3_100_000,
    estimatedNanoUsd: 0,
    unknownAttempts: 0,
    simulated: false,
    ...fields,
  };
}

export function requestRow(fields: Partial<RequestRow> = {}): RequestRow {
  return {
    requestId: 'request-1',
    atMs: startedAtMs + 60_000,
    subject: 'src/shop/cart.ts:10-24',
    taskType: 'refactor',
    tier: 'balanced',
    modelName: 'Medium',
    reason: 'Rule 2 sends refactor to balanced.',
    outcome: 'accepted',
    nanoUsd: 3_100_000,
    costSource: 'reported',
    inputTokens: 1204,
    outputTokens: 310,
    latencyMs: 2140,
    simulated: false,
    ...fields,
  };
}

export function panelReport(fields: Partial<PanelReport> = {}): PanelReport {
  const row = spendRow();
  return {
    total: row,
    byTaskType: [row],
    byTier: [row],
    byModel: [{ ...row, model: 'p/m' }],
    byWorkspace: [row],
    byTurn: [],
    overTime: [],
    insurance: nothingWasted,
    failedTries: nothingWasted,
    wrongAccepts: 0,
    escalation: { requests: 1, escalated: 0 },
    gates: [],
    misroutes: nothingRouted,
    classifier: nothingWasted,
    judges: nothingWasted,
    evaluation: { ...nothingWasted, requests: 0 },
    latency: { answers: 0 },
    requests: [requestRow()],
    choices: {
      workspaces: ['shop'],
      taskTypes: ['refactor'],
      tiers: ['balanced'],
      models: ['p/m'],
    },
    ...fields,
  };
}

/** The page of a session. Its glance shows the report's total unless `fields` say otherwise. */
export function panelPage(
  fields: Partial<PanelReport> = {},
  more: Partial<PanelState> = {},
  page: Partial<PageState> = {},
) {
  const report = panelReport(fields);
  const state: PanelState = {
    kind: 'state',
    sessionStartedAtMs: startedAtMs,
    timeZone: 'UTC',
    glance: { session: report.total, today: report.total },
    budgets: [],
    faults: [],
    filter: { span: 'session' },
    report,
    regrets: [],
    warnings: [],
    ...more,
  };
  return view(state, { clock, filter: state.filter, allRequests: false, ...page });
}
