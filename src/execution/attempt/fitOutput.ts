import type { ModelCall } from '../../providers/provider.ts';
import { estimateTokens } from '../../routing/candidates/requirements.ts';
import { type Limits, outputBeside } from '../../routing/models/capacity.ts';
import { inputOf, tokensOfImages } from './settleCost.ts';

/** A call that asks for no more output than the model can write and its window has left. */
export function fitOutput<Call extends Omit<ModelCall, 'model' | 'effort'>>(
  call: Call,
  limits: Limits,
): Call {
  const inputTokens =
    limits.contextTokens === undefined ? 0 : estimateTokens(inputOf(call)) + tokensOfImages(call);
  return { ...call, maxOutputTokens: outputBeside(limits, inputTokens, call.maxOutputTokens) };
}
