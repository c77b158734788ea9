import { finishMeaning } from '../finishWords.ts';
import type { FinishReason } from '../provider.ts';

/**
 * Gateways hand through the words of other makers' models, and may say that a turn ended where it calls tools
 * (https://github.com/open-octo/octo-agent/pull/647, 2026-06-12).
 */
export function anthropicFinishReason(stopReason: string, hasCalls: boolean): FinishReason {
  const { reason } = finishMeaning(stopReason);
  return reason === 'stop' && hasCalls ? 'toolCalls' : reason;
}
