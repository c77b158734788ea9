import type { Evidence } from '../../routing/gate.ts';
import type { Task } from '../../routing/task.ts';
import { parseFindings } from '../answer.ts';
import { dataFormat, dataProblem } from './dataSyntax.ts';
import { foreignMarks } from './formatMarks.ts';
import type { Candidate, Gate } from './gate.ts';

/** The answer has the form that was asked for: an edit that fits the file, findings inside it. */
export const formatGate: Gate = {
  name: 'format',
  async check(candidate, signal) {
    signal.throwIfAborted();
    const evidence = await evidenceAgainst(candidate);
    signal.throwIfAborted();
    return evidence.length === 0
      ? { gate: 'format', kind: 'pass' }
      : { gate: 'format', kind: 'fail', evidence };
  },
};

async function evidenceAgainst(candidate: Candidate): Promise<readonly Evidence[]> {
  const { task, text, fileText } = candidate;
  if (task.answerKind === 'findings') return findingsEvidence(task, text);
  if (task.answerKind === 'prose') {
    return text.trim() === '' ? [{ message: 'The answer is empty.' }] : [];
  }
  if (fileText === undefined) return [{ message: 'The answer has no code block.' }];
  return (
    doesNotFit(task, fileText) ?? foreignMarks(task, fileText) ?? (await unreadable(task, fileText))
  );
}

/** The file outside the target must stay as it is, and something inside must change. */
function doesNotFit({ fileText: original, target, path }: Task, fileText: string) {
  const { startLine, endLine } = target;
  const lines = original.split('\n');
  const found = lines.slice(startLine - 1, endLine).join('\n');
  if (endLine > lines.length || plain(found) !== plain(target.text)) {
    return [
      { path, line: startLine, message: 'The file has other lines than those that were sent.' },
    ];
  }
  const before = lines.slice(0, startLine - 1).join('\n');
  const after = lines.slice(endLine).join('\n');
  const around = before.length + after.length;
  if (!fileText.startsWith(before) || !fileText.endsWith(after) || fileText.length < around) {
    return [{ path, message: 'The edit changes lines outside those that it was to replace.' }];
  }
  if (fileText === original) {
    return [
      { path, line: startLine, message: 'The answer is the code as it was; nothing changes.' },
    ];
  }
  return undefined;
}

const plain = (text: string): string => text.replaceAll('\r', '');

async function unreadable(task: Task, fileText: string): Promise<Evidence[]> {
  const format = dataFormat(task);
  if (!format) return [];
  const problem = await dataProblem(format, fileText);
  if (!problem) return [];
  // Templates in data files, for one, were not readable before either.
  const known = task.fileText.trim() !== '' && (await dataProblem(format, task.fileText));
  return known ? [] : [{ path: task.path, ...problem }];
}

function findingsEvidence({ fileText, path }: Task, text: string): Evidence[] {
  const findings = parseFindings(text);
  if (!findings) return [{ message: 'The answer is no list of findings.' }];
  const last = fileText.split('\n').length;
  return findings
    .filter(({ line }) => line > last)
    .map(({ line }) => ({
      path,
      message: `A finding is about line ${line}, but the file has ${last} lines.`,
    }));
}
