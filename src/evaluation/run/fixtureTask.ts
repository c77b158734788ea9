import type { Task, TaskType } from '../../routing/task.ts';
import { answerKinds, defaultInstructions } from '../../routing/taskTypes.ts';
import type { Fixture } from '../fixture.ts';
import { languageOfPath } from '../../routing/reading/languageOfPath.ts';

/**
 * The task that a fixture of a task type asks: about the first file with a selection, or else the first
 * one. A second file goes along as related; the parser lets no third one pass.
 */
export function fixtureTask({ id, input }: Fixture, type: TaskType): Task {
  const { instruction, files = [] } = input;
  const worked = files.find(({ selection }) => selection !== undefined) ?? files[0];
  const related = files.find((each) => each !== worked);
  const fileText = worked?.text ?? '';
  const lines = fileText.split('\n');
  const { startLine, endLine } = worked?.selection ?? { startLine: 1, endLine: lines.length };
  const path = worked?.path ?? '';
  return {
    id,
    type,
    answerKind: answerKinds[type],
    instruction: instruction ?? defaultInstructions[type],
    language: languageOfPath(path) ?? 'plaintext',
    path,
    fileText,
    target: { startLine, endLine, text: lines.slice(startLine - 1, endLine).join('\n') },
    diagnostics: [],
    earlier: [],
    ...(related && { related: { path: related.path, text: related.text } }),
  };
}
