/** A part of a diff. Its lines are those of the new file, 1-based and inclusive. */
export interface DiffHunk {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

const opening = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** Splits a git diff into its hunks. */
export function diffHunks(diff: string): DiffHunk[] {
  const hunks: DiffHunk[] = [];
  const lines = diff.split('\n');
  let path = '';
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    const old = pathIn(line, '--- a/');
    const now = pathIn(line, '+++ b/');
    path = now ?? old ?? path;
    const found = opening.exec(line);
    if (!found) {
      at += 1;
      continue;
    }
    const [oldCount, newCount] = [Number(found[1] ?? 1), Number(found[3] ?? 1)];
    const end = endOf(lines, at + 1, oldCount, newCount);
    const startLine = Math.max(1, Number(found[2]));
    const endLine = startLine + Math.max(1, newCount) - 1;
    hunks.push({ path, startLine, endLine, text: lines.slice(at, end).join('\n') });
    at = end;
  }
  return hunks;
}

// Counts lines to find the end, because a line of a file may look like a header.
function endOf(lines: readonly string[], from: number, oldCount: number, newCount: number): number {
  let [old, now, at] = [oldCount, newCount, from];
  while (at < lines.length && (old > 0 || now > 0 || lines[at]!.startsWith('\\'))) {
    const [mark] = lines[at]!;
    if (mark !== '+' && mark !== '\\') old -= 1;
    if (mark !== '-' && mark !== '\\') now -= 1;
    at += 1;
  }
  return at;
}

function pathIn(line: string, prefix: string): string | undefined {
  const plain = line.replace(/^(--- |\+\+\+ )"(.*)"$/, '$1$2').replace(/\t$/, '');
  return plain.startsWith(prefix) ? plain.slice(prefix.length) : undefined;
}
