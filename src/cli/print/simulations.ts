import { contestants, type Summary, summaryOf } from './contestants.ts';
import type { Relative, Simulation } from '../../evaluation/simulation/simulate.ts';

interface TableRow {
  readonly file: string;
  readonly ladder: readonly string[];
  readonly simulation: Simulation;
  /** What else tells the row apart from others, such as the share of false accepts. */
  readonly note?: string;
}

export interface SimulatedRow extends TableRow {
  /** Tasks that every model of the ladder answered. */
  readonly tasks: number;
}

/** Every row, and each contestant's means and extremes over all rows in which it played. */
export function jsonOfSimulations(rows: readonly SimulatedRow[]) {
  const summary: Record<string, Summary> = {};
  for (const { name, of } of contestants) {
    const sums = summaryOf(playedBy(rows, of));
    if (sums) summary[name] = sums;
  }
  return {
    rows: rows.map(({ simulation, ...row }) => ({ ...row, ...simulation })),
    summary,
  };
}

/** The rows as a table for people, the worst quality of Tierwise first; below, means and extremes. */
export function tableOfSimulations(rows: readonly TableRow[]): string {
  const shown = contestants.filter(({ of }) => playedBy(rows, of).length > 0);
  const worstFirst = rows.toSorted((one, other) => qualityOf(one) - qualityOf(other));
  const lines = worstFirst.map(({ file, ladder, note, simulation }) => [
    ...shown.map(({ of }) => figuresOf(of(simulation))),
    ...(note === undefined ? [] : [note]),
    `${ladder.join(' > ')} (${file})`,
  ]);
  const sums = shown.map(({ of }) => summaryOf(playedBy(rows, of)));
  const summed = (words: string, of: (summary: Summary) => string) => [
    ...sums.map((summary) => (summary ? of(summary) : '')),
    words,
  ];
  return aligned([
    shown.map(({ name }) => name),
    shown.map(() => pair('quality', 'cost')),
    ...lines,
    [],
    summed('mean', ({ quality, cost }) => pair(fixed(quality.mean), fixed(cost.mean))),
    summed('worst quality, highest cost', ({ quality, cost }) =>
      pair(fixed(quality.worst), fixed(cost.dearest)),
    ),
  ]);
}

function playedBy(
  rows: readonly TableRow[],
  of: (simulation: Simulation) => Relative | undefined,
): Relative[] {
  return rows.flatMap(({ simulation }) => of(simulation) ?? []);
}

function qualityOf({ simulation }: TableRow): number {
  return simulation.planner.quality.mean;
}

function figuresOf(played: Relative | undefined): string {
  return played ? pair(fixed(played.quality.mean), fixed(played.cost.mean)) : '';
}

function pair(quality: string, cost: string): string {
  return `${quality.padEnd('quality'.length)} ${cost}`;
}

function fixed(value: number): string {
  return value.toFixed(3);
}

/** Columns as wide as their widest cell. */
function aligned(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lineOf = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ');
  return rows.map((row) => lineOf(row).trimEnd()).join('\n');
}
