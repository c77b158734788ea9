import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { ValuePath } from '../definition.ts';
import { isFreeInConditions } from '../values/condition.ts';
import { lonePathOf } from '../values/template.ts';
import { type Reading, report } from './reading.ts';
import { namePattern } from './shapes.ts';

// Words of the template language and of conditions.
const reserved = [
  'inputs',
  'and',
  'or',
  'contains',
  'true',
  'false',
  'null',
  'nil',
  'blank',
  'empty',
  'forloop',
];

/** Whether templates and conditions can use a name; reported when they cannot. */
export function readName(name: string, path: ProblemPath, reading: Reading): boolean {
  if (!namePattern.test(name)) {
    const better = name.replaceAll(/\W+(\w?)/g, (_, next: string) => next.toUpperCase());
    // Without its letters from elsewhere a word is none.
    const isPlain = /^[ -~]*$/.test(name);
    const hint = isPlain && namePattern.test(better) ? ` Write "${better}".` : '';
    report(
      reading,
      path,
      `A name has letters, digits and _, and begins with a letter.${hint}`,
      true,
    );
    return false;
  }
  if (reserved.includes(name) || !isFreeInConditions(name)) {
    report(
      reading,
      path,
      `"${name}" means something else in templates or conditions. Choose another name.`,
      true,
    );
    return false;
  }
  return true;
}

/** The path of a value where nothing but a value can stand, such as `diff.hunks`. */
export function readPath(written: string, path: ProblemPath, reading: Reading): ValuePath {
  const inside = lonePathOf(written);
  if (!inside) return written.trim().split('.') as unknown as ValuePath;
  report(reading, path, `A name stands here without {{ and }}. Write ${inside.join('.')}.`);
  return inside;
}
