import { createHash } from 'node:crypto';
import { type Mutant, keyOf } from './mutant.ts';

/**
 * Picks `count` of the mutants at random by the seed. The random number of a mutant depends only on the
 * seed and the mutant, so a change in one place does not affect the choice among the others.
 */
export function sampleOf(
  mutants: readonly Mutant[],
  wanted: { readonly seed: number; readonly count: number },
  isUsable: (mutant: Mutant) => boolean = () => true,
): Mutant[] {
  const numbered = mutants.map((mutant) => ({ mutant, number: numberOf(mutant, wanted.seed) }));
  const sample: Mutant[] = [];
  for (const { mutant } of numbered.toSorted((one, other) =>
    one.number < other.number ? -1 : 1,
  )) {
    if (sample.length >= wanted.count) break;
    if (isUsable(mutant)) sample.push(mutant);
  }
  return sample;
}

function numberOf(mutant: Mutant, seed: number): string {
  return createHash('sha256')
    .update(`${seed} ${keyOf(mutant)}`)
    .digest('hex');
}
