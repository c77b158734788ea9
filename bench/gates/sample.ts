import { families } from './badEdits.ts';
import type { LabelledCase } from './cases.ts';
import { createRandom, pickSome } from './random.ts';

type Key = (labelled: LabelledCase) => string;

const language: Key = ({ candidate }) => candidate.task.language;
const kind: Key = (labelled) => labelled.kind;

/** The family of a bad edit; the kind of a good one. */
export const familyOf: Key = (labelled) =>
  Object.keys(families).find((family) => families[family]!.includes(labelled.kind)) ??
  labelled.kind;

/** Samples `count` cases, the same on every run, spread evenly over languages, families and kinds. */
export function evenSample(
  cases: readonly LabelledCase[],
  count: number,
  seed = 2026,
): LabelledCase[] {
  const shuffled = pickSome(createRandom(seed), cases, cases.length);
  return interleaved(shuffled, [language, familyOf, kind]).slice(0, count);
}

function interleaved(cases: readonly LabelledCase[], [key, ...finer]: Key[]): LabelledCase[] {
  if (!key) return [...cases];
  const groups = [...Map.groupBy(cases, key).values()].map((group) => interleaved(group, finer));
  const longest = Math.max(0, ...groups.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    groups.flatMap((group) => group.slice(index, index + 1)),
  ).flat();
}
