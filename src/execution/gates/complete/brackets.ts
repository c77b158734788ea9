import { codeLines } from './codeLines.ts';
import type { Edit, ScopeProblem } from './edit.ts';

/** Languages that no grammar looks at. Their strings and comments are read well enough to count brackets. */
const counted: ReadonlySet<string> = new Set(
  'kotlin swift scala dart sql terraform hcl graphql proto3 proto objective-c'.split(' '),
);

/** A string in a value that stands in a string, which is read as the string's end. */
const quotesInside = /\$\{[^}"]*"|\\\([^)"]*"/;

/** Components: in their markup quotes are text, so only braces are counted, as they are written. */
const components: ReadonlySet<string> = new Set(['svelte', 'astro', 'vue']);

const pairs = ['()', '[]', '{}'] as const;

/** Checks that brackets still come in pairs where they did before. */
export function oddBrackets({ before, target, after, answer, language }: Edit): ScopeProblem[] {
  const isRead = counted.has(language) && !answer.some((line) => quotesInside.test(line));
  if (!isRead && !components.has(language)) return [];
  const was = balances([...before, ...target, ...after], language);
  if (was.some((balance) => balance !== 0)) return [];
  const now = balances([...before, ...answer, ...after], language);
  const at = now.findIndex((balance) => balance !== 0);
  if (at < 0) return [];
  const isMissing = now[at]! > 0;
  const bracket = pairs[at]![1];
  const message = `The answer has ${isMissing ? 'too few' : 'too many'} closing brackets ${bracket} for the file.`;
  return [{ line: Math.max(0, answer.length - 1), message }];
}

/** For each pair how many more brackets open than close. */
function balances(lines: readonly string[], language: string): number[] {
  const text = lines.join('\n');
  const isComponent = components.has(language);
  const code = isComponent
    ? text.replace(/[()[\]]/g, '')
    : codeLines(text, language)
        .map((line) => line.code)
        .join('\n');
  const count = (sign: string) => code.split(sign).length - 1;
  return pairs.map(([open, close]) => count(open!) - count(close!));
}
