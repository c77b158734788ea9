import { counted } from '../../routing/input/counted.ts';
import { formatMoney, moneyOf } from '../../routing/models/accounts.ts';
import type { Amount } from '../../evaluation/finder/estimate.ts';
import type { Estimated, Evaluated, LeftOut, RunTotals } from '../evaluated.ts';
import { describeTotals, figuresOf, figureTitles } from './evaluationFigures.ts';

/** What runs found, for people. */
export function describeEvaluations(evaluated: readonly Evaluated[], totals: RunTotals): string {
  return [
    ...evaluated.map(describeOne),
    `In all: ${describeTotals(totals)}. These calls are not in the editor’s ledger.\n`,
  ].join('\n');
}

const signs: Readonly<Record<Evaluated['end'], string>> = {
  proven: 'pass',
  missed: 'fail',
  undecided: 'open',
  interrupted: 'stop',
};

function describeOne({ evaluation, end, why, leftOut, report, judge }: Evaluated): string {
  const lines = [`${signs[end]}  ${evaluation.name}: ${why}`];
  if (report) {
    lines.push(`      ${report.explanation}`, ...(judge ? [`      ${judge.words}`] : []), '');
    const rows = [figureTitles, ...report.result.rows.map(figuresOf)].map((each) =>
      Object.values(each),
    );
    const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
    lines.push(
      ...rows.map((row) =>
        `      ${row.map((cell, at) => cell.padEnd(widths[at]!)).join('  ')}`.trimEnd(),
      ),
    );
  }
  return `${[...lines, ...leftOut.map(describeLeftOut)].join('\n')}\n`;
}

function describeLeftOut({ name, why }: LeftOut): string {
  return `      ${name} was left out: ${why}`;
}

/** What runs may take, for people. */
export function describeEstimates(estimated: readonly Estimated[]): string {
  return estimated.map(describeEstimate).join('\n');
}

function describeEstimate({ evaluation, estimate, why, leftOut, simulated }: Estimated): string {
  if (!estimate) return `${evaluation.name}: ${why}\n`;
  const { low, expected, high, provable } = estimate;
  const amount = (each: Amount) => describeAmount(each, simulated);
  const lines = [
    `${evaluation.name}, ${evaluation.fixtures.length} fixtures, no call was made:`,
    `      at least   ${amount(low)}`,
    `      expected   ${amount(expected)}`,
    `      at most    ${amount(high)}`,
    ...(provable ? [] : ['      These fixtures are too few to prove every threshold. Add some.']),
    ...leftOut.map(describeLeftOut),
  ];
  return `${lines.join('\n')}\n`;
}

function describeAmount({ calls, nanoUsd }: Amount, simulated: boolean): string {
  const cost = nanoUsd === undefined ? 'cost unknown' : formatMoney(moneyOf(simulated), nanoUsd);
  return `${counted(calls, 'task')}, ${cost}`;
}
