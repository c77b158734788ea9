import { type Mutant, keyOf } from './mutant.ts';

/** A mutant that no test can notice, as a review has shown. */
export interface Equivalent {
  readonly file: string;
  readonly operator: string;
  /** As the report prints it. */
  readonly change: string;
  /** Which one, if the file has several with the same text; defaults to the first. */
  readonly nth?: number;
  /** Why the mutant changes nothing that matters. */
  readonly reason: string;
}

/** The reasons by the mutants' keys. Throws when an entry gives none, or fits no mutant that can be made. */
export function reasonsOf(
  equivalents: readonly Equivalent[],
  mutants: readonly Mutant[],
): Map<string, string> {
  const made = new Set(mutants.map(keyOf));
  const keyed = equivalents.map((entry) => ({ entry, key: keyOf({ nth: 1, ...entry }) }));
  const problems = keyed.flatMap(({ entry, key }, index) => {
    const name = `${entry.file} [${entry.operator}] ${entry.change}`;
    if (!entry.reason?.trim()) return [`No reason is given for ${name}`];
    if (!made.has(key)) return [`There is no such mutant: ${name}`];
    const isFirst = keyed.findIndex((other) => other.key === key) === index;
    return isFirst ? [] : [`It is listed twice: ${name}`];
  });
  if (problems.length > 0) {
    throw new Error(`Correct the list of equivalent mutants:\n${problems.join('\n')}`);
  }
  return new Map(keyed.map(({ entry, key }) => [key, entry.reason]));
}
