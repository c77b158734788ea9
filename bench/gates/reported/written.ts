import type { TaskType } from '../../../src/routing/task.ts';
import type { ReportedEdit } from './reportedCase.ts';

/** An edit as the tables hold it; what most edits have in common is left out. */
export interface WrittenEdit {
  readonly id: string;
  /** Where it was reported. */
  readonly source: string;
  readonly language: string;
  readonly path: string;
  readonly type?: TaskType;
  readonly instruction: string;
  readonly file: string;
  readonly lines: readonly [from: number, to: number];
  /** What stands in the only block of the answer. */
  readonly code?: string;
  /** The whole answer, where it is more than one block. */
  readonly answer?: string;
  readonly right: 'accept' | 'reject';
  /** The new lines, where they are not just the code; empty for none. */
  readonly becomes?: readonly string[];
}

/** The cases of a kind. */
export function casesOf(kind: string, edits: readonly WrittenEdit[]): readonly ReportedEdit[] {
  return edits.map((edit) => {
    const { lines, code = '', becomes, answer, type = 'feature', ...fields } = edit;
    const [from, to] = lines;
    const height = to - from + 1;
    const fileLines = edit.file.split('\n');
    const rightFile = fileLines
      .toSpliced(from - 1, height, ...(becomes ?? code.split('\n')))
      .join('\n');
    return {
      ...fields,
      kind,
      type,
      from,
      to,
      answer: answer ?? `\`\`\`${edit.language}\n${code}\n\`\`\``,
      ...(edit.right === 'accept' && { rightFile }),
    };
  });
}
