import type { ProblemPath } from '../../routing/problem.ts';
import { report, type Reading } from './reading.ts';
import { namePattern } from './workflowShape.ts';

// Words of the template and the condition language.
const reserved = new Set(
  `inputs true false null in as break const continue else for function if import let loop package
  namespace return var void while and or contains nil blank empty forloop`.split(/\s+/),
);

/** Reports a name that templates or conditions could not use. */
export function readName(name: string, path: ProblemPath, reading: Reading): void {
  if (!namePattern.test(name)) {
    const better = name.replaceAll(/\W+(\w?)/g, (_, next: string) => next.toUpperCase());
    const hint = namePattern.test(better) ? ` Write "${better}".` : '';
    report(
      reading,
      path,
      `A name has letters, digits and _, and begins with a letter.${hint}`,
      true,
    );
  } else if (reserved.has(name)) {
    report(
      reading,
      path,
      `"${name}" means something else in templates. Choose another name.`,
      true,
    );
  }
}
