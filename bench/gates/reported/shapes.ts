import type { TaskType } from '../../../src/routing/task.ts';
import type { ReportedEdit } from './reportedCase.ts';

/** Lines of a file, counted from 1, and what stands there instead. */
export interface Change {
  readonly from: number;
  /** The line before `from` when something is only put in. */
  readonly to: number;
  readonly by: readonly string[];
}

export const put = (before: number, ...by: string[]): Change => ({
  from: before,
  to: before - 1,
  by,
});
export const cut = (from: number, to: number, ...by: string[]): Change => ({ from, to, by });

/** A file, and one edit of it that a developer asked for. */
export interface Shape {
  readonly language: string;
  readonly path: string;
  readonly file: string;
  readonly type?: TaskType;
  readonly instruction: string;
  /** What was asked for. */
  readonly change: readonly Change[];
  /** Answers of models, each with the report that its shape was seen in. */
  readonly answers: readonly Answer[];
}

interface Answer {
  readonly id: string;
  readonly kind: string;
  readonly source: string;
  readonly right: 'accept' | 'reject';
  /** What the model did beside what was asked for. */
  readonly beside?: readonly Change[];
  /** What the model did instead of what was asked for. */
  readonly instead?: readonly Change[];
  /** Another instruction than the shape's. */
  readonly instruction?: string;
  readonly type?: TaskType;
}

/** The cases of a shape; the whole file is selected. */
export function casesOf(shape: Shape): ReportedEdit[] {
  const file = shape.file.replace(/^\n/, '');
  const lines = file.split('\n');
  return shape.answers.map((answer): ReportedEdit => {
    const changes = answer.instead ?? [...shape.change, ...(answer.beside ?? [])];
    const text = changed(lines, changes).join('\n').trimEnd();
    const { language, path } = shape;
    return {
      id: answer.id,
      kind: answer.kind,
      source: answer.source,
      language,
      path,
      type: answer.type ?? shape.type ?? 'feature',
      instruction: answer.instruction ?? shape.instruction,
      file,
      from: 1,
      to: file.trimEnd().split('\n').length,
      answer: `\`\`\`\`${language}\n${text}\n\`\`\`\``,
      right: answer.right,
    };
  });
}

/** Changes from the last to the first, so that lines keep their numbers. */
function changed(lines: readonly string[], changes: readonly Change[]): string[] {
  const ordered = changes.toSorted((one, other) => other.from - one.from);
  return ordered.reduce<string[]>(
    (text, { from, to, by }) => text.toSpliced(from - 1, to - from + 1, ...by),
    [...lines],
  );
}
