import type { TaskType } from '../task.ts';

/** What is known besides the prompt. Every field may be omitted. */
export interface PromptContext {
  /** The task type of the chosen command; it always wins. */
  readonly command?: TaskType;
  readonly selectionLines?: number;
  /** VS Code language id. */
  readonly language?: string;
  readonly diagnosticsUnderCursor?: number;
  readonly fileKind?: FileKind;
  readonly git?: GitState;
  /** Task types of the conversation so far, oldest first. */
  readonly earlier?: readonly TaskType[];
}
export interface GitState {
  /** A merge or rebase left files in conflict. */
  readonly conflict: boolean;
  /** Changes wait to be committed. */
  readonly staged: boolean;
  /** Omitted when no branch is checked out. */
  readonly branch?: string;
}
export type FileKind = 'source' | 'test' | 'config' | 'docs';

/** A hint at a task type; the strength is in units of the classifier's score. */
export interface Hint {
  /** Its name for users. */
  readonly signal: string;
  readonly type: TaskType;
  readonly strength: number;
}

const proseLanguages = ['markdown', 'restructuredtext', 'asciidoc', 'latex'];

/** The hints from a prompt's surroundings. They count more for a short prompt. Strengths are judgement. */
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
    ...gitHints(git),
    selectionLines > 40 && { signal: 'a long selection', type: 'refactor', strength: 0.5 },
    last !== undefined && { signal: `after ${last}`, type: last, strength: 1 },
  ];
  return hints.filter((hint) => hint !== false);
}

/** Words in branch names, as people and tools commonly use them. */
const branchWords: readonly (readonly [words: RegExp, type: TaskType, strength: number])[] = [
  [branchWord('fix|bugfix|hotfix|bug'), 'debug', 0.5],
  [branchWord('docs?|documentation'), 'docs', 0.5],
  [branchWord('tests?|testing'), 'test', 0.5],
  [branchWord('refactor|refactoring|cleanup'), 'refactor', 0.5],
  // Most branches are for features, so this says little.
  [branchWord('feat|feature'), 'feature', 0.3],
];

function branchWord(words: string): RegExp {
  return new RegExp(`(?:^|[/_-])(${words})(?:[/_-]|$)`, 'i');
}

function gitHints(git: GitState | undefined): (Hint | false)[] {
  if (!git) return [];
  const { conflict, staged, branch = '' } = git;
  const named = branchWords.find(([words]) => words.test(branch));
  return [
    conflict && { signal: 'a merge conflict', type: 'debug', strength: 1 },
    staged && !conflict && { signal: 'staged changes', type: 'review', strength: 0.4 },
    named !== undefined && {
      signal: `branch: ${named[0].exec(branch)![1]!.toLowerCase()}`,
      type: named[1],
      strength: named[2],
    },
  ];
}
