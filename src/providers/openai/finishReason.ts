import { type Json, objectOf, textOf } from '../http/json.ts';
import type { FinishReason } from '../provider.ts';

/** Why a response ended; undefined when it does not say that it ended. */
export function responsesFinishReason(
  response: Json | undefined,
  seen: { readonly toolCalls: boolean; readonly refusal: boolean },
): { reason: FinishReason; raw: string } | undefined {
  const status = textOf(response?.['status']);
  if (status === 'completed') {
    return {
      reason: seen.refusal ? 'refusal' : seen.toolCalls ? 'toolCalls' : 'stop',
      raw: status,
    };
  }
  if (status !== 'incomplete') return undefined;
  const raw = textOf(objectOf(response?.['incomplete_details'])?.['reason']) ?? status;
  if (raw === 'max_output_tokens') return { reason: 'length', raw };
  return { reason: raw === 'content_filter' ? 'refusal' : 'other', raw };
}
