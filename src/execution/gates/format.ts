import type { Task } from '../../routing/task.ts';
import type { Finding } from '../../routing/verdict.ts';
import { parseFindings, spokenText } from '../answer/parseAnswer.ts';
import { alteredText } from './alteredText.ts';
import type { Candidate, Gate } from './gate.ts';
import { foreignMarks } from './marks.ts';
import { type AnswerLines, wrongTabs } from './tabs.ts';
import { otherFormOf } from './writtenForm.ts';
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
    return spokenText(text).trim() === '' ? [{ message: 'The answer is empty.' }] : [];
  }
  if (fileText === undefined) return [{ message: 'The answer has no code block.' }];
  const form = otherFormOf(task, text);
  if (form !== undefined) return [{ path: task.path, line: task.target.startLine, message: form }];
  const lines = answerLines(task, fileText);
  return (
    misfit(task, fileText) ??
    foreignMarks(task, fileText, lines) ??
    alteredText(task, fileText, lines) ??
    wrongTabs(task, fileText, lines) ??
    (await unreadable(task, fileText))
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

/** The answer's lines in the file that holds it. */
function answerLines({ target, fileText: original }: Task, fileText: string): AnswerLines {
  const fromEnd = original.split('\n').length - target.endLine;
  return { start: target.startLine - 1, end: fileText.split('\n').length - fromEnd };
}
