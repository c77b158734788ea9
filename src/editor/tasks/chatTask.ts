import { randomUUID } from 'node:crypto';
import type { Conversation } from '../../routing/conversation.ts';
import { conversationTask, type Task, type TaskHead } from '../../routing/task.ts';

/** A turn of VS Code's chat as a task. */
export function chatTask(head: Omit<TaskHead, 'id'>, conversation: Conversation): Task {
  return conversationTask({ id: randomUUID(), ...head }, conversation);
}
