import type { PracticeCall } from '../call.ts';
import type { PracticeModel } from '../models.ts';

/** Answers a prompt that is not a task, and says what the practice models can do. */
export function chat({ messages }: PracticeCall, model: PracticeModel): string {
  const last = messages.at(-1);
  const name = `Practice model (${model.id})`;
  if (last?.role === 'tool') return `${name}: the tool answered: ${excerpt(last.text)}`;
  const words = last?.text.split(/\s+/).filter(Boolean).length ?? 0;
  return [
    `${name}: I am no real model and cannot hold a conversation; your message of ${words} words was counted and billed with practice money.`,
    'Give me a task on TypeScript or JavaScript code: boilerplate, implement, refactor, debug, review, explain, write tests or document.',
  ].join(' ');
}

function excerpt(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
