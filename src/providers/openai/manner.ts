import type { Effort } from '../../routing/models/model.ts';
import { effortAfterRefusal } from '../turns/refusedEffort.ts';

/** What a request says beyond the conversation. A server that refuses one of these is not asked for it again. */
export interface ResponsesManner {
  /** Summaries of the reasoning, so that a model that thinks for minutes is heard. */
  readonly summaries: boolean;
  /** Reasoning to be sent back with the next turn. */
  readonly encrypted: boolean;
  /** The reasoning of earlier turns. */
  readonly state: boolean;
  readonly cacheKey: boolean;
  /** Whether a call of a tool can be forced. */
  readonly forcesCalls: boolean;
  /** The efforts that the model accepts; undefined while they are unknown. */
  readonly efforts: readonly Effort[] | undefined;
}

export const usualManner: ResponsesManner = {
  summaries: true,
  encrypted: true,
  state: true,
  cacheKey: true,
  forcesCalls: true,
  efforts: undefined,
};

/**
 * The manner to try after a refusal; undefined when it has another cause. `hasState`: the request carried
 * reasoning of earlier turns.
 */
export function learnResponses(
  asked: ResponsesManner,
  refusal: string,
  { hasState, effort }: { readonly hasState: boolean; readonly effort: Effort | undefined },
): ResponsesManner | undefined {
  if (asked.cacheKey && /prompt_cache_key/.test(refusal)) return { ...asked, cacheKey: false };
  if (asked.forcesCalls && /tool_choice/.test(refusal)) return { ...asked, forcesCalls: false };
  if (asked.summaries && aboutSummaries.test(refusal)) return { ...asked, summaries: false };
  if (asked.state && hasState && aboutState.test(refusal)) return { ...asked, state: false };
  if (asked.encrypted && aboutEncrypted.test(refusal)) return { ...asked, encrypted: false };
  const efforts = effort && !asked.efforts ? effortAfterRefusal(refusal) : undefined;
  return efforts && { ...asked, efforts };
}

// "Your organization must be verified to generate reasoning summaries" (openai/openai-cookbook#2271,
// 2025-12), "Unsupported parameter: 'reasoning.summary'" (openai/codex#31846, 2026-07).
const aboutSummaries = /reasoning\.summary|reasoning summar/i;

// "The encrypted content for item rs_… could not be verified" after another model or organisation
// (pydantic/pydantic-ai#4608, 2026-03), "Item 'rs_…' of type 'reasoning' was provided without its required
// following item" (vercel/ai#7099, 2025-11).
const aboutState = /could not be verified|invalid_encrypted_content|'reasoning'|\brs_|\bphase\b/i;

// "Encrypted content is not supported with this model."
const aboutEncrypted = /encrypted.content|\binclude\b/i;
