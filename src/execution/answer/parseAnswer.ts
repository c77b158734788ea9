import type { Task } from '../../routing/task.ts';

/** One problem that a review found; `line` is 1-based in the file. */
export interface ReviewFinding {
  readonly line: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

/** The parts of an edit answer. `code` is undefined when there is no code block. */
export interface EditAnswer {
  readonly code?: string;
  /** Whether the block's closing fence has arrived. */
  readonly closed: boolean;
  /** What the model said outside the block. */
  readonly note: string;
}

/** Reads the first fenced code block of an answer, also while the answer is still streaming. */
export function parseEdit(text: string): EditAnswer {
  const opening = /^([ \t]*)(`{3,}|~{3,})[^\n]*\n/m.exec(text);
  if (!opening) return { closed: false, note: text.trim() };
  const before = text.slice(0, opening.index);
  const body = text.slice(opening.index + opening[0].length);
  const closing = new RegExp(`^[ \\t]*${opening[2]![0]}{${opening[2]!.length},}[ \\t]*$`, 'm').exec(
    body,
  );
  if (!closing) return { code: withoutPartialFence(body), closed: false, note: before.trim() };
  const code = body.slice(0, closing.index).replace(/\r?\n$/, '');
  const after = body.slice(closing.index + closing[0].length);
  return { code, closed: true, note: `${before.trim()}\n${after.trim()}`.trim() };
}

// While the answer streams, the first backticks of the closing fence must not show as code.
function withoutPartialFence(body: string): string {
  return body.replace(/\r?\n[ \t]*[`~]{0,3}$/, '');
}

/** Reads a review's findings; undefined when the answer holds no list of them. */
export function parseFindings(text: string): ReviewFinding[] | undefined {
  const { code } = parseEdit(text);
  const json = code ?? text;
  const start = json.indexOf('[');
  const end = json.lastIndexOf(']');
  if (start < 0 || end < start) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(json.slice(start, end + 1));
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed)) return undefined;
  const findings = parsed.map(toFinding);
  return findings.includes(undefined) ? undefined : (findings as ReviewFinding[]);
}

function toFinding(item: unknown): ReviewFinding | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { line, severity, message } = item as Record<string, unknown>;
  if (typeof line !== 'number' || !Number.isInteger(line) || line < 1) return undefined;
  if (typeof message !== 'string' || message.trim() === '') return undefined;
  const level = severity === 'error' || severity === 'warning' ? severity : 'info';
  return { line, severity: level, message };
}

/** Indents a block of code so that its least indented line starts where the original's does. */
export function fitIndent(code: string, original: string): string {
  const originalIndent = commonIndent(original);
  const codeIndent = commonIndent(code);
  if (originalIndent === codeIndent) return code;
  return code
    .split('\n')
    .map((line) => (line.trim() === '' ? line : originalIndent + line.slice(codeIndent.length)))
    .join('\n');
}

function commonIndent(text: string): string {
  const indents = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)![0]);
  return indents.reduce(
    (shortest, indent) => (indent.length < shortest.length ? indent : shortest),
    indents[0] ?? '',
  );
}

/** The code of an edit answer, indented like the lines it replaces; undefined without a code block. */
export function answeredCode(task: Task, answerText: string): string | undefined {
  const { code } = parseEdit(answerText);
  if (code === undefined) return undefined;
  const fitted = fitIndent(code, task.target.text);
  // A code block does not show whether its last line ends with a line break; the target does.
  return task.target.text.endsWith('\n') && !fitted.endsWith('\n') ? `${fitted}\n` : fitted;
}

/** The task's file with the answer in it and its own line ends; undefined without a code block. */
export function candidateFile(task: Task, answerText: string): string | undefined {
  const code = answeredCode(task, answerText);
  if (code === undefined) return undefined;
  const { startLine, endLine } = task.target;
  const lines = task.fileText.split(/\r?\n/);
  lines.splice(startLine - 1, endLine - startLine + 1, ...code.split(/\r?\n/));
  return lines.join(task.fileText.includes('\r\n') ? '\r\n' : '\n');
}

/** An answer, split from the line that states the model's confidence. */
export interface SplitAnswer {
  readonly text: string;
  /** Whole per cent, 0 to 100; undefined when the answer does not end with that line. */
  readonly percent?: number;
}

/** Splits the line `Confidence: NN%` off the end of an answer; the rest stays as written. */
export function splitStatement(text: string): SplitAnswer {
  const ended = text.trimEnd();
  const start = ended.lastIndexOf('\n') + 1;
  const line = ended.slice(start).replace(/[*_`]/g, '').trim();
  const stated = /^confidence:\s*(\d{1,3}(?:\.\d+)?)\s*%\.?$/i.exec(line);
  const percent = Number(stated?.[1]);
  if (!stated || percent > 100) return { text };
  return { text: text.slice(0, start), percent: Math.round(percent) };
}
