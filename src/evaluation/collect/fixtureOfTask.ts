import type { Task } from '../../routing/task.ts';
import type { FixtureFile } from '../fixture.ts';
import type { NewFixture, OutcomeTag } from './newFixture.ts';

/** An answer to a task, and what became of it. */
export interface AnsweredTask {
  readonly task: Task;
  /** A good answer: the accepted one, or the better one that came after it. Omitted when there is none. */
  readonly reference?: string;
  /** Omitted when nothing is known of it. */
  readonly outcome?: OutcomeTag;
  /** The path of a file relative to its own folder, with forward slashes. */
  inFolder(path: string): string;
}

/** The fixture that asks a task again: its instruction, and its files as they were. */
export function fixtureOfTask({ task, reference, outcome, inFolder }: AnsweredTask): NewFixture {
  const files = filesOf(task, inFolder);
  return {
    instruction: task.instruction,
    ...(files.length > 0 && { files }),
    ...(reference !== undefined && reference.trim() !== '' && { reference }),
    ...(outcome && { tags: [outcome] }),
  };
}

function filesOf(
  { path, fileText, target, related }: Task,
  inFolder: (path: string) => string,
): readonly FixtureFile[] {
  if (path === '') return [];
  const { startLine, endLine } = target;
  const worked: FixtureFile = {
    path: inFolder(path),
    text: fileText,
    ...(fileText !== '' && { selection: { startLine, endLine } }),
  };
  const isOther = related !== undefined && inFolder(related.path) !== worked.path;
  return isOther ? [worked, { path: inFolder(related.path), text: related.text }] : [worked];
}
