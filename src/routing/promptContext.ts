import type { TaskType } from './task.ts';

/** What is known beyond the prompt. All of it may be left out. */
export interface PromptContext {
  /** The task type of the command that was chosen; it is never overruled. */
  readonly command?: TaskType;
  readonly selectionLines?: number;
  /** VS Code language id. */
  readonly language?: string;
  readonly diagnosticsUnderCursor?: number;
  readonly fileKind?: FileKind;
  readonly git?: 'clean' | 'dirty' | 'conflict';
  /** Task types of the conversation so far, the oldest first. */
  readonly earlier?: readonly TaskType[];
}
export type FileKind = 'source' | 'test' | 'config' | 'docs';

/** Something that speaks for a task type: how strongly, in units of the classifier's score. */
export interface Hint {
  /** As people read it. */
  readonly signal: string;
  readonly type: TaskType;
  readonly strength: number;
}

const proseLanguages = ['markdown', 'restructuredtext', 'asciidoc', 'latex'];

/** What the surroundings speak for. A short prompt leans on them more than a long one. */
export function contextHints(context: PromptContext, wordsInPrompt: number): Hint[] {
  const lean = 8 / (8 + wordsInPrompt);
  return allHints(context).map((hint) => ({ ...hint, strength: hint.strength * lean }));
}

function allHints(context: PromptContext): Hint[] {
  const { diagnosticsUnderCursor = 0, selectionLines = 0, fileKind, git, language = '' } = context;
  const last = context.earlier?.at(-1);
  const hints: (Hint | false)[] = [
    diagnosticsUnderCursor > 0 && {
      signal: `${diagnosticsUnderCursor} diagnostics under the cursor`,
      type: 'debug',
      strength: 2,
    },
    fileKind === 'test' && { signal: 'a test file', type: 'test', strength: 1.2 },
    (fileKind === 'docs' || proseLanguages.includes(language)) && {
      signal: 'a document',
      type: 'docs',
      strength: 1.2,
    },
    fileKind === 'config' && { signal: 'a configuration file', type: 'boilerplate', strength: 0.8 },
    git === 'conflict' && { signal: 'a merge conflict', type: 'debug', strength: 1 },
    git === 'dirty' && { signal: 'changes not committed', type: 'review', strength: 0.4 },
    selectionLines > 40 && { signal: 'a long selection', type: 'refactor', strength: 0.5 },
    last !== undefined && { signal: `after ${last}`, type: last, strength: 1 },
  ];
  return hints.filter((hint) => hint !== false);
}
