import type { FinishReason } from '../provider.ts';

const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'toolCalls'],
  ['refusal', 'refusal'],
]);

export function anthropicFinishReason(stopReason: string): FinishReason {
  return reasons.get(stopReason) ?? 'other';
}
