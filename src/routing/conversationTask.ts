import type { Conversation } from './conversation.ts';
import type { Task } from './task.ts';

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
