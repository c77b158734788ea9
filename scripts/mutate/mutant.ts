/** A place in a file and what stands there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** One small change of a file that a test should notice. */
export interface Mutant extends Edit {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly operator: string;
  /** The lines before and after, in one line: `if (a < b) → if (a <= b)`. */
  readonly change: string;
  /** From 1: which one it is of those in the file with the same operator and change. */
  readonly nth: number;
}

/** What stays the same when lines are added elsewhere in the file. */
export function keyOf(mutant: Pick<Mutant, 'file' | 'operator' | 'change' | 'nth'>): string {
  return JSON.stringify([mutant.file, mutant.operator, mutant.change, mutant.nth]);
}

export function mutated(text: string, { start, end, replacement }: Edit): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** Whole lines, for a replaced operator says nothing without what is at its sides. */
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
