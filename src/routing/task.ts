import type { Attachment } from './attachment.ts';
import type { Conversation, ToolCall, TurnState } from './conversation.ts';
import type { SeenFile, Stay } from './stay.ts';
import type { Turn } from './turns/turn.ts';

/** What a task asks for. Pickers and tables use this order. */
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

/** The kind of answer; it decides how the answer is requested, checked and shown. */
export type AnswerKind = 'edit' | 'findings' | 'prose';

/** A problem that the editor already shows in the file, 1-based line. */
export interface KnownDiagnostic {
  readonly line: number;
  readonly message: string;
}

/** An earlier answer to the same task; it is shown to the next model. */
export interface EarlierAnswer {
  readonly modelName: string;
  readonly tier: string;
  readonly text: string;
  /** The calls of an answer of a conversation; none of them was carried out. */
  readonly toolCalls?: readonly ToolCall[];
  /** What its provider wants back with it. */
  readonly state?: TurnState;
  /** Why it was not good enough, in one sentence. */
  readonly shortcoming: string;
}

/** What the project says to whoever works on it, such as its `AGENTS.md`; a part of the system text. */
export interface ProjectInstructions {
  /** Joined and labelled as the project's own words. */
  readonly text: string;
  /** The files that it is from, written like `Task.path`. */
  readonly files: readonly string[];
  /** In characters; omitted when the files are whole. */
  readonly cutAfter?: number;
}

/** One piece of work: only facts, no decision. */
export interface Task {
  readonly id: string;
  readonly type: TaskType;
  /** What the developer's words may mean as well; omitted when their type is sure, as that of a command is. */
  readonly mayBe?: TaskType;
  readonly answerKind: AnswerKind;
  /** What the developer typed, or the command's default instruction. */
  readonly instruction: string;
  /** How much reasoning the developer's words ask for, 0 to 1; omitted when nobody has classified any. */
  readonly reasoning?: number;
  /** VS Code language id. */
  readonly language: string;
  /** Relative to the workspace folder, with forward slashes. */
  readonly path: string;
  /** The file is a notebook, and the task sees this cell of it alone, counted from 1; `fileText` is its text. */
  readonly cell?: number;
  /** The whole file as the editor showed it. Empty for a file that does not exist yet. */
  readonly fileText: string;
  /** The lines that the task is about: whole lines, 1-based and inclusive. */
  readonly target: { readonly startLine: number; readonly endLine: number; readonly text: string };
  readonly diagnostics: readonly KnownDiagnostic[];
  /** Another file the task needs to see, such as the code a test is for. */
  readonly related?: { readonly path: string; readonly text: string };
  readonly earlier: readonly EarlierAnswer[];
  /** Other files that the request brings with it; paths are written like `path`. */
  readonly attachments?: readonly Attachment[];
  /**
   * Files that the work has read before: in earlier turns, by tools, in earlier steps. Only rules with
   * `local: true` look at them.
   */
  readonly seen?: readonly SeenFile[];
  /** Set when the work goes on with something that had to stay on this machine. */
  readonly stay?: Stay;
  /** The caller marks the task as critical, whatever its path. */
  readonly critical?: boolean;
  readonly projectInstructions?: ProjectInstructions;
  /** Omitted when the task is not part of a conversation. */
  readonly conversation?: Conversation;
  /** Set when the conversation is an agent's loop, or a side call of a client. */
  readonly turn?: Turn;
}

/** The fields that a conversation task does not take from its conversation. */
export type TaskHead = Pick<
  Task,
  | 'id'
  | 'type'
  | 'mayBe'
  | 'instruction'
  | 'reasoning'
  | 'attachments'
  | 'seen'
  | 'stay'
  | 'critical'
  | 'projectInstructions'
  | 'turn'
>;

/** Makes a task from a turn of a conversation. It belongs to no file, and its answer is prose. */
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
