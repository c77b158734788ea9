import { randomUUID } from 'node:crypto';
import type { Conversation } from '../../routing/conversation.ts';
import { conversationTask, type Task, type TaskType } from '../../routing/task.ts';

/** A turn of VS Code's chat as a task. */
export function chatTask(type: TaskType, instruction: string, conversation: Conversation): Task {
  return conversationTask({ id: randomUUID(), type, instruction }, conversation);
}
