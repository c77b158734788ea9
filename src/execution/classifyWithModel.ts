import { isTrouble } from '../ledger/ledger.ts';
import type { OutputSchema } from '../providers/provider.ts';
import { ProviderError } from '../providers/providerError.ts';
import {
  modelOpinionPrompt,
  modelOpinionSchema,
  parseModelOpinion,
} from '../routing/classify/classifierPrompt.ts';
import type { Classification } from '../routing/classify/classify.ts';
import { sureFrom } from '../routing/classify/doubt.ts';
import { failSafe } from '../routing/classify/failSafe.ts';

/** Asks one small model and resolves to its whole answer. */
export type AskModel = (
  call: { readonly system: string; readonly user: string; readonly outputSchema: OutputSchema },
  signal: AbortSignal,
) => Promise<string>;

/**
 * Asks a small model when a classification is not sure. When the model fails, is late or gives an
 * answer that cannot be read, the classification falls back to the stronger side. A bug does the same
 * and is reported. Rejects only with the caller's own abort reason.
 */
export async function classifyWithModel(
  prompt: string,
  guess: Classification,
  ask: AskModel,
  {
    timeoutMs = 1_000,
    signal,
    report,
  }: {
    readonly timeoutMs?: number;
    readonly signal?: AbortSignal;
    readonly report: (bug: unknown) => void;
  },
): Promise<Classification> {
  if (guess.confidence >= sureFrom) return guess;
  signal?.throwIfAborted();
  const late = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([signal, late]) : late;
  try {
    const call = { ...modelOpinionPrompt(prompt), outputSchema: modelOpinionSchema };
    return parseModelOpinion(await Promise.race([ask(call, either), aborted(either)]), guess);
  } catch (thrown) {
    signal?.throwIfAborted();
    const isExpected =
      thrown === either.reason || thrown instanceof ProviderError || isTrouble(thrown);
    if (!isExpected) report(thrown);
    return failSafe(guess);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
