import type { Experience } from '../../src/routing/evidence/evidence.ts';
import type { Model, ModelReference } from '../../src/routing/models/model.ts';
import { modelWith } from './tasks.ts';

/** So many requests that asked these rungs in turn, each with its verdict; the last was taken. */
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

/** Models at so many USD per million tokens of input, and five times that of output. */
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
