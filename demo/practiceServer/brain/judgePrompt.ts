import { sectionsIn, taskOf, type TaskPrompt } from './taskPrompt.ts';

/** A task and another model's answer, parsed from a judge's prompt. */
export interface JudgePrompt {
  readonly task: TaskPrompt;
  readonly kind: 'edit' | 'findings' | 'prose';
  readonly answer: string;
}

const opening = /^<judge-(\w+) type="([\w-]+)" kind="(edit|findings|prose)">$/m;
const names = 'instruction|file|related|target|diagnostics|answer';

/** Undefined if the prompt does not ask for a judgement. */
export function parseJudgePrompt(text: string): JudgePrompt | undefined {
  const [, seal, type, kind] = opening.exec(text) ?? [];
  if (!seal || !type || !kind) return undefined;
  // No body contains the seal, so the first tag with the seal ends the section.
  const sections = sectionsIn(
    text,
    new RegExp(
      `^<(${names})-${seal}((?: [\\w-]+="[^"]*")*)>\\n([\\s\\S]*?)\\n</\\1-${seal}>$`,
      'gm',
    ),
  );
  return {
    task: taskOf(type, sections),
    kind: kind as JudgePrompt['kind'],
    answer: sections.find(({ name }) => name === 'answer')?.body ?? '',
  };
}
