import type { Tried } from './mutate.ts';
import { wilson } from './wilson.ts';

/** The figures of one area. */
export interface AreaReport {
  readonly area: string;
  readonly killed: number;
  readonly timedOut: number;
  readonly survived: number;
  readonly equivalent: number;
  /** The share killed or timed out, without equivalent mutants; undefined without mutants. */
  readonly score: number | undefined;
  readonly low: number;
  readonly high: number;
}

export function reportsOf(tried: readonly Tried[]): AreaReport[] {
  return [...Map.groupBy(tried, ({ area }) => area.name)].map(([area, own]) => {
    const count = (result: string) => own.filter(({ outcome }) => outcome.result === result).length;
    const [killed, timedOut, survived] = [count('killed'), count('timed out'), count('survived')];
    const noticed = killed + timedOut;
    const score = noticed + survived === 0 ? undefined : noticed / (noticed + survived);
    const interval = wilson(noticed, noticed + survived);
    return {
      area,
      killed,
      timedOut,
      survived,
      equivalent: count('equivalent'),
      score,
      ...interval,
    };
  });
}

export function tableOf(reports: readonly AreaReport[]): string {
  const rows = reports.map((report) => [
    report.area,
    `${report.killed}`,
    `${report.timedOut}`,
    `${report.survived}`,
    `${report.equivalent}`,
    report.score?.toFixed(3) ?? 'unknown',
    `${report.low.toFixed(2)} to ${report.high.toFixed(2)}`,
  ]);
  const head = ['area', 'killed', 'timed out', 'survived', 'equivalent', 'score', '95 % interval'];
  const table = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...table.map((row) => row[at]!.length)));
  return table
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Lists the mutants of one result, each with its place and change. */
export function listOf(tried: readonly Tried[], result: 'survived' | 'equivalent'): string[] {
  return tried
    .filter(({ outcome }) => outcome.result === result)
    .map(({ mutant, equivalent, tests }) => {
      const nth = mutant.nth > 1 ? ` (${mutant.nth})` : '';
      const note = tests.length === 0 ? '\n    no unit test loads this file' : '';
      const reason = equivalent === undefined ? note : `\n    ${equivalent}`;
      return `  ${mutant.file}:${mutant.line} [${mutant.operator}]${nth} ${mutant.change}${reason}`;
    });
}
