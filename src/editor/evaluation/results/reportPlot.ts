import { moneyOfCandidate } from '../../../evaluation/candidate.ts';
import type { Row } from '../../../evaluation/finder/result.ts';
import type { Report } from '../../../evaluation/report.ts';
import type { Estimate } from '../../../evaluation/statistics/binomial.ts';
import type { Plot, PlotSpan, PlottedPoint, PlotTick } from '../../../protocol/prose.ts';
import { formatMoney, type Money } from '../../../routing/models/accounts.ts';
import { formatUsd } from '../../../routing/models/money.ts';
import { say } from '../../platform/say.ts';

const quarters = [0, 0.25, 0.5, 0.75, 1];

/** Quality over cost, with intervals; undefined where no cost and share of a candidate were measured. */
export function reportPlot({ result, thresholds }: Report): Plot | undefined {
  const { points, smallest, rows } = result;
  const shown = points.flatMap(({ candidateId, cost, quality, onFront }) => {
    const row = rows.find(({ candidate }) => candidate.id === candidateId);
    return row ? [{ row, cost, quality, onFront }] : [];
  });
  if (shown.length === 0) return undefined;
  const most = widest(shown.map(({ cost }) => cost));
  const monies = [...new Set(shown.map(({ row }) => moneyOfCandidate(row.candidate)))];
  const plotted = shown.map(({ row, cost, quality, onFront }): PlottedPoint => {
    const { id } = row.candidate;
    const isChosen = id === smallest?.candidate.id;
    return {
      label: labelOf(row, monies.length > 1),
      kind: isChosen ? 'chosen' : onFront ? 'front' : 'other',
      x: spanOf(cost, most),
      y: spanOf(quality, 1),
    };
  });
  const { minPassRate } = thresholds;
  return {
    description: shown.map(({ row }) => pointWords(row)).join(' '),
    xTitle: titleOf(monies),
    yTitle: say('Fixtures that pass'),
    xTicks: quarters.map((at) => ({ at, label: formatUsd(Math.round(at * most)) })),
    yTicks: quarters.map((at): PlotTick => ({ at, label: `${100 * at} %` })),
    ...(minPassRate !== undefined && {
      threshold: { at: minPassRate, label: say('threshold {0} %', Math.round(100 * minPassRate)) },
    }),
    points: plotted,
  };
}

/** The right edge, nano-dollars. An interval of one case has no end, and of few it may be far away. */
function widest(costs: readonly Estimate[]): number {
  const values = costs.map(({ value = 0 }) => value);
  const dearest = Math.max(...values, 1);
  const ends = costs.map(({ high }) => (Number.isFinite(high) ? high : 2 * dearest));
  return 1.05 * Math.max(dearest, Math.min(2 * dearest, Math.max(...ends)));
}

function spanOf({ value = 0, low, high }: Estimate, most: number): PlotSpan {
  const share = (at: number) => Math.min(1, Math.max(0, at / most));
  return { low: share(low), at: share(value), high: share(high) };
}

function labelOf({ candidate }: Row, saysMoney: boolean): string {
  return saysMoney && candidate.simulated ? say('{0} (practice)', candidate.name) : candidate.name;
}

function titleOf(monies: readonly Money[]): string {
  return monies.length === 1 && monies[0] === 'practice'
    ? say('Practice money a task')
    : say('Cost of a task');
}

function pointWords({ candidate, passRate, cost }: Row): string {
  const nanoUsd = Math.round(cost.value ?? 0);
  return say(
    '{0}: {1} % pass, for {2} a task.',
    candidate.name,
    Math.round(100 * (passRate.value ?? 0)),
    formatMoney(moneyOfCandidate(candidate), nanoUsd, say),
  );
}
