import { finishMeaning } from '../finishWords.ts';
import { type Json, objectOf, textOf } from '../http/json.ts';
import type { FinishReason } from '../provider.ts';

/** Why a response ended, by its own word or else that of its event; undefined when it does not say that it ended. */
export function responsesFinishReason(
  event: 'response.completed' | 'response.incomplete',
  response: Json | undefined,
  seen: { readonly toolCalls: boolean; readonly refusal: boolean },
): { reason: FinishReason; raw: string } | undefined {
  const said = response?.['status'] ?? event.slice('response.'.length);
  const status = textOf(said);
  if (status === 'completed') {
    return {
      reason: seen.refusal ? 'refusal' : seen.toolCalls ? 'toolCalls' : 'stop',
      raw: status,
    };
  }
  if (status !== 'incomplete') return undefined;
  const raw = textOf(objectOf(response?.['incomplete_details'])?.['reason']) ?? status;
  const { reason } = finishMeaning(raw);
  // The server says itself that the answer is not whole, so that no word makes it so.
  return { reason: reason === 'length' || reason === 'refusal' ? reason : 'other', raw };
}
