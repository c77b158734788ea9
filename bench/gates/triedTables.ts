import { percentile } from '../measuring/percentile.ts';
import { align } from './align.ts';
import { families } from './badEdits.ts';
import { tried, type Heard, type TriedCase } from './judgeInProjects.ts';
import { familyOf } from './sample.ts';
import { formatShare, shareOf, type Share } from './wilson.ts';

type Listen = (each: TriedCase) => Heard;

const byDefault: Listen = (each) => each.byDefault;
const voices: readonly (readonly [name: string, listen: Listen])[] = [
  ...tried.map((name) => [name, (each: TriedCase) => each.alone.get(name)!] as const),
  ['default stack', byDefault],
  ['all but format', (each) => each.aimed],
];

const isGate = (name: string): boolean => tried.some((each) => each === name);
const accepts = (heard: Heard): boolean => heard.verdict.kind !== 'fail';

/** The share of good cases that are accepted, or of bad ones that are rejected. */
export function rightShare(cases: readonly TriedCase[], good: boolean, listen = byDefault): Share {
  const own = cases.filter((each) => each.good === good);
  return shareOf(own.filter((each) => accepts(listen(each)) === good).length, own.length);
}

export function medianOf(cases: readonly TriedCase[], listen: Listen): number {
  return percentile(
    cases.map((each) => listen(each)).flatMap(({ verdict, ms }) => (ran(verdict) ? [ms] : [])),
    0.5,
  );
}

const ran = ({ kind }: Heard['verdict']): boolean => kind !== 'couldNotRun';

/** Each gate alone, then the gates as a stack. */
export function gateTable(cases: readonly TriedCase[]): string {
  const rows = voices.map(([name, listen]) => {
    const silent = cases.filter((each) => !ran(listen(each).verdict)).length;
    return [
      name,
      formatShare(rightShare(cases, true, listen)),
      formatShare(rightShare(cases, false, listen)),
      isGate(name) ? `${((silent / cases.length) * 100).toFixed(1)} %` : '–',
      medianOf(cases, listen).toFixed(1),
    ];
  });
  const head = ['gate', 'good accepted', 'bad rejected', 'could not run', 'median ms'];
  return align([head, ...rows]);
}

/** The verdicts of the default stack on each kind of edit. */
export function kindTable(cases: readonly TriedCase[]): string {
  const good = cases.filter((each) => each.good);
  const bad = Map.groupBy(
    cases.filter((each) => !each.good),
    familyOf,
  );
  return align([
    ['good edits', 'accepted'],
    ...byKind(good, true),
    ...Object.keys(families).flatMap((family) => {
      const own = bad.get(family) ?? [];
      return [
        [],
        [family, `rejected ${formatShare(rightShare(own, false))}`],
        ...byKind(own, false),
      ];
    }),
  ]);
}

function byKind(cases: readonly TriedCase[], good: boolean): string[][] {
  return [...Map.groupBy(cases, ({ kind }) => kind)]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([kind, own]) => [`  ${kind}`, formatShare(rightShare(own, good))]);
}

export function languageTable(cases: readonly TriedCase[]): string {
  const byLanguage = [...Map.groupBy(cases, ({ candidate }) => candidate.task.language)];
  const rows = byLanguage
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([language, own]) => [
      language,
      formatShare(rightShare(own, true)),
      formatShare(rightShare(own, false)),
      medianOf(own, (each) => each.alone.get('command')!).toFixed(0),
    ]);
  return align([['language', 'good accepted', 'bad rejected', 'tests, median ms'], ...rows]);
}

/** The cases that the default stack judged wrongly, one per line. */
export function mistakes(cases: readonly TriedCase[]): string[] {
  return cases
    .filter((each) => accepts(each.byDefault) !== each.good)
    .map((each) => {
      const { verdict } = each.byDefault;
      const command = each.alone.get('command')!.verdict;
      const why = 'why' in command ? ` (command: ${command.why})` : '';
      const said = each.good ? `good, rejected by ${verdict.gate}` : `bad, accepted${why}`;
      return `${each.candidate.task.id}: ${said}`;
    })
    .toSorted();
}
