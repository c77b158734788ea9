import type { PromptBlock } from '../call.ts';

/** The prompt of a wire whose servers find the beginning of a prompt again without marks. */
export function automaticPrompt<Message>(
  head: readonly string[],
  messages: readonly Message[],
  textOf: (message: Message) => string,
): PromptBlock[] {
  return [
    ...head.map((text) => ({ key: text, text, isMarked: false })),
    ...messages.map((message) => ({
      key: JSON.stringify(message),
      text: textOf(message),
      isMarked: false,
    })),
  ];
}
