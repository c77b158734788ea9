import { candidateFile } from '../../src/execution/answer/parseAnswer.ts';
import type { LabelledCase } from './cases.ts';

/** The good edits in long files, after many copies of the function that they change. */
export function inLongFiles(cases: readonly LabelledCase[], lines: number): LabelledCase[] {
  return cases
    .filter(({ good, kind }) => good && kind !== 'fix the syntax')
    .map((labelled) => {
      const { task, text } = labelled.candidate;
      const { startLine, endLine, text: own } = task.target;
      const fileLines = task.fileText.split('\n');
      const height = endLine - startLine + 2;
      const copies = Math.ceil(Math.max(0, lines - fileLines.length) / height);
      const padding = `${own}\n\n`.repeat(copies).split('\n').slice(0, -1);
      const longTask = {
        ...task,
        fileText: fileLines.toSpliced(startLine - 1, 0, ...padding).join('\n'),
        target: {
          startLine: startLine + padding.length,
          endLine: endLine + padding.length,
          text: own,
        },
      };
      const fileText = candidateFile(longTask, text);
      const candidate = { ...labelled.candidate, task: longTask, ...(fileText && { fileText }) };
      return { ...labelled, candidate };
    });
}
