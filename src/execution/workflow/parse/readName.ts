import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { ValuePath } from '../definition.ts';
import { isFreeInConditions } from '../values/condition.ts';
import { lonePathOf } from '../values/template.ts';
import { type Reading, report } from './reading.ts';
import { namePattern } from './shapes.ts';

// Words that templates or conditions use themselves.
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

/** Whether templates and conditions can use a name; reports a name that they cannot use. */
export function readName(name: string, path: ProblemPath, reading: Reading): boolean {
  if (!namePattern.test(name)) {
    const better = name.replaceAll(/\W+(\w?)/g, (_, next: string) => next.toUpperCase());
    // Without its letters outside ASCII a name is no longer the same word.
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

/** Reads the path of a value, such as `diff.hunks`, where braces are not needed. */
export function readPath(written: string, path: ProblemPath, reading: Reading): ValuePath {
  const inside = lonePathOf(written);
  if (!inside) return written.trim().split('.') as unknown as ValuePath;
  report(reading, path, `A name stands here without {{ and }}. Write ${inside.join('.')}.`);
  return inside;
}
