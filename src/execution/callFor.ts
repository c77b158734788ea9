import type { ModelCall } from '../providers/provider.ts';
import type { Conversation, Message } from '../routing/conversation.ts';
import type { Model } from '../routing/model.ts';
import type { Task } from '../routing/task.ts';
import { promptFor } from './prompt.ts';

/** The call that asks a model to do a task. */
export function callFor(
  task: Task,
  model: Model,
  {
    maxOutputTokens,
    statesConfidence = false,
  }: { readonly maxOutputTokens: number; readonly statesConfidence?: boolean },
): Omit<ModelCall, 'model' | 'effort'> {
  const { system, user } = promptFor(task, { statesConfidence });
  const { conversation } = task;
  return {
    system,
    messages: conversation ? continued(conversation, task) : [{ role: 'user', text: user }],
    ...(conversation && conversation.tools.length > 0 && { tools: conversation.tools }),
    ...(conversation?.outputSchema && { outputSchema: conversation.outputSchema }),
    maxOutputTokens: Math.min(maxOutputTokens, model.maxOutputTokens ?? maxOutputTokens),
  };
}

/** The conversation, and what was answered to it before and why that was not enough. */
function continued({ messages }: Conversation, { earlier }: Task): readonly Message[] {
  const tried = earlier.filter(({ text }) => text !== '');
  return [
    ...messages,
    ...tried.flatMap(({ text, shortcoming }): Message[] => [
      { role: 'assistant', text },
      { role: 'user', text: `That is not good enough: ${shortcoming}\nAnswer my request again.` },
    ]),
  ];
}
