import { finishMeaning } from '../finishWords.ts';
import type { FinishReason } from '../provider.ts';

/** Gateways hand through the words of other makers' models. */
export function anthropicFinishReason(stopReason: string): FinishReason {
  return finishMeaning(stopReason).reason;
}
