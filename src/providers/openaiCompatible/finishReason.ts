import { finishMeaning } from '../finishWords.ts';
import type { FinishReason } from '../provider.ts';

/** Some servers say "stop" even when the model calls tools or refuses in words. */
export function chatFinishReason(
  raw: string,
  seen: { readonly toolCalls: boolean; readonly refusal: boolean },
): FinishReason {
  const { reason } = finishMeaning(raw);
  if (reason !== 'stop') return reason;
  return seen.refusal ? 'refusal' : seen.toolCalls ? 'toolCalls' : 'stop';
}
