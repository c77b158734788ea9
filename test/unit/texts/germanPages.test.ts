import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { useWords } from '../../../media/tree/say.ts';
import { decisionStory } from '../../../src/editor/answers/decisionPage.ts';
import { dryRunStory } from '../../../src/editor/answers/dryRunPage.ts';
import { costWords } from '../../../src/editor/chat/quiet/cost.ts';
import { whyWords, whyWordsOfStory } from '../../../src/editor/chat/quiet/why.ts';
import { reportPage, reportStatus } from '../../../src/editor/evaluation/results/reportPage.ts';
import { overviewPage } from '../../../src/editor/explain/overviewPage.ts';
import { readyPage } from '../../../src/editor/firstRun/readyPage.ts';
import { say } from '../../../src/editor/platform/say.ts';
import { replayPage } from '../../../src/editor/replay/replayPage.ts';
import { budgetRows, describeBudget } from '../../../src/editor/situation/budgetRows.ts';
import { describeSession } from '../../../src/editor/spend/describeSpend.ts';
import { evidencePage } from '../../../src/editor/spend/evidencePage.ts';
import { requestStory } from '../../../src/editor/spend/requestPage.ts';
import { describeTier } from '../../../src/editor/statusBar/describeTier.ts';
import {
  traceLead,
  tracePage,
  traceStatus,
} from '../../../src/editor/workflows/pages/tracePage.ts';
import { runWaterfall } from '../../../src/editor/workflows/pages/waterfall.ts';
import { traceOf } from '../../../src/execution/workflow/journal/trace.ts';
import type { RequestStory } from '../../../src/ledger/reports.ts';
import { decide } from '../../../src/routing/decide/decide.ts';
import { describeDryRun } from '../../../src/routing/dryRun/describeDryRun.ts';
import { whatWouldHappen } from '../../../src/routing/dryRun/whatWouldHappen.ts';
import { explain } from '../../../src/routing/explain.ts';
import { routingOverview } from '../../../src/routing/overview/overview.ts';
import type { Situation } from '../../../src/routing/situation.ts';
import { taskTypes } from '../../../src/routing/task.ts';
import { germanTexts } from '../../support/germanVscode.ts';
import { situationWith, standingWith, taskWith } from '../../support/tasks.ts';
import { playedReport } from '../editor/evaluation/playedReport.ts';
import {
  begun,
  ended,
  runEnded,
  runResumed,
  runStarted,
} from '../editor/workflows/pages/runEvents.ts';
import { nothingWasted, panelPage, requestRow, spendRow } from '../media/examplePanel.ts';
import { elementsOf, textOf } from '../media/treeQueries.ts';

vi.mock('vscode', () => import('../../support/germanVscode.ts'));

beforeAll(() => useWords(germanTexts));
afterAll(() => useWords());

const wordsOf = (text: string): string[] => text.match(/[\p{L}’]{3,}/gu) ?? [];
const bare = (text: string): string => text.replaceAll(/`[^`]*`|\{\w+\}/g, ' ');
const germanWords = new Set(
  Object.values(germanTexts).flatMap((text) => wordsOf(bare(text).toLowerCase())),
);
/** Words of English texts that no German text has. */
const englishWords = new Set(
  Object.keys(germanTexts)
    .flatMap((text) => wordsOf(bare(text).toLowerCase()))
    .filter((word) => !germanWords.has(word)),
);
/** Names of people's things in these examples: tiers, task types, gates, models, rules, paths, values of policies. */
const data = new Set(
  'small medium large fast reasoning balanced refactor debug test explain review feature docs design other src cart shop complete diagnostics syntax command judge format calm angry boilerplate critical usual tests look fix team edits plan read choose edit repair answer rule side'.split(
    ' ',
  ),
);

/** What is English in a text; data and what stands in code or quotes is nobody's language. */
function englishIn(text: string): string[] {
  const told = text.replaceAll(/`[^`]*`|„[^“]*“|“[^”]*”|\bp\/\w+/g, ' ');
  return wordsOf(told.toLowerCase()).filter((word) => englishWords.has(word) && !data.has(word));
}

const decided = (situation: Partial<Situation>, type: (typeof taskTypes)[number] = 'refactor') => {
  const task = taskWith({ type });
  return { task, decision: decide(task, situationWith(situation)), doubts: [] };
};
const poor = { budgets: [standingWith({ spentNanoUsd: 4.9e9 })] };
const noKey = new Map([['p', { state: { state: 'noKey' }, isLocal: false }]]) as never;
const situations: readonly Partial<Situation>[] = [
  {},
  poor,
  { pick: { tier: 'reasoning', pinned: {} } },
  { pick: { tier: 'auto', pinned: { refactor: 'balanced' } } },
  { providers: noKey },
];

test.each(taskTypes)('the reason of a decision about %s is German', (type) => {
  const told = situations.map((situation) => {
    const { task, decision } = decided(situation, type);
    return explain(task, decision, say);
  });
  expect(told.flatMap(englishIn)).toEqual([]);
});

const classified = { taskType: 'refactor', confidence: 0.8, reasoning: 0.6, signals: [] } as never;
const end = {
  attemptId: 'a',
  choice: { tier: 'fast', model: situationWith().catalog.get('p/small') },
  outcome: 'complete',
  cost: { source: 'estimated', nanoUsd: 3_000_000 },
  latencyMs: 1200,
} as never;
const story: RequestStory = {
  request: {
    ...requestRow({ reason: '', costSource: 'estimated' }),
    practice: { nanoUsd: 100, costSource: 'unknown' },
  } as RequestStory['request'],
  workspace: '',
  escalatedFrom: 'before',
  attempts: (['answer', 'judge', 'evaluate'] as const).map((purpose) => ({
    attemptId: purpose,
    purpose,
    tier: 'fast',
    modelName: 'Small',
    effort: 'x',
    outcome: 'cutOff',
    inputTokens: 1204,
    cacheReadTokens: 1024,
    outputTokens: 310,
    latencyMs: 12,
    costSource: 'unknown',
    simulated: true,
    isTaken: true,
    verdicts: [
      { gate: 'syntax', verdict: 'couldNotRun' },
      { gate: 'command', verdict: 'fail' },
    ],
  })) as RequestStory['attempts'],
  outcomes: [{ outcome: 'undone', atMs: 0 }],
} as RequestStory;
const trace = traceOf([
  runStarted({ command: 'tests' }),
  begun('look', 0),
  ended('look', 1, { value: 'seen' }),
  begun('fix', 2, 'model'),
  ended('fix', 1, { status: 'failed', problem: 'x' }),
  runResumed(10),
  runEnded(12),
]);
function waterfallTexts(): string[] {
  const { caption, heads, note, rows } = runWaterfall(trace, 'interrupted', 5)!;
  return [
    caption,
    ...heads,
    note,
    ...rows.flatMap(({ state, model, cost, start, time }) => [state, model, cost, start, time]),
  ];
}

const row = spendRow({ unknownAttempts: 2, estimatedNanoUsd: 5, practice: spendRow() } as never);
const saving = {
  baselineName: 'Large',
  baselineNanoUsd: 9e6,
  spentNanoUsd: 5e6,
  withoutBaseline: 2,
};

describe('a page is German:', () => {
  test.each<[string, () => string]>([
    [
      'a decision',
      () => situations.map((each) => decisionStory({ ...decided(each), classified })).join(),
    ],
    [
      'a dry run',
      () =>
        situations
          .map((each) => dryRunStory(whatWouldHappen(taskWith(), situationWith(each), say)))
          .join(),
    ],
    [
      'a dry run in lines',
      () =>
        describeDryRun(whatWouldHappen(taskWith(), situationWith(poor), say), say)
          .flatMap(({ title, lines }) => [title, ...lines])
          .join(),
    ],
    [
      'why',
      () =>
        situations.map((each) => whyWords({ ...decided(each), classified }, end)).join() +
        whyWordsOfStory(story),
    ],
    [
      'what it cost',
      () =>
        costWords([story], { total: row, byTier: [row], byModel: [row], saving } as never) +
        costWords([], { total: row, byTier: [], byModel: [] } as never),
    ],
    ['a session', () => describeSession(row as never)],
    ['a request', () => requestStory(story, 'UTC')],
    ['evidence', () => evidencePage([], []).replace(/\n\n[^\n]*\n\n\*\*/, '\n\n')],
    [
      'a tier',
      () =>
        situations
          .map((each) => describeTier(situationWith(each).policy.tiers[0]!, situationWith(each)))
          .join(),
    ],
    [
      'budgets',
      () =>
        budgetRows(standingWith({ spentNanoUsd: 1e9, budget: { period: 'day' } }), 1e9)
          .flatMap((each) => [each.label, each.forecast ?? '', describeBudget(each)])
          .join(),
    ],
    [
      'what is ready',
      () =>
        readyPage({
          tiers: [{ name: 'fast', words: '', isReady: false }],
          places: [{ name: 'p', takesKey: true, state: { state: 'noKey' } }],
          offered: [],
          services: [{ variable: 'X_API_KEY', name: 'X' }],
          lmStudio: [],
        } as never),
    ],
    [
      'my routing',
      () =>
        overviewPage(
          routingOverview(
            situationWith(poor),
            {
              files: [],
              readsFiles: false,
              ownRules: new Map(),
              written: new Set(),
              remarks: [],
              commands: [{ name: 'x', argv: ['x'] }],
              localHosts: ['h'],
              isPractising: true,
            } as never,
            say,
          ),
        ).markdown,
    ],
    [
      'a run',
      () =>
        [
          traceStatus(trace, 'failed'),
          traceLead(trace),
          tracePage(trace),
          ...waterfallTexts(),
        ].join(),
    ],
    [
      'a report',
      () =>
        [
          playedReport({}),
          playedReport({ fast: (place) => place % 2 === 0 }, { labelled: true }),
          playedReport({ fast: 'stuck' }),
        ]
          .map((each) => reportPage(each) + reportStatus(each))
          .join(),
    ],
    [
      'a replay',
      () =>
        replayPage(
          {
            requests: 3,
            leftOut: { practice: 1, noUsage: 1, unknownCost: 1, noPrice: 1, refused: 1 },
            known: 1,
            estimated: 1,
            onPriors: 1,
            simulated: true,
            escalated: { was: 1, would: 0 },
            total: {
              requests: 2,
              paidNanoUsd: 1,
              policyNanoUsd: 1,
              strongestNanoUsd: 1,
              cheapestNanoUsd: 1,
            },
            byTaskType: [],
            byTier: [],
          } as never,
          { policy: 'p', days: 30, keywordRules: ['r'] },
        ),
    ],
  ])('%s', (_, page) => {
    const text = page();
    expect(wordsOf(text).length).toBeGreaterThan(2);
    expect(englishIn(text)).toEqual([]);
  });
});

test('the cost panel is German, in what is read aloud as well', () => {
  const wasted = { ...nothingWasted, attempts: 3, nanoUsd: 5, unknownAttempts: 1 };
  const share = { hits: 2, cases: 9, low: 0.1, high: 0.4 };
  const misroute = { tooLow: share, tooHigh: { ...share, cases: 3 }, unjudged: 2 };
  const hour = (at: number) => ({
    fromMs: at * 3_600_000,
    nanoUsd: 5,
    evaluationNanoUsd: 1,
    baselineNanoUsd: 9,
    attempts: at,
    unknownAttempts: at,
  });
  const pages = [
    panelPage(),
    panelPage({ requests: [], total: spendRow({ requests: 0, attempts: 0, nanoUsd: 0 }) }),
    panelPage(
      {
        total: row as never,
        saving,
        insurance: wasted,
        failedTries: wasted,
        wrongAccepts: 2,
        judges: wasted,
        classifier: wasted,
        latency: { answers: 3, medianMs: 900, p90Ms: 2000 },
        gates: [{ gate: 'syntax', pass: 2, fail: 1, couldNotRun: 1 }],
        byTurn: [{ ...row, label: 'side', worked: 1, failed: 1 }] as never,
        byWorkspace: [row, row],
        overTime: [hour(0), hour(1)],
        misroutes: {
          ...misroute,
          isCut: true,
          byTaskType: [
            { taskType: 'debug', ...misroute },
            { taskType: 'test', ...misroute },
          ],
          byWeek: [
            { fromMs: 0, ...misroute },
            { fromMs: 1e9, ...misroute },
          ],
        },
      },
      {
        filter: { span: 'week', taskType: '' },
        faults: ['x'],
        cheapest: { modelName: 'Small', nanoUsd: 5, attempts: 2 } as never,
        regrets: [
          {
            taskType: 'debug',
            modelName: 'Large',
            calls: 2,
            cheaperName: 'Small',
            passed: 9,
            judged: 10,
            nanoUsd: 5,
          },
        ] as never,
        budgets: budgetRows(standingWith({ spentNanoUsd: 1e9, unknownAttempts: 2 }), 5),
        warnings: [
          { kind: 'manyTiers', tiers: 6 },
          { kind: 'dearClassifier', share: 0.2 },
          { kind: 'costlyEscalation', share: 0.4, failedNanoUsd: 5, savedNanoUsd: 4 },
          { kind: 'notReviewed', days: 100 },
        ],
      },
    ),
  ];
  const told = pages.flatMap((page) => [
    ...page.map(textOf),
    ...elementsOf(page).flatMap(({ attributes }) => [
      attributes['title'] ?? '',
      attributes['aria-label'] ?? '',
    ]),
  ]);
  expect(
    told
      .join('\n')
      .replaceAll('Rule 2 sends refactor to balanced.', '')
      .split('\n')
      .flatMap(englishIn),
  ).toEqual([]);
  expect(told.join(' ')).toContain('Kostenpflichtige Aufrufe sind angehalten');
});
