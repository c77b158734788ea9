import type { Conversation } from './conversation.ts';

/** What is asked for. The order is the order in pickers and tables. */
export const taskTypes = [
  'boilerplate',
  'feature',
  'refactor',
  'debug',
  'test',
  'docs',
  'explain',
  'review',
  'design',
  'other',
] as const;
export type TaskType = (typeof taskTypes)[number];

/** What a task wants back; decides how the answer is asked for, checked and shown. */
export type AnswerKind = 'edit' | 'findings' | 'prose';

/** A problem that the editor already shows in the file, 1-based line. */
export interface KnownDiagnostic {
  readonly line: number;
  readonly message: string;
}

/** An answer that was tried before for the same task; told to the next model. */
export interface EarlierAnswer {
  readonly modelName: string;
  readonly tier: string;
  readonly text: string;
  /** Why it was not enough, in one sentence. */
  readonly shortcoming: string;
}

/** One piece of work: facts only, no decision. */
export interface Task {
  readonly id: string;
  readonly type: TaskType;
  readonly answerKind: AnswerKind;
  /** What the developer typed, or the command's own sentence. */
  readonly instruction: string;
  /** VS Code language id. */
  readonly language: string;
  /** Relative to the workspace folder, with forward slashes. */
  readonly path: string;
  /** The whole file as the editor showed it. Empty for a file that does not exist yet. */
  readonly fileText: string;
  /** What the task is about: whole lines, 1-based and inclusive. */
  readonly target: { readonly startLine: number; readonly endLine: number; readonly text: string };
  readonly diagnostics: readonly KnownDiagnostic[];
  /** Another file the task needs to see, such as the code a test is for. */
  readonly related?: { readonly path: string; readonly text: string };
  readonly earlier: readonly EarlierAnswer[];
  /** Whoever asks says that it must not be done with less, wherever its file is. */
  readonly critical?: boolean;
  /** Left out: it is asked on its own. */
  readonly conversation?: Conversation;
}

/** What such a task has of its own. */
export type TaskHead = Pick<Task, 'id' | 'type' | 'instruction' | 'critical'>;

/** A turn of a conversation as a task: it belongs to no file, and its answer is read. */
export function conversationTask(head: TaskHead, conversation: Conversation): Task {
  return {
    ...head,
    conversation,
    answerKind: 'prose',
    language: 'markdown',
    path: '',
    fileText: '',
    target: { startLine: 1, endLine: 1, text: '' },
    diagnostics: [],
    earlier: [],
  };
}
