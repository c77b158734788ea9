import type { Experience } from '../../src/routing/evidence/evidence.ts';
import type { Model, ModelReference } from '../../src/routing/models/model.ts';
import { modelWith } from './tasks.ts';

/** `count` requests that asked these rungs in turn, each with its verdict; the last answer was taken. */
export function requests(
  count: number,
  verdicts: Record<string, boolean>,
  wrong = false,
): Experience[] {
  const answers = Object.entries(verdicts).map(([rung, passed]) => ({ rung, passed }));
  return Array.from({ length: count }, () => ({
    taskType: 'refactor',
    answers,
    taken: answers.length - 1,
    wrong,
  }));
}

/** Models at the given USD per million input tokens, and five times that per million output tokens. */
export function catalogAt(
  usd: Readonly<Record<ModelReference, number>>,
): ReadonlyMap<string, Model> {
  return new Map(
    Object.entries(usd).map(([reference, each]) => [
      reference,
      modelWith(reference as ModelReference, {
        prices: [{ from: '2026-01-01', source: 'test', input: each * 1e9, output: each * 5e9 }],
      }),
    ]),
  );
}

/** The same requests, those alike spread evenly, so that nothing seems to change on the way. */
export function mixed(experiences: readonly Experience[]): Experience[] {
  const alike = [...Map.groupBy(experiences, (each) => JSON.stringify(each)).values()];
  return alike
    .flatMap((group) =>
      group.map((experience, place) => ({ experience, at: (place + 0.5) / group.length })),
    )
    .toSorted((one, other) => one.at - other.at)
    .map(({ experience }) => experience);
}
