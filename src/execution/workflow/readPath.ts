import type { ProblemPath } from '../../routing/problem.ts';
import type { ValuePath } from './definition.ts';
import { report, type Reading } from './reading.ts';
import { lonePathOf } from './template.ts';

/** The path of a value where nothing but a value can stand, such as `diff.hunks`. */
export function readPath(written: string, path: ProblemPath, reading: Reading): ValuePath {
  const inside = lonePathOf(written);
  if (!inside) return written.trim().split('.') as unknown as ValuePath;
  report(reading, path, `A name stands here without {{ and }}. Write ${inside.join('.')}.`);
  return inside;
}
