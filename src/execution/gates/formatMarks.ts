import type { Evidence } from '../../routing/gate.ts';
import type { Task } from '../../routing/task.ts';

const marks: readonly { readonly seen: RegExp; readonly message: string }[] = [
  { seen: /^@@ -\d+(?:,\d+)? \+\d+/, message: 'The answer is a diff, not the code itself.' },
  {
    seen: /^(?:<{7}|>{7})(?: |$)/,
    message: 'The answer holds the marks of a merge or of search and replace.',
  },
  {
    seen: /^\s*<(?:target lines|file path|related path|earlier-answer model)="/,
    message: 'The answer holds a tag of the request.',
  },
  { seen: /\uFFFD|\0/, message: 'The answer holds characters that could not be read.' },
];

/** Marks that belong to an answer's wrapping and not to code, unless the file had them before. */
export function foreignMarks(
  { path, target, fileText: original }: Task,
  fileText: string,
): Evidence[] | undefined {
  const lines = fileText.split(/\r?\n/);
  const fromEnd = original.split('\n').length - target.endLine;
  const answer = lines.slice(target.startLine - 1, lines.length - fromEnd);
  for (const { seen, message } of marks) {
    const index = answer.findIndex((line) => seen.test(line));
    if (index < 0 || original.split(/\r?\n/).some((line) => seen.test(line))) continue;
    return [{ path, line: target.startLine + index, message }];
  }
  const gutter = /^\s*\d+\s*[|:│]( |$)/;
  const full = answer.filter((line) => line.trim() !== '');
  if (full.length > 1 && full.every((line) => gutter.test(line)) && !gutter.test(target.text)) {
    const message = 'The answer has line numbers in front of its lines.';
    return [{ path, line: target.startLine, message }];
  }
  return undefined;
}
