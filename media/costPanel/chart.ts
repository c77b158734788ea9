import UPlot from 'uplot';
import type { TimeRow } from '../../src/protocol/costPanel.ts';
import { formatUsd } from '../../src/routing/models/money.ts';
import { spread } from './spread.ts';
import { comparable } from './timeline.ts';

const height = 136;
/** Pixels for the amounts beside the bars. */
const amountWidth = 54;

export interface ChartRows {
  readonly rows: readonly TimeRow[];
  /** The label under a row's bar. */
  readonly label: (row: TimeRow) => string;
  /** Whether the rows have a baseline to compare with. */
  readonly hasBaseline: boolean;
}

export interface Chart {
  readonly place: HTMLElement;
  show(given: ChartRows): void;
  dispose(): void;
}

/**
 * Draws bars of the spending in front of bars of the baseline, as wide as `place`. Colours come from
 * the legend beside the chart, so that the style sheet alone defines them for each theme.
 */
export function createChart(place: HTMLElement, given: ChartRows): Chart {
  let shown = given;
  const plot = new UPlot(
    options(() => shown, place),
    dataOf(shown),
    place,
  );
  const resized = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height }));
  resized.observe(place);
  // A theme changes classes and variables; unlike the page, a canvas must be redrawn for that.
  const themed = new MutationObserver(() => plot.redraw(false, true));
  const root = place.ownerDocument;
  for (const target of [root.documentElement, root.body]) {
    themed.observe(target, { attributes: true, attributeFilter: ['class', 'style'] });
  }
  return {
    place,
    show(next) {
      const isSame = drawn(next) === drawn(shown);
      shown = next;
      if (!isSame) plot.setData(dataOf(next));
    },
    dispose() {
      resized.disconnect();
      themed.disconnect();
      plot.destroy();
    },
  };
}

const drawn = ({ rows, hasBaseline }: ChartRows): string => JSON.stringify([rows, hasBaseline]);

function dataOf({ rows, hasBaseline }: ChartRows): UPlot.AlignedData {
  return [
    rows.map((_, index) => index),
    rows.map(({ baselineNanoUsd }) => (hasBaseline ? baselineNanoUsd : 0)),
    rows.map((row) => comparable(row, hasBaseline)),
  ];
}

function options(shown: () => ChartRows, place: HTMLElement): UPlot.Options {
  const bars = UPlot.paths.bars!({ size: [0.8, 28], gap: 1 });
  const color = (name: string) => () => {
    const swatch = place.parentElement?.querySelector(`.swatch.${name}`) ?? place;
    return getComputedStyle(swatch).backgroundColor;
  };
  return {
    width: place.clientWidth,
    height,
    padding: [8, 4, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: () => [-0.5, Math.max(0.5, shown().rows.length - 0.5)] },
      y: { range: (_, __, most) => [0, most > 0 ? most * 1.05 : 1] },
    },
    series: [
      {},
      { paths: bars, fill: color('other'), width: 0, points: { show: false } },
      { paths: bars, fill: color('spent'), width: 0, points: { show: false } },
    ],
    axes: axes(shown, place),
  };
}

function axes(shown: () => ChartRows, place: HTMLElement): UPlot.Axis[] {
  const text = () => getComputedStyle(place).color;
  const { fontSize, fontFamily } = getComputedStyle(place);
  const axis: UPlot.Axis = {
    stroke: text,
    font: `${fontSize} ${fontFamily}`,
    ticks: { show: false },
    border: { show: false },
  };
  return [
    {
      ...axis,
      size: 20,
      gap: 4,
      grid: { show: false },
      splits: (plot) => spread(shown().rows.length, plot.width - amountWidth),
      values: (_, splits) => splits.map((index) => shown().label(shown().rows[index]!)),
    },
    {
      ...axis,
      size: amountWidth,
      gap: 6,
      space: 28,
      grid: { stroke: text, width: 0.2 },
      values: (_, splits) => splits.map((nanoUsd) => formatUsd(nanoUsd)),
    },
  ];
}
