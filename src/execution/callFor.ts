import type { ModelCall } from '../providers/provider.ts';
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
  return {
    system,
    messages: [{ role: 'user', text: user }],
    maxOutputTokens: Math.min(maxOutputTokens, model.maxOutputTokens ?? maxOutputTokens),
  };
}
