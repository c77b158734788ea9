import type { FinishReason } from '../provider.ts';

const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'toolCalls'],
  ['function_call', 'toolCalls'],
  ['content_filter', 'refusal'],
]);

/** Some servers say "stop" even when the model calls tools or refuses in words. */
export function chatFinishReason(
  raw: string,
  seen: { readonly toolCalls: boolean; readonly refusal: boolean },
): FinishReason {
  const reason = reasons.get(raw) ?? 'other';
  if (reason !== 'stop') return reason;
  return seen.refusal ? 'refusal' : seen.toolCalls ? 'toolCalls' : 'stop';
}
