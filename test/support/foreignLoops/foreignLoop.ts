import type { Conversation, Message, Tool } from '../../../src/routing/conversation.ts';
import type { TaskType } from '../../../src/routing/task.ts';
import type { Trouble, Turn } from '../../../src/routing/turns/turn.ts';

/**
 * A request of somebody else's agent or extension, in the shape in which it sends one, and how a developer would
 * read it. The words are our own; where each shape was seen is said beside its group.
 */
export interface ForeignRequest {
  readonly name: string;
  readonly conversation: Conversation;
  readonly right: Right;
}

/** What is right; a field that is left out is not asked about. */
export interface Right {
  /** What the developer asked for. */
  readonly words?: string;
  /** Omitted for a question, which is no turn of a loop. */
  readonly kind?: Turn['kind'];
  readonly side?: Turn['side'];
  readonly by?: Turn['by'];
  readonly turns?: number;
  readonly troubles?: readonly Trouble['kind'][];
  readonly isChecked?: boolean;
  /** Any of these types of the task is fine. */
  readonly types?: readonly TaskType[];
  /** The tier that a sensible developer would choose where nothing is cached. */
  readonly tier?: 'fast' | 'balanced' | 'reasoning';
}

export const user = (text: string): Message => ({ role: 'user', text });
export const said = (text: string): Message => ({ role: 'assistant', text });

export function tool(name: string, wanted: string, description: string): Tool {
  const properties = Object.fromEntries(wanted.split(' ').map((each) => [each, {}]));
  return { name, description, inputSchema: { type: 'object', properties } };
}
