import type { ProblemPath } from '../../routing/problem.ts';
import { isFreeInConditions } from './condition.ts';
import { report, type Reading } from './reading.ts';
import { namePattern } from './workflowShape.ts';

// Words of the template language and of conditions.
const reserved = [
  ...[
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
  ],
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
