/** A place in a file and its replacement text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** One small change of a file that a test should notice. */
export interface Mutant extends Edit {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly operator: string;
  /** The lines before and after, in one line: `if (a < b) → if (a <= b)`. */
  readonly change: string;
  /** Counted from 1, among the mutants of the file with the same operator and change. */
  readonly nth: number;
}

/** A key that stays the same when lines are added elsewhere in the file. */
export function keyOf(mutant: Pick<Mutant, 'file' | 'operator' | 'change' | 'nth'>): string {
  return JSON.stringify([mutant.file, mutant.operator, mutant.change, mutant.nth]);
}

export function mutated(text: string, { start, end, replacement }: Edit): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** Shows whole lines, because a replaced operator means little without its context. */
export function changeOf(text: string, edit: Edit): string {
  const from = text.lastIndexOf('\n', edit.start - 1) + 1;
  const to = `${text}\n`.indexOf('\n', edit.end);
  const rest = text.length - to;
  const after = mutated(text, edit);
  return `${inOneLine(text.slice(from, to))} → ${inOneLine(after.slice(from, after.length - rest))}`;
}

const headLength = 70;
const tailLength = 40;

function inOneLine(lines: string): string {
  const line = lines.trim().replaceAll(/\s+/g, ' ');
  if (line.length <= headLength + tailLength) return line;
  return `${line.slice(0, headLength)}…${line.slice(-tailLength)}`;
}
