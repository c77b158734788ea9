import { percentile } from '../measuring/percentile.ts';
import { align } from './align.ts';
import { families } from './badEdits.ts';
import { gateColumns, type GateColumn, type JudgedCase } from './judge.ts';
import { formatShare, shareOf, type Share } from './wilson.ts';

/** The share of correct judgements: good cases accepted, bad cases rejected. */
export function judgedRightly(cases: readonly JudgedCase[], gate: GateColumn): Share {
  const right = cases.filter(({ good, rejected }) => rejected[gate] !== good);
  return shareOf(right.length, cases.length);
}

/** The verdicts of each gate on each kind of edit, as text. */
export function tableOf(cases: readonly JudgedCase[]): string {
  const good = cases.filter((each) => each.good);
  const bad = cases.filter((each) => !each.good);
  const rows = [
    ['good edits that are accepted', ...gateColumns],
    ...byKind(good),
    ['all good edits', ...sharesOf(good)],
    [],
    ['bad edits that are rejected', ...gateColumns],
    ...Object.entries(families).flatMap(([family, kinds]) => {
      const own = bad.filter(({ kind }) => kinds.includes(kind));
      return [...byKind(own), [`all of ${family}`, ...sharesOf(own)], []];
    }),
    ['median ms', ...gateColumns.map((gate) => medianMs(cases, gate).toFixed(2))],
  ];
  return align(rows);
}

export function medianMs(cases: readonly JudgedCase[], gate: GateColumn): number {
  return percentile(
    cases.map(({ ms }) => ms[gate]),
    0.5,
  );
}

function byKind(cases: readonly JudgedCase[]): string[][] {
  const kinds = [...Map.groupBy(cases, ({ kind }) => kind)];
  return kinds.map(([kind, own]) => [`  ${kind}`, ...sharesOf(own)]);
}

function sharesOf(cases: readonly JudgedCase[]): string[] {
  return gateColumns.map((gate) => formatShare(judgedRightly(cases, gate)));
}
