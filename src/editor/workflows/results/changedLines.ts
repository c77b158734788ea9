import { fitIndent } from '../../../execution/answer/fitIndent.ts';
import { takesOut } from '../../../execution/answer/takeOut.ts';
import type { Task } from '../../../routing/task.ts';

/** The lines that differ between two texts, and the new code for them; always at least one line. */
export function changedLines(
  before: string,
  after: string,
): { readonly target: Task['target']; readonly code: string } {
  const old = before.split(/\r?\n/);
  const now = after.split(/\r?\n/);
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  // Lines that were only added or only removed get a neighbour line, so that the target is not empty.
  const isBare = Math.min(old.length, now.length) - end <= start;
  if (isBare && start > 0) start -= 1;
  else if (isBare && end > 0) end -= 1;
  const part = partOf(old, now, { start, end });
  // Code may be indented to fit its target, and empty code takes its lines out. Where that would change
  // what was written, take the whole text.
  const isKept = fitIndent(part.code, part.target.text, { language: 'plaintext' }) === part.code;
  const isEmpty = takesOut(part.code, part.target.text);
  return isKept && !isEmpty ? part : partOf(old, now, { start: 0, end: 0 });
}

function partOf(
  old: readonly string[],
  now: readonly string[],
  { start, end }: { readonly start: number; readonly end: number },
) {
  const lines = old.slice(start, old.length - end);
  return {
    target: { startLine: start + 1, endLine: start + lines.length, text: lines.join('\n') },
    code: now.slice(start, now.length - end).join('\n'),
  };
}
