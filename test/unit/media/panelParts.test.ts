import { expect, test } from 'vitest';
import { withChoice } from '../../../media/costPanel/filters.ts';
import { scaleOf } from '../../../media/costPanel/chart.ts';
import { spread } from '../../../media/costPanel/spread.ts';
import { shownRequests } from '../../../media/costPanel/requestList.ts';
import { describeShare } from '../../../media/costPanel/words.ts';
import type {
  PanelFilter,
  PanelReport,
  PanelState,
  TimeRow,
  WarningSign,
} from '../../../src/protocol/costPanel.ts';
import { nothingWasted, panelPage, requestRow, spendRow, startedAtMs } from './examplePanel.ts';
import { byClass, byTag, textOf } from './treeQueries.ts';

const texts = (page: ReturnType<typeof panelPage>, name: string, tag: string) =>
  byTag(byClass(page, name), tag).map(textOf);
const hourMs = 3_600_000;

test('session and today stand on top, whatever is filtered', () => {
  const glance = { session: spendRow(), today: spendRow({ requests: 4, nanoUsd: 12_000_000 }) };
  const page = panelPage({ total: spendRow({ nanoUsd: 1 }) }, { glance, filter: { span: 'all' } });
  expect(byClass(page, 'figure').map(textOf)).toEqual([
    'This sessionSpent: $0.0031 Since 09:12',
    'TodaySpent: $0.012 4 requests',
  ]);
});

const twoOfEach: PanelReport['choices'] = {
  workspaces: ['', 'shop'],
  taskTypes: ['debug', 'docs'],
  tiers: ['fast', 'top'],
  models: ['p/m', 'p/n'],
};

test('offers as filters what there is more than one of, by name', () => {
  const page = panelPage({ choices: twoOfEach });
  const selects = byTag(byClass(page, 'filters'), 'select');
  expect(selects.map(({ attributes }) => attributes['aria-label'])).toEqual([
    'Time',
    'Task type',
    'Tier',
    'Model',
    'Workspace',
  ]);
  expect(byTag(selects.slice(-1), 'option').map(textOf)).toEqual([
    'All workspaces',
    'no folder',
    'shop',
  ]);
  expect(texts(panelPage(), 'filters', 'select')).toHaveLength(1);
});

test('a filter that is set can be seen and cleared, also where nothing else is left', () => {
  const filter: PanelFilter = { span: 'week', taskType: 'debug' };
  const page = panelPage({}, { filter });
  const values = byTag(page, 'select').map(({ attributes }) => attributes['data-value']);
  expect(values).toEqual(['week', '=debug']);
  expect(texts(page, 'filters', 'button')).toEqual(['Clear filters']);
  expect(texts(page, 'selection', 'h2')).toEqual(['Last 7 days · debug']);
  expect(texts(panelPage(), 'filters', 'button')).toEqual([]);
});

test('the selects say what was chosen last while the figures are still of before', () => {
  const page = panelPage({}, {}, { filter: { span: 'all' } });
  expect(byTag(page, 'select')[0]?.attributes['data-value']).toBe('all');
  expect(byClass(page, 'selection')[0]?.attributes['aria-label']).toBe('This session');
});

test('the sum of the session or of today is said once; any other stands below its name', () => {
  const amounts = (page: ReturnType<typeof panelPage>) =>
    [...byClass(page, 'glance'), ...byClass(page, 'selection')].map(
      (part) => byClass([part], 'amount').length,
    );
  const session = panelPage();
  expect(amounts(session)).toEqual([2, 0]);
  expect(texts(session, 'selection', 'h2')).toEqual([]);
  expect(texts(session, 'selection', 'p')).toEqual(['1 request, 1 call.']);
  expect(amounts(panelPage({}, { filter: { span: 'today' } }))).toEqual([2, 0]);
  expect(amounts(panelPage({}, { filter: { span: 'today', tier: 'fast' } }))).toEqual([2, 1]);
  const week = panelPage({}, { filter: { span: 'week' } });
  expect(amounts(week)).toEqual([2, 1]);
  expect(texts(week, 'selection', 'p')).toEqual(['$0.0031  in 1 request, 1 call.']);
});

test.each<[string, string, PanelFilter]>([
  ['span', 'today', { span: 'today', tier: 'fast' }],
  ['tier', '', { span: 'all' }],
  ['tier', '=top', { span: 'all', tier: 'top' }],
  ['workspace', '=', { span: 'all', tier: 'fast', workspace: '' }],
])('choosing %s %o', (name, value, expected) => {
  expect(withChoice({ span: 'all', tier: 'fast' }, name, value)).toEqual(expected);
});

test('a filter that leaves nothing says so and can still be changed', () => {
  const none = spendRow({ requests: 0, attempts: 0, nanoUsd: 0 });
  const page = panelPage(
    { total: none, requests: [] },
    { filter: { span: 'today', tier: 'fast' } },
  );
  expect(texts(page, 'selection', 'p')).toEqual(['No spending matches this filter: Today · fast.']);
  expect(byTag(page, 'select').length).toBeGreaterThan(0);
});

const hour = (index: number, fields: Partial<TimeRow> = {}): TimeRow => ({
  fromMs: startedAtMs - 12 * 60_000 + index * hourMs,
  nanoUsd: 1_000_000,
  evaluationNanoUsd: 0,
  baselineNanoUsd: 4_000_000,
  attempts: 1,
  unknownAttempts: 0,
  ...fields,
});
const saving = { baselineName: 'Large', baselineNanoUsd: 9, spentNanoUsd: 5, withoutBaseline: 0 };

test('the chart is also a table for screen readers', () => {
  const overTime = [hour(0), hour(1, { attempts: 0 }), hour(2, { unknownAttempts: 1 })];
  const page = panelPage({ overTime, saving });
  expect(texts(page, 'course', 'tr')).toEqual([
    'FromYouAlways LargeSaved or lost',
    '09:00$0.0010$0.0040saved 75 %',
    '11:00$0.0010 plus unknown$0.0040unknown',
  ]);
  expect(byClass(page, 'plot')[0]?.attributes['aria-hidden']).toBe('true');
});

test('evaluations are no part of what a baseline is compared with', () => {
  const overTime = [hour(0), hour(1, { nanoUsd: 3_000_000, evaluationNanoUsd: 2_500_000 })];
  expect(texts(panelPage({ overTime, saving }), 'course', 'tr')).toEqual([
    'FromYou, without evaluationsAlways LargeSaved or lost',
    '09:00$0.0010$0.0040saved 75 %',
    '10:00$0.00050$0.0040saved 87 %',
  ]);
  expect(texts(panelPage({ overTime }), 'course', 'tr')).toEqual([
    'FromYou',
    '09:00$0.0010',
    '10:00$0.0030',
  ]);
});

test('where some calls have no baseline, nobody can say what a single hour saved', () => {
  const page = panelPage({
    overTime: [hour(0), hour(1)],
    saving: { ...saving, withoutBaseline: 1 },
  });
  expect(texts(page, 'course', 'tr').slice(0, 2)).toEqual([
    'FromYouAlways Large',
    '09:00$0.0010$0.0040',
  ]);
  expect(texts(page, 'columns', 'title').join()).not.toContain('saved');
});

test('each column says all about it when the pointer rests on it', () => {
  const overTime = [
    hour(0),
    hour(24, { attempts: 0, nanoUsd: 0, baselineNanoUsd: 0 }),
    hour(48, { nanoUsd: 9_000_000 }),
    hour(72, { unknownAttempts: 2 }),
  ];
  const total = spendRow({ simulated: true });
  expect(byTag(panelPage({ overTime, saving, total }), 'title').map(textOf)).toEqual([
    '22 Nov (practice): $0.0010; always Large $0.0040, saved 75 %',
    '23 Nov (practice): no calls',
    '24 Nov (practice): $0.0090; always Large $0.0040, lost 125 %',
    '25 Nov (practice): $0.0010 plus 2 calls of unknown cost; always Large $0.0040',
  ]);
  expect(byTag(panelPage({ overTime }), 'title').map(textOf)[0]).toBe('22 Nov: $0.0010');
});

test('hours whose cost is unknown are not free, and estimates are said once', () => {
  const overTime = [hour(0), hour(1, { nanoUsd: 0, attempts: 2, unknownAttempts: 2 })];
  const total = spendRow({ estimatedNanoUsd: 123_456 });
  const page = panelPage({ overTime, total });
  expect(texts(page, 'course', 'tr').at(-1)).toBe('10:00unknown');
  expect(byTag(page, 'title').map(textOf)[1]).toMatch(/: cost unknown$/);
  expect(texts(page, 'course', 'caption')[0]).toContain('; $0.000123456 of all of it is estimated');
  expect(texts(panelPage({ overTime }), 'course', 'caption')[0]).not.toContain('estimated');
});

test('columns stand on one scale; what is of unknown cost is marked, in the legend as well', () => {
  const overTime = [hour(0), hour(24, { nanoUsd: 2_000_000, unknownAttempts: 1 })];
  const page = panelPage({ overTime, saving });
  const bars = ['other', 'spent'].map((name) =>
    byTag(byClass(page, 'columns'), 'rect')
      .filter(({ attributes }) => attributes.class === name)
      .map(({ attributes: { x, width, y, height } }) => [x, width, y, height].join(' ')),
  );
  expect(bars).toEqual([
    ['38.44% 10.63% 0.00% 100.00%', '50.94% 10.63% 0.00% 100.00%'],
    ['40.31% 6.88% 75.00% 25.00%', '52.81% 6.88% 50.00% 50.00%'],
  ]);
  expect(byClass(page, 'partial').map(({ tag }) => tag)).toEqual(['span', 'text']);
  expect(byClass(page, 'amounts')[0]?.children.map(textOf)).toEqual([
    '$0.0040',
    '$0.0020',
    '$0.00',
  ]);
  expect(byClass(panelPage({ overTime: [hour(0), hour(24)] }), 'partial')).toEqual([]);
});

test('more than two months of days are shown as weeks from Monday on', () => {
  // 22 November 2026 is a Sunday.
  const overTime = Array.from({ length: 63 }, (_, day) =>
    hour(day * 24, { unknownAttempts: day === 2 ? 1 : 0 }),
  );
  const page = panelPage({ overTime, saving });
  expect(texts(page, 'timeline', 'h2')).toEqual(['By week ']);
  expect(texts(page, 'course', 'tr').slice(1, 4)).toEqual([
    '22 Nov$0.0010$0.0040saved 75 %',
    '23 Nov$0.0070 plus unknown$0.028unknown',
    '30 Nov$0.0070$0.028saved 75 %',
  ]);
  expect(byTag(page, 'title').map(textOf)[2]).toBe(
    'Week from 30 Nov: $0.0070; always Large $0.028, saved 75 %',
  );
  const days = panelPage({ overTime: overTime.slice(0, 62) });
  expect(texts(days, 'timeline', 'h2')).toEqual(['By day ']);
});

test.each([
  [0, 1],
  [1, 1],
  [1.1, 2],
  [37, 40],
  [61, 100],
  [0.5, 0.6],
])('a chart whose most is %d goes up to %d', (most, expected) => {
  expect(scaleOf(most)).toBeCloseTo(expected, 9);
});

test('without a baseline there is none in the chart, and a single hour is no course', () => {
  expect(texts(panelPage({ overTime: [hour(0), hour(1)] }), 'course', 'tr')[0]).toBe('FromYou');
  expect(byClass(panelPage({ overTime: [hour(0)] }), 'timeline')).toEqual([]);
});

test('days are named by their date', () => {
  const page = panelPage({ overTime: [hour(0), hour(25)] });
  expect(texts(page, 'timeline', 'h2')).toEqual(['By day ']);
  expect(texts(page, 'course', 'tr').slice(1)).toEqual(['22 Nov$0.0010', '23 Nov$0.0010']);
});

test.each([
  [3, 6, [0, 1, 2]],
  [24, 3, [3, 11, 19]],
  [7, 6, [0, 2, 4, 6]],
  [1, 6, [0]],
  [0, 6, []],
])('of %d columns, with room for %d labels, these have one: %o', (rows, most, expected) => {
  expect(spread(rows, most)).toEqual(expected);
});

test('a second table of workspaces only where there are several', () => {
  const rows = ['shop', 'site'].map((label) => spendRow({ label }));
  expect(byTag(panelPage({ byWorkspace: rows }), 'caption').map(textOf)).toContain('By workspace ');
});

test('turns of agents’ loops have a table of their own, with what is known to have worked', () => {
  const row = { ...spendRow({ label: 'edit' }), worked: 41, failed: 2 };
  const side = { ...spendRow({ label: 'side' }), worked: 0, failed: 0 };
  const page = panelPage({ byTurn: [row, side] });
  expect(byTag(page, 'caption').map(textOf)).toContain('Agent turns by kind ');
  const labels = byTag(page, 'th').map(textOf);
  expect(labels).toEqual(expect.arrayContaining(['edit: 41 of 43 worked', 'side calls']));
  expect(
    byTag(panelPage({ byTurn: [] }), 'caption')
      .map(textOf)
      .join(),
  ).not.toContain('turns');
});

test.each<[string, Partial<PanelReport>, string[]]>([
  ['escalation', { escalation: { requests: 8, escalated: 2 } }, ['Escalated25 %, 2 of 8']],
  [
    'latency',
    { latency: { answers: 9, medianMs: 2100, p90Ms: 65_000 } },
    ['Median time2.1 s, 90 % within 1 min 5 s'],
  ],
  [
    'one answer has no spread',
    { latency: { answers: 1, medianMs: 2100, p90Ms: 2100 } },
    ['Median time2.1 s'],
  ],
  [
    'what judging cost',
    { judges: { ...nothingWasted, attempts: 2, nanoUsd: 310_000 } },
    ['Judges$0.00031, 10 % of the cost'],
  ],
  [
    'what choosing cost, partly unknown',
    { classifier: { attempts: 3, nanoUsd: 310_000, estimatedNanoUsd: 1, unknownAttempts: 1 } },
    ['Recognising the task type≈ $0.00031, 10 % of the cost, 1 call unknown'],
  ],
  [
    'what evaluating cost',
    { evaluation: { ...nothingWasted, requests: 1, attempts: 2, nanoUsd: 310_000 } },
    ['Evaluation$0.00031, 10 % of the cost'],
  ],
  [
    'nothing known of it',
    { classifier: { ...nothingWasted, attempts: 2, unknownAttempts: 2 } },
    ['Recognising the task typecost unknown'],
  ],
  [
    'nothing known beside what was free',
    { judges: { ...nothingWasted, attempts: 3, unknownAttempts: 1 } },
    ['Judgescost unknown'],
  ],
])('checks and speed: %s', (_, fields, expected) => {
  const page = panelPage({ escalation: { requests: 0, escalated: 0 }, ...fields });
  expect(byTag(byClass(page, 'facts-list'), 'div').map(textOf)).toEqual(expected);
});

test('the pass rate of each check leaves out what could not run', () => {
  const gates = [
    { gate: 'syntax', pass: 8, fail: 2, couldNotRun: 0 },
    { gate: 'command', pass: 0, fail: 0, couldNotRun: 3 },
  ];
  expect(texts(panelPage({ gates }), 'gates', 'tr')).toEqual([
    'CheckJudgedNot runPassed',
    'syntax10080 %',
    'command03–',
  ]);
  const allRan = texts(panelPage({ gates: gates.slice(0, 1) }), 'gates', 'tr');
  expect(allRan).toEqual(['CheckJudgedPassed', 'syntax1080 %']);
});

test('in hindsight: failed tries, and calls that a cheaper model would have passed', () => {
  const failedTries = { ...nothingWasted, attempts: 2, nanoUsd: 6_200_000 };
  const regret = (taskType: string, nanoUsd: number) => ({
    taskType,
    modelName: 'Large',
    calls: 10,
    cheaperName: 'Small',
    passed: 35,
    judged: 43,
    nanoUsd,
  });
  const regrets = [
    ['debug', 120e6],
    ['test', 60e6],
    ['docs', 20e6],
    ['ask', 1e6],
  ] as const;
  const page = panelPage(
    { failedTries },
    { regrets: regrets.map(([type, nanoUsd]) => regret(type, nanoUsd)) },
  );
  expect(texts(page, 'hindsight', 'p')).toEqual([
    'Failed attempts $0.0062: 2 answers that failed a check or broke off: paid for, but not used.',
    'Stronger than needed ≈ $0.201: answers where a cheaper model would probably have passed the checks (an estimate).',
  ]);
  expect(texts(page, 'hindsight', 'li')).toEqual([
    '≈ $0.120 for 10 debug answers by Large; Small passes 81 % of such tasks (n = 43).',
    '≈ $0.060 for 10 test answers by Large; Small passes 81 % of such tasks (n = 43).',
    '≈ $0.020 for 10 docs answers by Large; Small passes 81 % of such tasks (n = 43).',
  ]);
});

test.each<[WarningSign, number: string, step: string]>([
  [{ kind: 'manyTiers', tiers: 7 }, '7 tiers', 'openStrategy'],
  [{ kind: 'dearClassifier', share: 0.14 }, '14 %', 'openStrategy'],
  [
    { kind: 'costlyEscalation', share: 0.4, failedNanoUsd: 5e8, savedNanoUsd: 4e8 },
    'Failed attempts cost $0.500, while routing saved $0.400; 40 %',
    'openStrategy',
  ],
  [
    { kind: 'costlyEscalation', share: 0.4, failedNanoUsd: 5e8, savedNanoUsd: -4e8 },
    'Failed attempts cost $0.500, while routing saved nothing; 40 %',
    'openStrategy',
  ],
  [{ kind: 'notReviewed', days: 93 }, '93 days', 'markReviewed'],
])('warns of %o', (sign, number, step) => {
  const section = byClass(
    panelPage({}, { warnings: [sign] } satisfies Partial<PanelState>),
    'warnings',
  );
  expect(textOf(section[0]!)).toContain(number);
  const [button] = byTag(section, 'button');
  expect(button?.attributes['data-action']).toBe(step);
});

test('without a sign nothing warns', () => {
  expect(byClass(panelPage(), 'warnings')).toEqual([]);
});

test('shows the newest requests first and the rest when asked', () => {
  const requests = Array.from({ length: shownRequests + 5 }, (_, index) =>
    requestRow({ requestId: `${index}` }),
  );
  const page = panelPage({ requests });
  expect(byClass(page, 'request')).toHaveLength(shownRequests);
  expect(texts(page, 'requests', 'button').at(-1)).toBe('Show more');
  const all = panelPage({ requests }, {}, { allRequests: true });
  expect(byClass(all, 'request')).toHaveLength(shownRequests + 5);
  expect(texts(all, 'requests', 'button').at(-1)).not.toBe('Show more');
});

test('a request of another day says which', () => {
  const [facts] = byClass(
    panelPage({ requests: [requestRow({ atMs: startedAtMs - 24 * hourMs })] }),
    'facts',
  );
  expect(facts?.children.map(textOf)[0]).toBe('21 Nov, 09:12');
});

test.each([
  ['a year ago', 0, '22 Nov 2025, 09:12'],
  ['a year and a month ago', -31, '22 Oct 2025, 09:12'],
])('a request of %s is none of today', (_, days, words) => {
  const atMs = Date.UTC(2025, 10, 22, 9, 12) + days * 24 * hourMs;
  const [facts] = byClass(panelPage({ requests: [requestRow({ atMs })] }), 'facts');
  expect(facts?.children.map(textOf)[0]).toBe(words);
});

test.each([
  [0, '0 %'],
  [0.0004, 'under 0.1 %'],
  [0.004, '0.4 %'],
  [0.155, '16 %'],
  [0.998, '99 %'],
  [1, '100 %'],
])('a share of %d is %s', (share, expected) => expect(describeShare(share)).toBe(expected));
