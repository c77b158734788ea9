import type { Task } from '../../routing/task.ts';
import type { Finding } from '../../routing/verdict.ts';
import { unendedText } from '../answer/texts.ts';
import { type Indent, pythonStatements } from './syntax/pythonStatements.ts';

/** The lines of an answer in the file that holds it: 0-based, `end` exclusive. */
export interface AnswerLines {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds indentation that the language reads in another way than it looks: here-documents of a shell whose
 * last word is indented, recipes of a makefile without their tab, and Python that mixes tabs and spaces so
 * that blocks depend on the width of a tab. Only what the answer brings counts.
 */
export function wrongTabs(
  task: Task,
  fileText: string,
  answer: AnswerLines,
): Finding[] | undefined {
  const { language, path } = task;
  const lines = fileText.split(/\r?\n/);
  const line = firstWrong(language, lines, answer);
  if (line === undefined) return undefined;
  if (wasWrong(task)) return undefined;
  return [{ path, line: line.at + 1, message: line.message }];
}

interface WrongLine {
  readonly at: number;
  readonly message: string;
}

function firstWrong(
  language: string,
  lines: readonly string[],
  answer: AnswerLines,
): WrongLine | undefined {
  if (language === 'shellscript' || language === 'dockerfile') {
    const start = unendedText(lines.join('\n'), language);
    return firstOf(start === undefined ? [] : [start], answer, noEnd);
  }
  if (language === 'makefile') return firstOf(recipesWithoutTab(lines), answer, noTab);
  return language === 'python'
    ? firstOf(mixedLines(lines.join('\n')), undefined, mixed)
    : undefined;
}

const noEnd = 'This text never ends: its word does not stand alone at the beginning of a line.';
const noTab = 'A recipe of a makefile begins with a tab, this line with spaces.';
const mixed =
  'Tabs and spaces are mixed, so that the block of this line depends on the width of a tab.';

function firstOf(
  found: readonly number[],
  answer: AnswerLines | undefined,
  message: string,
): WrongLine | undefined {
  const at = found.find((line) => !answer || (line >= answer.start && line < answer.end));
  return at === undefined ? undefined : { at, message };
}

/** Whether the file mixed its indentation before. */
function wasWrong({ language, fileText }: Task): boolean {
  return language === 'python' && mixedLines(fileText).length > 0;
}

const rule = /^[^\s#:=][^#=]*?::?(?![:=])(?!.*[^:]:=)/;
const directive =
  /^ *(?:ifeq|ifneq|ifdef|ifndef|else|endif|include|-include|sinclude|define|endef|export|unexport|override|vpath|undefine|private)\b|^ *[\w.$(){}-]+\s*(?:[:+?!]{0,3}=)/;

function recipesWithoutTab(lines: readonly string[]): number[] {
  const found: number[] = [];
  if (lines.some((line) => /^\s*\.RECIPEPREFIX\s*[:+?]?=/.test(line))) return found;
  let inRule = false;
  let inDefinition = false;
  lines.forEach((line, at) => {
    if (/^ *define\b/.test(line)) inDefinition = true;
    if (/^ *endef\b/.test(line)) inDefinition = false;
    const continues = (lines[at - 1] ?? '').endsWith('\\');
    if (inDefinition || continues || line.trim() === '' || /^\s*#/.test(line)) return;
    if (line.startsWith('\t')) return;
    if (line.startsWith(' ')) {
      if (inRule && !directive.test(line)) found.push(at);
      return;
    }
    if (!directive.test(line)) inRule = rule.test(line);
    else if (/^[\w.$(){}-]+\s*[:+?!]{0,3}=/.test(line)) inRule = false;
  });
  return found;
}

/**
 * Lines whose place among blocks differs with the width of a tab: Python compares columns with tabs to
 * eight and with tabs as one, and refuses a file where the two disagree.
 */
function mixedLines(text: string): number[] {
  const found: number[] = [];
  const open: Indent[] = [{ wide: 0, narrow: 0 }];
  for (const { row, indent } of pythonStatements(text).statements) {
    let closed: Indent | undefined;
    while (open.length > 1 && open.at(-1)!.wide > indent.wide) closed = open.pop();
    const last = open.at(-1)!;
    const isSame = last.wide === indent.wide;
    // A line that leaves a block has to stand where an outer one does.
    const isBetween = closed && !isSame && hasTabs(closed);
    if (isBetween || (isSame ? last.narrow !== indent.narrow : last.narrow >= indent.narrow))
      found.push(row);
    else if (!isSame) open.push(indent);
  }
  return found;
}

const hasTabs = ({ wide, narrow }: Indent): boolean => wide !== narrow;
