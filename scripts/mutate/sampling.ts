import { createHash } from 'node:crypto';
import { type Mutant, keyOf } from './mutant.ts';

/**
 * So many of the mutants, at random by the seed. Each has a number of its own, so a change in one place
 * leaves the choice among all others as it was.
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
