import { answerCall } from '../../../demo/practiceServer/brain/brain.ts';
import { practiceModels } from '../../../demo/practiceServer/models.ts';
import type { Prompt } from '../../../src/execution/attempt/prompt.ts';

export const sizes = ['small', 'medium', 'large'] as const;
export type Size = (typeof sizes)[number];

/** What a practice model answers to a prompt. */
export function practiceAnswer(size: Size, { system, user }: Prompt, effort?: string): string {
  const model = practiceModels.find(({ id }) => id === `practice-${size}`);
  if (!model) throw new Error(`No practice model is ${size}`);
  return answerCall(
    {
      wire: 'openai',
      model: model.id,
      stream: false,
      system,
      messages: [{ role: 'user', text: user }],
      tools: [],
      maxOutputTokens: undefined,
      effort,
      prompt: [],
      caching: 'automatic',
      bound: '',
      billsCacheWrites: false,
      showsThinking: false,
      reportsUsage: true,
    },
    model,
  );
}
