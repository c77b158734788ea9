import { isRecord } from '../input/objects.ts';
import type { InputProblem } from '../input/problems.ts';
import { inEnglish, type Say } from '../say.ts';

/** Fields of `tierwise.models` that had another name before, by that name. The old names are still read. */
export const newNames: Readonly<Record<string, string>> = { abilities: 'capabilities' };

/** The fields that a `tierwise.models` setting writes by an old name. */
export function renamedFields(written: unknown, say: Say = inEnglish): InputProblem[] {
  if (!isRecord(written)) return [];
  return Object.entries(written).flatMap(([reference, facts]) =>
    Object.entries(newNames)
      .filter(([old]) => isRecord(facts) && Object.hasOwn(facts, old))
      .map(([old, name]) => ({
        path: [reference, old],
        message: say('`{0}` is now called `{1}`. The old name still counts.', old, name),
      })),
  );
}
