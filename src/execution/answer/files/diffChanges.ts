import type { FencedBlock } from '../fences.ts';
import type { NamedChange, WrittenChange } from './writtenChange.ts';

/** Whether a block is a unified diff, or a patch as OpenAI's models are taught to write it. */
export function isDiff({ info, code }: Pick<FencedBlock, 'info' | 'code'>): boolean {
  return /^(?:diff|patch)\b/i.test(info) || /^(?:diff --git |--- \S|\*\*\* Begin Patch)/.test(code);
}

/** What is being read: a file with its lines of one hunk so far. */
interface Reading {
  path: string | undefined;
  kind: 'change' | 'new' | 'gone' | 'renamed';
  search: string[];
  replace: string[];
  line: number | undefined;
}

/** The changes in a diff; `name` is the file of one whose own lines name none. */
export function changesInDiff(code: string, name: string | undefined): readonly NamedChange[] {
  const found: NamedChange[] = [];
  const lines = code.replaceAll('\r', '').trimEnd().split('\n');
  let now: Reading = { path: name, kind: 'change', search: [], replace: [], line: undefined };
  const end = () => {
    const change = changeOf(now);
    if (now.path !== undefined && change) found.push({ path: now.path, change });
    now = { ...now, search: [], replace: [], line: undefined };
  };
  for (const [at, line] of lines.entries()) {
    const header = headerAt(lines, at);
    if (header) {
      end();
      now = { ...now, ...header };
      if (now.kind === 'gone' || now.kind === 'renamed') end();
    } else if (line.startsWith('*** Move to: ')) {
      now.kind = 'renamed';
    } else if (line.startsWith('@@')) {
      end();
      now.line = Number(/^@@ -(\d+)/.exec(line)?.[1] ?? Number.NaN) || undefined;
    } else if (!isOther(line)) take(line, now);
  }
  end();
  return found;
}

/**
 * The file that begins at a line: `--- a/x` with `+++ b/x` below it, or `*** Update File: x`. It has no path where
 * words such as `original` and `modified` stand in the place of names.
 */
function headerAt(
  lines: readonly string[],
  at: number,
): (Pick<Reading, 'kind'> & Partial<Pick<Reading, 'path'>>) | undefined {
  const patch = /^\*\*\* (Update|Add|Delete) File: (.+)$/.exec(lines[at]!);
  if (patch) {
    const kinds = { Update: 'change', Add: 'new', Delete: 'gone' } as const;
    return { path: patch[2]!.trim(), kind: kinds[patch[1] as keyof typeof kinds] };
  }
  const [old, next] = [sideOf(lines[at]!, '--- '), sideOf(lines[at + 1] ?? '', '+++ ')];
  if (old === undefined || next === undefined) return undefined;
  if (next === '/dev/null') return { path: old, kind: 'gone' };
  if (old === '/dev/null') return { path: next, kind: 'new' };
  if (old === next) return { path: next, kind: 'change' };
  return /[./\\]/.test(old + next) ? { path: old, kind: 'renamed' } : { kind: 'change' };
}

function sideOf(line: string, mark: string): string | undefined {
  if (!line.startsWith(mark)) return undefined;
  return line
    .slice(mark.length)
    .split('\t', 1)[0]!
    .replace(/ \([^()]*\)\s*$/, '')
    .trim()
    .replace(/^[ab]\//, '');
}

/** Lines of a diff that are neither a name nor a part of a file. */
function isOther(line: string): boolean {
  return /^(?:diff --git |index [\da-f]|\+\+\+ |(?:new|deleted) file mode|old mode|new mode|(?:dis)?similarity |(?:rename|copy) (?:from|to) |Binary files |\\ No newline|\*\*\* (?:Begin|End))/.test(
    line,
  );
}

function take(line: string, { search, replace }: Reading): void {
  const text = line.slice(1);
  if (line.startsWith('-')) search.push(text);
  else if (line.startsWith('+')) replace.push(text);
  else {
    // A model may leave out the space before a line that stays.
    const kept = line.startsWith(' ') ? text : line;
    search.push(kept);
    replace.push(kept);
  }
}

function changeOf({ kind, search, replace, line }: Reading): WrittenChange | undefined {
  if (kind === 'gone') {
    return { kind: 'refused', why: 'the answer deletes it; delete it yourself if you agree' };
  }
  if (kind === 'renamed') {
    return { kind: 'refused', why: 'the answer renames it; rename it yourself, and ask again' };
  }
  if (search.length + replace.length === 0) return undefined;
  if (kind === 'new') return { kind: 'whole', text: replace.join('\n') };
  return {
    kind: 'part',
    search: search.join('\n'),
    replace: replace.join('\n'),
    ...(line !== undefined && { line }),
  };
}
