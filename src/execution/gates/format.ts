import type { Task } from '../../routing/task.ts';
import type { Finding } from '../../routing/verdict.ts';
import { parseFindings } from '../answer/parseAnswer.ts';
import type { Candidate, Gate } from './gate.ts';
import { dataFormat, dataProblem } from './syntax/dataSyntax.ts';

/** Checks that the answer has the requested form: an edit that fits the file, or findings in it. */
export const formatGate: Gate = {
  name: 'format',
  async check(candidate, signal) {
    signal.throwIfAborted();
    const evidence = await findingsAgainst(candidate);
    signal.throwIfAborted();
    return evidence.length === 0
      ? { gate: 'format', kind: 'pass' }
      : { gate: 'format', kind: 'fail', evidence };
  },
};

async function findingsAgainst(candidate: Candidate): Promise<readonly Finding[]> {
  const { task, text, fileText } = candidate;
  if (task.answerKind === 'findings') return wrongFindings(task, text);
  if (task.answerKind === 'prose') {
    return text.trim() === '' ? [{ message: 'The answer is empty.' }] : [];
  }
  if (fileText === undefined) return [{ message: 'The answer has no code block.' }];
  return (
    misfit(task, fileText) ?? foreignMarks(task, fileText) ?? (await unreadable(task, fileText))
  );
}

/** The file outside the target must stay the same, and something inside it must change. */
function misfit({ fileText: original, target, path }: Task, fileText: string) {
  const { startLine, endLine } = target;
  const lines = original.split('\n');
  const found = lines.slice(startLine - 1, endLine).join('\n');
  if (endLine > lines.length || plain(found) !== plain(target.text)) {
    return [
      { path, line: startLine, message: 'The lines in the file differ from those that were sent.' },
    ];
  }
  const before = lines.slice(0, startLine - 1).join('\n');
  const after = lines.slice(endLine).join('\n');
  const around = before.length + after.length;
  if (!fileText.startsWith(before) || !fileText.endsWith(after) || fileText.length < around) {
    return [{ path, message: 'The edit changes lines outside the ones it should replace.' }];
  }
  if (fileText === original) {
    return [
      {
        path,
        line: startLine,
        message: 'The answer is the same code as before, so nothing changes.',
      },
    ];
  }
  return undefined;
}

const plain = (text: string): string => text.replaceAll('\r', '');

async function unreadable(task: Task, fileText: string): Promise<Finding[]> {
  const format = dataFormat(task);
  if (!format) return [];
  const problem = await dataProblem(format, fileText);
  if (!problem) return [];
  // The file may not have been readable before either, for example when it is a template.
  const wasUnreadable = task.fileText.trim() !== '' && (await dataProblem(format, task.fileText));
  return wasUnreadable ? [] : [{ path: task.path, ...problem }];
}

function wrongFindings({ fileText, path }: Task, text: string): Finding[] {
  const findings = parseFindings(text);
  if (!findings) return [{ message: 'The answer is not a list of findings.' }];
  const last = fileText.split('\n').length;
  return findings
    .filter(({ line }) => line > last)
    .map(({ line }) => ({
      path,
      message: `A finding is about line ${line}, but the file has ${last} lines.`,
    }));
}

const marks: readonly { readonly pattern: RegExp; readonly message: string }[] = [
  { pattern: /^@@ -\d+(?:,\d+)? \+\d+/, message: 'The answer is a diff, not the code itself.' },
  {
    pattern: /^(?:<{7}|>{7})(?: |$)/,
    message: 'The answer contains merge or search-and-replace marks.',
  },
  {
    pattern: /^\s*<(?:target lines|file path|related path|earlier-answer model)="/,
    message: 'The answer contains a tag of the request.',
  },
  { pattern: /\uFFFD|\0/, message: 'The answer contains unreadable characters.' },
];

/** Marks of a diff, a merge or the request, which do not belong in code unless the file had them. */
export function foreignMarks(
  { path, target, fileText: original }: Task,
  fileText: string,
): Finding[] | undefined {
  const lines = fileText.split(/\r?\n/);
  const fromEnd = original.split('\n').length - target.endLine;
  const answer = lines.slice(target.startLine - 1, lines.length - fromEnd);
  for (const { pattern, message } of marks) {
    const index = answer.findIndex((line) => pattern.test(line));
    if (index < 0 || original.split(/\r?\n/).some((line) => pattern.test(line))) continue;
    return [{ path, line: target.startLine + index, message }];
  }
  const gutter = /^\s*\d+\s*[|:│]( |$)/;
  const filledLines = answer.filter((line) => line.trim() !== '');
  if (
    filledLines.length > 1 &&
    filledLines.every((line) => gutter.test(line)) &&
    !gutter.test(target.text)
  ) {
    const message = 'The answer has line numbers in front of its lines.';
    return [{ path, line: target.startLine, message }];
  }
  return undefined;
}
