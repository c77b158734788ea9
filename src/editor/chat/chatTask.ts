import { randomUUID } from 'node:crypto';
import type { Conversation } from '../../routing/conversation.ts';
import type { Task, TaskType } from '../../routing/task.ts';

/** A turn of a conversation as a task: it belongs to no file, and its answer is read. */
export function chatTask(type: TaskType, instruction: string, conversation: Conversation): Task {
  return {
    ...{ id: randomUUID(), type, instruction, conversation },
    answerKind: 'prose',
    language: 'markdown',
    path: '',
    fileText: '',
    target: { startLine: 1, endLine: 1, text: '' },
    diagnostics: [],
    earlier: [],
  };
}
