import type { Attachment } from '../attachment.ts';

/*
 * This folder reads an agent's loop from a request alone: what the coming answer is for, and how the loop
 * goes. A conversation comes in; a `Turn` goes out. What a tool is for is read from its schema and
 * description, because every client has other names.
 */

/** What the coming answer of an agent's loop is for. Policies and evidence use these names. */
export const turnKinds = ['plan', 'read', 'choose', 'edit', 'repair', 'answer'] as const;
export type TurnKind = (typeof turnKinds)[number];

/** What a client asks for itself, beside the loop. */
const sideCalls = [
  'title',
  'summary',
  'commitMessage',
  'rename',
  'progress',
  'toolChoice',
  'rewording',
] as const;
export type SideCall = (typeof sideCalls)[number];

/** One request of an agent's loop, or a side call. */
export interface Turn {
  readonly kind: TurnKind | 'side';
  /** Which side call; omitted for turns of the loop. */
  readonly side?: SideCall;
  /** The agent that the developer talks to, one that another agent started, or one that only plans. */
  readonly by: 'agent' | 'subagent' | 'planner';
  readonly loop: LoopState;
}

/** What has happened in a loop since the developer's newest words. */
export interface LoopState {
  /** Answers of the model since then. */
  readonly turns: number;
  /** What went wrong and has not been settled since, oldest first. */
  readonly troubles: readonly Trouble[];
  /** A test or check passed after the newest edit. */
  readonly isChecked: boolean;
  readonly files: LoopFiles;
}

/** A loop at its beginning. A side call has it too: the loop's troubles and files are no reason for its tier. */
export const nothingYet: LoopState = {
  turns: 0,
  troubles: [],
  isChecked: false,
  files: { attached: [], read: [], edited: [] },
};

export interface Trouble {
  /** `rejected`: the developer did not let a call be made, and said why. */
  readonly kind: 'toolFailed' | 'checkFailed' | 'rejected' | 'sameCall' | 'noProgress';
  /** The answer that led to it, counted from 1 since the developer's newest words. */
  readonly turn: number;
  /** For people, such as `runTests failed`. */
  readonly what: string;
}

/**
 * The files of the whole conversation, because a follow-up goes on with them. Paths are as the client writes
 * them; in a task, as tasks write paths.
 */
export interface LoopFiles {
  readonly attached: readonly Attachment[];
  readonly read: readonly Attachment[];
  readonly edited: readonly Attachment[];
}
