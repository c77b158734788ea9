import type { Task } from '../../routing/task.ts';
import { type AnswerSubject, blocksIn, documentLanguages, fencesIn } from './fences.ts';
import { changesInstead } from './files/changesInstead.ts';
import { isSameFile, nameInFirstLine } from './files/fileNames.ts';
import { besideFence, fitIndent } from './fitIndent.ts';
import { readJson } from './readJson.ts';
import { spanWith, takesOut } from './takeOut.ts';
import { withoutThoughts } from './thoughts.ts';

/** One problem that a review found; `line` is 1-based in the file. */
export interface ReviewFinding {
  readonly line: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

/** The parts of an edit answer. `code` is undefined when there is no code block. */
export interface EditAnswer {
  readonly code?: string;
  /** Columns before the block's fence, as in a list; omitted for none. */
  readonly fenceIndent?: number;
  /** Whether the block's closing fence has arrived. */
  readonly closed: boolean;
  /** What the model said outside the block. */
  readonly note: string;
  /** Whether a further fence stands outside of the block. */
  readonly hasMore: boolean;
}

/**
 * Reads the first fenced code block of an answer, also while the answer is still streaming. Blocks inside
 * it belong to it; what the answer is about helps to tell them from a second block.
 */
export function parseEdit(text: string, subject?: AnswerSubject): EditAnswer {
  const spoken = withoutThoughts(text);
  const [block] = blocksIn(spoken, subject);
  if (!block) return { closed: false, note: spoken.trim(), hasMore: false };
  const lines = spoken.split('\n');
  const before = lines.slice(0, block.start).join('\n').trim();
  const fenceIndent = block.indent > 0 ? { fenceIndent: block.indent } : {};
  if (!block.closed) {
    const code = withoutPartialFence(block.code);
    return { code, ...fenceIndent, closed: false, note: before, hasMore: false };
  }
  const after = lines.slice(block.end);
  const note = `${before}\n${after.join('\n').trim()}`.trim();
  const hasMore = fencesIn(after).length > 0;
  const code = onlyBlockIn(block.code, subject) ?? block.code;
  return { code, ...fenceIndent, closed: true, note, hasMore };
}

/** The code of a block that stands inside a block and is all that it holds, which only a document may mean. */
function onlyBlockIn(code: string, subject?: AnswerSubject): string | undefined {
  if (!subject || documentLanguages.has(subject.language) || !/^\s*(?:`{3}|~{3})/.test(code))
    return;
  const [inner] = blocksIn(code, subject);
  const lines = code.split('\n');
  const isAll =
    inner?.closed && [...lines.slice(0, inner.start), ...lines.slice(inner.end)].every(isBlank);
  return isAll ? inner.code : undefined;
}

const isBlank = (line: string): boolean => line.trim() === '';

// While the answer streams, the first backticks of the closing fence must not show as code.
function withoutPartialFence(body: string): string {
  return body.replace(/\r?\n[ \t]*[`~]{0,3}$/, '');
}

/** What a model says to the developer: the answer without the thoughts that some servers leave in it. */
export function spokenText(text: string): string {
  return withoutThoughts(text);
}

/**
 * Reads a review's findings; undefined when the answer holds no list of them. One finding may stand by itself, and
 * several may stand one on each line.
 */
export function parseFindings(text: string): ReviewFinding[] | undefined {
  const spoken = withoutThoughts(text);
  const list = readJson(spoken, isListOfObjects) ?? findingsWithoutList(spoken);
  if (!Array.isArray(list)) return undefined;
  const findings = list.map(toFinding);
  return findings.includes(undefined) ? undefined : (findings as ReviewFinding[]);
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'object');
}

function findingsWithoutList(spoken: string): unknown[] | undefined {
  // Where a list begins, there are more findings than those that can be read.
  if (/\[\s*\{/.test(spoken)) return undefined;
  const isFinding = (value: unknown) => toFinding(value) !== undefined;
  const lines = spoken.split('\n').filter((line) => /^\s*\{/.test(line));
  const parts = lines.length > 1 ? lines.map((line) => line.replace(/,\s*$/, '')) : [spoken];
  const found = parts.map((part) => readJson(part, isFinding));
  return found.includes(undefined) ? undefined : found;
}

function toFinding(item: unknown): ReviewFinding | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { line: written, severity, message } = item as Record<string, unknown>;
  // `3-5`, `L3` and `lines 3 to 5` name the first line of the place.
  const named =
    typeof written === 'string' ? /^(?:L|lines? )?(\d+)\b(?!\.\d)/i.exec(written)?.[1] : undefined;
  const line = named === undefined ? written : Number(named);
  if (typeof line !== 'number' || !Number.isInteger(line) || line < 1) return undefined;
  if (typeof message !== 'string' || message.trim() === '') return undefined;
  return { line, severity: severityOf(severity), message };
}

/** The severity as it was asked for, or in the words of other tools. */
export function severityOf(written: unknown): ReviewFinding['severity'] {
  const word = typeof written === 'string' ? written.toLowerCase() : '';
  if (/^(?:error|critical|blocker|blocking|fatal|severe|high|major)/.test(word)) return 'error';
  return /^(?:warn|medium|moderate)/.test(word) ? 'warning' : 'info';
}

/**
 * The code of an edit answer, indented like the lines it replaces; undefined without a code block. Empty
 * when the lines are to be taken out. Where the answer is a diff that fits, the lines with the diff applied.
 */
export function answeredCode(task: Task, answerText: string): string | undefined {
  const { language, target } = task;
  const changes = changesInstead(task, answerText);
  if (changes && 'code' in changes) return changes.code;
  const { code, closed, fenceIndent } = parseEdit(answerText, subjectOf(task));
  if (code === undefined) return undefined;
  if (closed && takesOut(code, target.text)) return '';
  const above = task.fileText.split(/\r?\n/).slice(0, target.startLine - 1);
  const own = withoutPath(code, task);
  const bare = fenceIndent === undefined ? own : besideFence(own, target.text, fenceIndent);
  const fitted = fitIndent(bare, target.text, { language, above });
  // A code block does not show whether its last line ends with a line break; the target does.
  return target.text.endsWith('\n') && !fitted.endsWith('\n') ? `${fitted}\n` : fitted;
}

/** Code without a first line that only names the file, as chats ask models for it. */
function withoutPath(code: string, { path, language, fileText, instruction }: Task): string {
  const name = nameInFirstLine({ info: language, code });
  if (name === undefined || !isSameFile(name, path)) return code;
  const [first = '', ...rest] = code.split('\n');
  const isWanted =
    fileText.includes(first.trim()) || /\b(?:path|file|header|comment)/i.test(instruction);
  return isWanted ? code : rest.join('\n');
}

/** What a task's answer is about. */
export function subjectOf({ language, target }: Task): AnswerSubject {
  return { language, original: target.text };
}

/** The task's file with the answer in it and its own line ends; undefined without a code block. */
export function candidateFile(task: Task, answerText: string): string | undefined {
  const code = answeredCode(task, answerText);
  if (code === undefined) return undefined;
  const lines = task.fileText.split(/\r?\n/);
  const { startLine, endLine, code: written } = spanWith(code, task.target, lines);
  lines.splice(startLine - 1, endLine - startLine + 1, ...written.split(/\r?\n/));
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
