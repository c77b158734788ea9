import type { CodeFunction } from './corpus.ts';
import type { MutatedEdit } from './mutatedEdit.ts';

/**
 * Mutations that were meant to break behaviour but do not: for any sensible input, results, errors,
 * output and later state stay the same. So they are not bad edits. They were found by reading every such
 * mutation in the languages with tests, before the tests were run on them.
 */
const equivalents: readonly {
  readonly language: string;
  readonly name: string;
  /** The line that is deleted or changed, and its replacement. */
  readonly from: string;
  readonly to?: string;
  readonly why: string;
}[] = [
  {
    language: 'typescript',
    name: 'freeMinutes',
    from: 'if (start > cursor) {',
    to: 'if (start >= cursor) {',
    why: 'When both are equal it adds nothing, unless the time ends before it begins.',
  },
  {
    language: 'typescript',
    name: 'subscribe',
    from: "signal?.addEventListener('abort', leave, { once: true });",
    to: "signal?.addEventListener('abort', leave, { once: false });",
    why: 'A signal aborts once, and `leave` takes itself off.',
  },
  ...[
    { name: 'Warehouse', from: 'log.add("opened with " + initial.size() + " articles");' },
    { name: 'reserve', from: 'log.add("reserved " + count + " of " + article);' },
    { name: 'addAll', from: 'log.add("added " + sum + " of " + article);' },
  ].map((lost) => ({ language: 'java', ...lost, why: 'The log is private and nothing reads it.' })),
  {
    language: 'shellscript',
    name: 'require_tools',
    from: 'if ! command -v "$tool" >/dev/null 2>&1; then',
    to: 'if ! command -v "$tool" >/dev/null 2>&2; then',
    why: '`command -v` writes no errors.',
  },
];

const kinds = ['changed operator or value', 'lost statement'];

export function isEquivalent({ language, name, lines }: CodeFunction, edit: MutatedEdit): boolean {
  if (!kinds.includes(edit.kind)) return false;
  const at = lines.findIndex((line, index) => line !== edit.code[index]);
  const from = lines[at]?.trim();
  const to = edit.code.length === lines.length ? edit.code[at]?.trim() : undefined;
  return equivalents.some(
    (each) =>
      each.language === language.id && each.name === name && each.from === from && each.to === to,
  );
}
