import type { Waterfall, WaterfallBar, WaterfallRow } from '../../src/protocol/prose.ts';
import { element, type TreeElement } from '../tree/tree.ts';

/*
 * The steps of a run as a table. A row's bars run under all of its cells and are decoration: the cells say the
 * same in words. Colours come from the style sheet.
 */

/** The least share of the width that can be seen in a narrow column. */
const least = 0.008;

export function waterfallTable(waterfall: Waterfall): TreeElement[] {
  const { caption, heads, note, length, rows } = waterfall;
  const head = (words: string, name = '') =>
    element('th', { scope: 'col', ...(name !== '' && { class: name }) }, words);
  return [
    element(
      'table',
      { class: 'steps' },
      element('caption', { class: 'spoken' }, caption),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          head(heads[0]),
          head(heads[1], 'number'),
          head(heads[2], 'number'),
          head(heads[3], 'number'),
        ),
      ),
      element(
        'tbody',
        {},
        rows.map((row) => stepRow(row, waterfall)),
      ),
    ),
    element(
      'p',
      { class: 'scale', 'aria-hidden': 'true' },
      element('span', {}, '0 s'),
      element('span', {}, length),
    ),
    ...(note === '' ? [] : [element('p', { class: 'note' }, note)]),
  ];
}

function stepRow(
  row: WaterfallRow,
  { heads, resumes }: Pick<Waterfall, 'heads' | 'resumes'>,
): TreeElement {
  const [, costHead, startHead, timeHead] = heads;
  const { depth, mark, state, kind, name, model, cost, costShare, start, time, bars } = row;
  return element(
    'tr',
    {},
    element(
      'th',
      { scope: 'row' },
      element(
        'div',
        { class: 'step' },
        element(
          'span',
          { class: 'name' },
          element('span', { role: 'img', 'aria-label': state, title: state }, mark),
          ` ${'\u2003'.repeat(depth)}${name}`,
        ),
        ' ',
        element('span', { class: 'model' }, model),
      ),
      timeBars(bars, { kind, resumes }),
    ),
    element(
      'td',
      { class: 'number cost', ...(cost !== '' && label(costHead)) },
      cost,
      costShare > 0 && costBar(costShare),
    ),
    element('td', { class: 'number', ...label(startHead) }, start),
    element('td', { class: 'number', ...label(timeHead) }, time),
  );
}

/** What the style sheet shows beside a figure where the head of the table has no room. */
const label = (words: string) => ({ 'data-label': words });

function timeBars(
  bars: readonly WaterfallBar[],
  { kind, resumes }: { readonly kind: string; readonly resumes: readonly number[] },
): TreeElement {
  return element(
    'svg',
    { class: `bars ${kind}`, 'aria-hidden': 'true', focusable: 'false' },
    bars.map(({ isOpen, ...bar }) => {
      const { from, length } = seen(bar);
      return element('rect', {
        class: isOpen ? 'open' : 'whole',
        x: percent(from),
        width: percent(length),
        height: '100%',
      });
    }),
    resumes.map((at) => element('line', { x1: percent(at), x2: percent(at), y1: '0', y2: '100%' })),
  );
}

function costBar(share: number): TreeElement {
  const { length } = seen({ from: 0, length: share });
  return element(
    'svg',
    { class: 'share', 'aria-hidden': 'true', focusable: 'false' },
    element('rect', { x: percent(1 - length), width: percent(length), height: '100%' }),
  );
}

/** Within the width, and never too short to be seen. */
export function seen(bar: { readonly from: number; readonly length: number }): {
  readonly from: number;
  readonly length: number;
} {
  const length = Math.min(1, Math.max(least, bar.length));
  return { from: Math.min(Math.max(0, bar.from), 1 - length), length };
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
