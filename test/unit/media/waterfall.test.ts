import { expect, test } from 'vitest';
import { seen, waterfallTable } from '../../../media/prose/waterfall.ts';
import type { Waterfall, WaterfallRow } from '../../../src/protocol/prose.ts';
import { byClass, byTag, textOf } from './treeQueries.ts';

const row: WaterfallRow = {
  depth: 0,
  mark: '✓',
  state: 'done',
  kind: 'work',
  name: 'fix',
  model: 'fast (Small)',
  cost: '$0.0010',
  costShare: 0.5,
  start: '1.0 s',
  time: '3.0 s',
  bars: [{ from: 0.25, length: 0.75, isOpen: false }],
};
const waterfall: Waterfall = {
  caption: 'What each step did',
  heads: ['Step', 'Cost', 'Start', 'Time'],
  note: '',
  length: '4.0 s',
  resumes: [],
  rows: [row],
};

test('each figure is text in a cell with a heading; bars are decoration', () => {
  const page = waterfallTable(waterfall);
  const heads = byTag(page, 'th').filter(({ attributes }) => attributes.scope === 'col');
  expect(heads.map(textOf)).toEqual(['Step', 'Cost', 'Start', 'Time']);
  expect(byTag(byTag(page, 'tbody'), 'td').map(textOf)).toEqual(['$0.0010', '1.0 s', '3.0 s']);
  expect(byTag(byTag(page, 'tbody'), 'th').map(textOf)).toEqual(['✓ fix fast (Small)']);
  expect(byTag(page, 'caption').map(textOf)).toEqual(['What each step did']);
  expect(byTag(page, 'svg').map(({ attributes }) => attributes['aria-hidden'])).toEqual([
    'true',
    'true',
  ]);
  const [mark] = byTag(byClass(page, 'name'), 'span').slice(1);
  expect(mark?.attributes['aria-label']).toBe('done');
});

test('in a narrow column, where the head is not shown, each figure has its label, and no figure has none', () => {
  const labels = (given: WaterfallRow) =>
    byTag(waterfallTable({ ...waterfall, rows: [given] }), 'td').map(
      ({ attributes }) => attributes['data-label'],
    );
  expect(labels(row)).toEqual(['Cost', 'Start', 'Time']);
  expect(labels({ ...row, cost: '', costShare: 0 })).toEqual([undefined, 'Start', 'Time']);
});

test('a bar lies where its step lay; a cut or running one is open; a resume is a line', () => {
  const bars = [...row.bars, { from: 0.99, length: 0, isOpen: true }];
  const page = waterfallTable({ ...waterfall, resumes: [0.5], rows: [{ ...row, bars }] });
  const [drawn] = byClass(page, 'bars');
  expect(drawn?.attributes['class']).toBe('bars work');
  expect(drawn?.children.map((each) => typeof each !== 'string' && each.attributes)).toEqual([
    { class: 'whole', x: '25.00%', width: '75.00%', height: '100%' },
    { class: 'open', x: '99.00%', width: '0.80%', height: '100%' },
    { x1: '50.00%', x2: '50.00%', y1: '0', y2: '100%' },
  ]);
});

test('a pause that is not drawn is said; a step without a cost has no bar of it', () => {
  expect(
    byClass(waterfallTable({ ...waterfall, note: 'Resumed at 2.0 s.' }), 'note').map(textOf),
  ).toEqual(['Resumed at 2.0 s.']);
  expect(byClass(waterfallTable(waterfall), 'note')).toEqual([]);
  const free = { ...row, cost: '', costShare: 0 };
  expect(byClass(waterfallTable({ ...waterfall, rows: [free] }), 'share')).toEqual([]);
});

test.each([
  [
    { from: 0.2, length: 0.3 },
    { from: 0.2, length: 0.3 },
  ],
  [
    { from: 1, length: 0 },
    { from: 0.992, length: 0.008 },
  ],
  [
    { from: 0, length: 2 },
    { from: 0, length: 1 },
  ],
])('%o can be seen within the width', (given, expected) => {
  expect(seen(given)).toEqual(expected);
});
