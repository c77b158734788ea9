import { expect, test } from 'vitest';
import { describeSaving } from '../../../media/costPanel/baselines.ts';
import { view } from '../../../media/costPanel/view.ts';
import type {
  BudgetRow,
  PanelReport,
  SpeculationCost,
  RequestRow,
  SpendRow,
} from '../../../src/protocol/costPanel.ts';
import { clock, nothingRouted, panelPage, requestRow, spendRow } from './examplePanel.ts';
import { byClass, byTag, elementsOf, textOf } from './treeQueries.ts';

const pageState = { clock, filter: { span: 'session' }, allRequests: false } as const;

const nothing = spendRow({ requests: 0, attempts: 0, nanoUsd: 0 });

function textOfClass(page: ReturnType<typeof panelPage>, name: string): string[] {
  return byClass(page, name).map(textOf);
}

test.each<[string, Partial<SpendRow>, string, string]>([
  ['a known sum', {}, 'Spent: $0.0031 ', '1 request, 1 call.'],
  [
    'an estimated sum',
    { estimatedNanoUsd: 3_100_000 },
    'Spent: ≈ $0.0031 ',
    '1 request, 1 call. The sum is estimated.',
  ],
  [
    'a partly known sum',
    { attempts: 3, estimatedNanoUsd: 100, unknownAttempts: 2 },
    'Spent: ≈ $0.0031 plus 2 calls of unknown cost ',
    '1 request, 3 calls. Part of the sum is estimated. 2 calls of unknown cost are not in the sum.',
  ],
  [
    'nothing known',
    { nanoUsd: 0, unknownAttempts: 1 },
    'Spent: unknown ',
    '1 request, 1 call. 1 call of unknown cost is not in the sum.',
  ],
  [
    'unknown beside a call that failed for free',
    { nanoUsd: 0, attempts: 2, unknownAttempts: 1 },
    'Spent: unknown ',
    '1 request, 2 calls. 1 call of unknown cost is not in the sum.',
  ],
])('the sum of %s', (_, fields, total, note) => {
  const page = panelPage({ total: spendRow(fields) });
  expect(textOfClass(page, 'total')).toEqual([total]);
  expect(byTag(byClass(page, 'selected'), 'span').map(textOf)).toContain(note);
});

test('every amount carries its exact figure', () => {
  const saving = { baselineName: 'Large', baselineNanoUsd: 9, spentNanoUsd: 5, withoutBaseline: 0 };
  const page = panelPage({ saving, requests: [requestRow({ nanoUsd: 1_234_567 })] });
  const amounts = byClass(page, 'amount');
  expect(amounts.map(({ attributes }) => [attributes['data-nano-usd'], attributes.title])).toEqual([
    ['3100000', '$0.0031'],
    ['3100000', '$0.0031'],
    ['9', '$0.000000009'],
    ['5', '$0.000000005'],
    ['3100000', '$0.0031'],
    ['3100000', '$0.0031'],
    ['3100000', '$0.0031'],
    ['1234567', '$0.001234567'],
  ]);
  const withDollars = elementsOf(page).filter(({ children }) =>
    children.some((child) => typeof child === 'string' && child.includes('$')),
  );
  expect(withDollars).toEqual(amounts);
});

test('an unknown cost is never shown as an amount', () => {
  const unknown = spendRow({ nanoUsd: 0, unknownAttempts: 1 });
  const { nanoUsd: _, ...request } = requestRow({ costSource: 'unknown' });
  const page = panelPage({
    total: unknown,
    byTaskType: [unknown],
    byTier: [unknown],
    byModel: [{ ...unknown, model: 'p/m' }],
    requests: [request],
  });
  expect(byClass(page, 'amount')).toEqual([]);
  expect(textOfClass(page, 'unknown')).toEqual(Array.from({ length: 6 }, () => 'unknown'));
});

test.each<[number, number, string]>([
  [1000, 270, 'saved 73 %'],
  [1000, 1, 'saved 99 %'],
  [1000, 0, 'saved 100 %'],
  [1000, 999, 'saved less than 1 %'],
  [1000, 1000, 'nothing saved'],
  [1000, 1001, 'lost 1 %'],
  [1000, 2500, 'lost 150 %'],
  [0, 0, 'nothing saved'],
  [0, 5_000_000, 'lost $0.0050'],
])('a baseline of %d against %d spent: %s', (baselineNanoUsd, spentNanoUsd, expected) => {
  const saving = { baselineName: 'Large', baselineNanoUsd, spentNanoUsd, withoutBaseline: 0 };
  expect(describeSaving(saving)).toBe(expected);
});

const saving = {
  baselineName: 'Large',
  baselineNanoUsd: 156_000_000,
  spentNanoUsd: 42_000_000,
  withoutBaseline: 0,
};
const cheapest = { modelName: 'Small', nanoUsd: 2_000_000, attempts: 3 };
const saved =
  'Saved 73 % compared with Large, asked once per request, with the same tokens, at list price.';
const moreThanCheapest =
  '$0.040 more than Small would have cost for the same tokens (3 answers). Whether its answers would have been good enough is unknown.';

test.each<[string, Parameters<typeof panelPage>, rows: string[], words: string[]]>([
  [
    'both',
    [{ saving }, { cheapest }],
    ['Always Large$0.156', 'You$0.042', 'Always Small$0.0020'],
    [saved, moreThanCheapest],
  ],
  [
    'the cheapest, when nothing else was used',
    [{ saving }, { cheapest: { ...cheapest, nanoUsd: saving.spentNanoUsd } }],
    ['Always Large$0.156', 'You$0.042', 'Always Small$0.042'],
    [saved, moreThanCheapest.replace('$0.040 more than', 'As much as')],
  ],
  [
    'what is left out',
    [{ saving: { ...saving, withoutBaseline: 2 } }],
    ['Always Large$0.156', 'You$0.042'],
    [`${saved} Not included: 2 calls of unknown cost or list price.`],
  ],
  [
    'the cheapest that is the strongest as well',
    [{ saving }, { cheapest: { ...cheapest, modelName: 'Large' } }],
    ['Always Large$0.156', 'You$0.042'],
    [saved],
  ],
  [
    'what is estimated in part',
    [{ saving, total: spendRow({ estimatedNanoUsd: 1 }) }],
    ['Always Large$0.156', 'You≈ $0.042'],
    [saved],
  ],
  [
    'no strongest to compare with',
    [{ total: spendRow({ nanoUsd: 1_000_000 }) }, { cheapest }],
    ['You$0.0010', 'Always Small$0.0020'],
    [moreThanCheapest.replace('$0.040 more', '$0.0010 less')],
  ],
  ['neither', [], [], []],
])('against the baselines: %s', (_, given, rows, words) => {
  const section = byClass(panelPage(...given), 'baselines');
  expect(byClass(section, 'baseline').map(textOf)).toEqual(rows);
  expect(byTag(section, 'p').map(textOf)).toEqual(words);
});

test.each<[SpeculationCost, string]>([
  [
    { attempts: 1, nanoUsd: 2_100_000, estimatedNanoUsd: 0, unknownAttempts: 0 },
    'Insurance $0.0021: 1 answer that',
  ],
  [
    { attempts: 1, nanoUsd: 2_100_000, estimatedNanoUsd: 1, unknownAttempts: 0 },
    'Insurance ≈ $0.0021: 1 answer that',
  ],
  [
    { attempts: 2, nanoUsd: 0, estimatedNanoUsd: 0, unknownAttempts: 0 },
    'Insurance $0.00: 2 answers that',
  ],
  [
    { attempts: 3, nanoUsd: 2_100_000, estimatedNanoUsd: 0, unknownAttempts: 1 },
    'Insurance $0.0021, cost unknown for 1: 3 answers that',
  ],
  [
    { attempts: 1, nanoUsd: 0, estimatedNanoUsd: 0, unknownAttempts: 1 },
    'Insurance, cost unknown: 1 answer that',
  ],
  [
    { attempts: 2, nanoUsd: 0, estimatedNanoUsd: 0, unknownAttempts: 1 },
    'Insurance, cost unknown: 2 answers that',
  ],
])('says what insurance cost: %o', (insurance, expected) => {
  const section = byClass(panelPage({ insurance }), 'hindsight');
  expect(byTag(section, 'p').map(textOf)).toEqual([`${expected} a faster one overtook.`]);
});

test.each([
  [1, '1 accepted answer was undone or escalated afterwards.'],
  [2, '2 accepted answers were undone or escalated afterwards.'],
])('says that %d accepted answers were wrong', (wrongAccepts, expected) => {
  const section = byClass(panelPage({ wrongAccepts }), 'hindsight');
  expect(byTag(section, 'p').map(textOf)).toEqual([expected]);
});

const misrouted = (fields: Partial<PanelReport['misroutes']>) => {
  const tooLow = { hits: 6, cases: 84, low: 0.0267, high: 0.149 };
  const misroutes = { ...nothingRouted, tooLow, ...fields };
  return byClass(panelPage({ misroutes }), 'hindsight');
};

test('says how often requests were sent too low, and that nobody knows of too high', () => {
  expect(byTag(misrouted({}), 'p').map(textOf)).toEqual([
    'Routed too low: 6 of 84 (3–15 %), answers that you escalated, rejected or undid.',
    'Routed too high: unknown, because no cheaper answer was checked beside one.',
  ]);
});

test('says on what the shares rest', () => {
  const tooHigh = { hits: 2, cases: 12, low: 0.0209, high: 0.4841 };
  expect(byTag(misrouted({ tooHigh, unjudged: 31, isCut: true }), 'p').map(textOf)).toEqual([
    'Routed too low: 6 of the newest 84 (3–15 %), answers that you escalated, rejected or undid. 31 answers were not judged by you, so more may have been.',
    'Routed too high: 2 of 12 (2–48 %) where a cheaper answer was checked too; unknown for the other 72.',
  ]);
});

test('shows misroutes by week and by task type where there are several', () => {
  const share = (hits: number, cases: number) => ({
    tooLow: { hits, cases, low: 0, high: 1 },
    tooHigh: nothingRouted.tooHigh,
    unjudged: 0,
  });
  const byWeek = [
    { fromMs: Date.UTC(2026, 10, 9), ...share(1, 4) },
    { fromMs: Date.UTC(2026, 10, 16), ...share(0, 3) },
  ];
  const rows = byTag(
    misrouted({ byWeek, byTaskType: [{ taskType: 'docs', ...share(1, 7) }] }),
    'tr',
  );
  expect(rows.map(({ children }) => children.map(textOf))).toEqual([
    ['Week from', 'Answered', 'Too low'],
    [expect.stringContaining('9'), '4', '1'],
    [expect.stringContaining('16'), '3', '0'],
  ]);
});

test('says nothing in hindsight where there is nothing', () => {
  expect(byClass(panelPage(), 'hindsight')).toEqual([]);
});

test('a request tells what happened to it and can be opened', () => {
  const [button] = byClass(panelPage(), 'request');
  expect(button).toMatchObject({
    tag: 'button',
    attributes: { type: 'button', 'data-request-id': 'request-1' },
  });
  const lines = button?.children.map((line) =>
    typeof line === 'string' ? line : line.children.map(textOf),
  );
  expect(lines).toEqual([
    ['src/shop/cart.ts:10-24', '$0.0031'],
    ['refactor → balanced → Medium'],
    ['09:13', 'accepted', '2.1 s', '1,204 in, 310 out'],
    ['Rule 2 sends refactor to balanced.'],
  ]);
});

test.each<[string, Partial<RequestRow>, string]>([
  ['estimated', { costSource: 'estimated' }, '≈ $0.0031'],
  ['partly unknown', { costSource: 'unknown' }, '$0.0031 plus calls of unknown cost'],
])('the cost of a request that is %s', (_, fields, expected) => {
  expect(textOfClass(panelPage({ requests: [requestRow(fields)] }), 'cost')).toEqual([expected]);
});

test.each<[Partial<RequestRow>, string[]]>([
  [
    { outcome: 'open', inputTokens: undefined, outputTokens: undefined, latencyMs: undefined },
    ['09:13', 'not finished', 'tokens unknown'],
  ],
  [{ outcome: 'noCall', latencyMs: undefined }, ['09:13', 'no call made']],
  [
    { outcome: 'cutOff', latencyMs: 640, outputTokens: undefined },
    ['09:13', 'cut off', '640 ms', '1,204 in, unknown out'],
  ],
  [
    { outcome: 'newWord', latencyMs: 65_000, simulated: true },
    ['09:13', 'newWord', '1 min 5 s', '1,204 in, 310 out', 'practice'],
  ],
] as [Partial<RequestRow>, string[]][])('the facts of a request %o', (fields, expected) => {
  const [facts] = byClass(panelPage({ requests: [requestRow(fields)] }), 'facts');
  expect(facts?.children.map(textOf)).toEqual(expected);
});

test('says practice at every sum that is practice, once for a table that is so throughout', () => {
  const practice = spendRow({ simulated: true });
  const all = panelPage({
    total: practice,
    byTaskType: [practice],
    byTier: [practice, practice],
    byModel: [{ ...practice, model: 'p/m' }],
    saving,
    insurance: { attempts: 1, nanoUsd: 1, estimatedNanoUsd: 0, unknownAttempts: 0 },
  });
  expect(byClass(all, 'badge').map(textOf)).toEqual(Array.from({ length: 8 }, () => 'practice'));
  expect(byTag(all, 'h2').map(textOf)).toContain('By tier practice');

  expect(byClass(panelPage(), 'badge')).toEqual([]);
});

test('practice money beside real money is a line of its own, which no sum holds', () => {
  const practice = spendRow({ label: 'practice', simulated: true, nanoUsd: 42_000_000 });
  const page = panelPage({ total: { ...spendRow(), practice } }, { filter: { span: 'week' } });
  // This session, today, and what is filtered.
  expect(byClass(page, 'practice').map(textOf)).toEqual(Array(3).fill('practice: $0.042'));
  expect(byClass(page, 'total').map(textOf)).toEqual(['Spent: $0.0031 ']);
  expect(byClass(page, 'badge')).toEqual([]);
});

test('a request that cost both kinds of money tells both', () => {
  const practice = { nanoUsd: 42_000_000, costSource: 'estimated' } as const;
  const [cost] = byClass(panelPage({ requests: [requestRow({ practice })] }), 'cost');
  expect(textOf(cost!)).toBe('$0.0031, practice ≈ $0.042');
});

test('a budget of practice money says so', () => {
  const sections = panelPage({}, { budgets: [budget, { ...budget, simulated: true }] });
  expect(byClass(sections, 'budget').map(textOf)).toEqual([
    '$0.420 left of $5.00 per day',
    '$0.420 left of $5.00 per day practice',
  ]);
});

test('the bars of a table are shares of its most expensive row', () => {
  const rows = [200, 50, 0].map((nanoUsd) => spendRow({ label: `${nanoUsd}`, nanoUsd }));
  const page = panelPage({ byTaskType: rows, byTier: [], byModel: [] });
  expect(byTag(page, 'rect').map(({ attributes }) => attributes.width)).toEqual([
    '100.00%',
    '25.00%',
    '0.00%',
  ]);
});

test('is marked up for assistive technology', () => {
  const page = panelPage();
  expect(byTag(page, 'h1').map(textOf)).toEqual(['This session']);
  expect(byTag(page, 'caption').map(textOf)).toEqual(['By task type ', 'By tier ', 'By model ']);
  const scopes = byTag(page, 'th').map(({ attributes }) => attributes.scope);
  expect(scopes).toEqual([
    'col',
    'col',
    'col',
    'row',
    'col',
    'col',
    'col',
    'row',
    'col',
    'col',
    'col',
    'row',
  ]);
  expect(byClass(page, 'total')[0]?.attributes['aria-live']).toBe('polite');
});

test('hostile names stay text, and no style or handler is inlined', () => {
  const hostile = '<img src=x onerror=alert(1)>';
  const row = spendRow({ label: hostile });
  const request = requestRow({ subject: hostile, reason: hostile, modelName: hostile });
  const page = panelPage({ byModel: [{ ...row, model: 'p/m' }], requests: [request] });
  const tags = new Set(elementsOf(page).map(({ tag }) => tag));
  const names = elementsOf(page).flatMap(({ attributes }) => Object.keys(attributes));
  expect(tags.has('img')).toBe(false);
  expect(names.filter((name) => name === 'style' || name.startsWith('on'))).toEqual([]);
  expect(textOfClass(page, 'reason')).toEqual([hostile]);
});

test('an empty session says how to begin', () => {
  const page = panelPage({ total: nothing, requests: [] });
  expect(textOfClass(page, 'total')).toEqual(['Spent: $0.00 ']);
  expect(byTag(page, 'code').map(textOf)).toEqual([
    'Tierwise: Explain',
    'Tierwise: Refactor',
    'Tierwise: Review',
  ]);
  expect(byTag(page, 'table')).toEqual([]);
});

test('an empty session offers what is ready and the walkthrough as buttons', () => {
  const page = panelPage({ total: nothing, requests: [] });
  const buttons = byTag(byClass(page, 'beginning'), 'button');
  expect(buttons.map((button) => [textOf(button), button.attributes['data-action']])).toEqual([
    ['Show What Is Ready', 'showReady'],
    ['Get Started', 'getStarted'],
  ]);
});

test('a problem is announced in its own words, and nothing is shown as spent', () => {
  const page = view({ kind: 'problem', message: 'Update Tierwise.' }, pageState);
  expect(page[0]?.attributes.role).toBe('alert');
  expect(page.map(textOf).join()).toContain('Update Tierwise.');
  expect(byClass(page, 'amount')).toEqual([]);
});

test('before the host has spoken nothing is claimed', () => {
  expect(view(undefined, pageState).map(textOf)).toEqual(['Reading the ledger…']);
});

const budget: BudgetRow = {
  label: '$5.00 per day',
  capNanoUsd: 5_000_000_000,
  spentNanoUsd: 4_580_000_000,
  simulated: false,
  unknownAttempts: 0,
};

test.each<[string, Partial<BudgetRow>, string[]]>([
  ['what is left', {}, ['$0.420 left of $5.00 per day']],
  [
    'how long it lasts',
    { forecast: 'At this pace it lasts the day.' },
    ['$0.420 left of $5.00 per day', 'At this pace it lasts the day.'],
  ],
  [
    'never less than nothing, but what was spent beyond it',
    { spentNanoUsd: 6.5e9 },
    ['$0.00 left of $5.00 per day', '$1.50 is spent beyond it.'],
  ],
  [
    'no more of a budget of zero, which was not there when it was spent',
    { capNanoUsd: 0, spentNanoUsd: 6.5e9 },
    ['$0.00 left of $5.00 per day'],
  ],
  [
    'calls of unknown cost',
    { unknownAttempts: 2 },
    [
      '$0.420 left of $5.00 per day',
      '2 calls of unknown cost count as what was set aside for them, which may be nothing.',
    ],
  ],
])('a budget tells %s', (_, fields, expected) => {
  const [section] = byClass(panelPage({}, { budgets: [{ ...budget, ...fields }] }), 'budgets');
  expect(byTag(section ? [section] : [], 'p').map(textOf)).toEqual(expected);
});

test('a budget of zero is drawn as used up', () => {
  const [section] = byClass(
    panelPage({}, { budgets: [{ ...budget, capNanoUsd: 0, spentNanoUsd: 0 }] }),
    'budgets',
  );
  expect(byTag(section ? [section] : [], 'rect')[0]?.attributes).toMatchObject({
    width: '100.00%',
  });
});

test('an error in the budgets says that paid calls are stopped, and opens them', () => {
  const fault = 'tierwise.budgets › 0 › per: Write one of session, day, week, month.';
  const [section] = byClass(panelPage({}, { faults: [fault] }), 'problem');
  const words = section ? textOf(section) : '';
  expect(words).toContain('Paid calls are stopped');
  expect(words).toContain(fault);
  const [button] = byTag(section ? [section] : [], 'button');
  expect(button?.attributes).toMatchObject({ 'data-action': 'openBudgets' });
});

test('budgets are shown before anything was spent, and not where there are none', () => {
  expect(
    byClass(panelPage({ requests: [], total: nothing }, { budgets: [budget] }), 'budgets'),
  ).toHaveLength(1);
  expect(byClass(panelPage(), 'budgets')).toEqual([]);
});
