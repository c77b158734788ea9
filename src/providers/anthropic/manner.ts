import type { Effort } from '../../routing/models/model.ts';
import { effortAfterRefusal } from '../turns/refusedEffort.ts';

/** What a request says beyond the conversation. A server that refuses one of these is not asked for it again. */
export interface AnthropicManner {
  /** Summaries of the thinking, so that a model that thinks for minutes is heard. */
  readonly summaries: boolean;
  /** The thinking of earlier turns. */
  readonly state: boolean;
  readonly cacheMarks: boolean;
  /** The efforts that the model accepts; undefined while they are unknown. */
  readonly efforts: readonly Effort[] | undefined;
  readonly outputSchema: boolean;
  /** Whether a call of a tool can be forced. */
  readonly forcesCalls: boolean;
}

export const usualManner: AnthropicManner = {
  summaries: true,
  state: true,
  cacheMarks: true,
  efforts: undefined,
  outputSchema: true,
  forcesCalls: true,
};

/** What a refused request carried. */
interface Carried {
  /** Thinking of earlier turns. */
  readonly hasState: boolean;
  readonly effort: Effort | undefined;
  readonly hasSchema: boolean;
}

/** The manner to try after a refusal; undefined when it has another cause. */
export function learnAnthropic(
  asked: AnthropicManner,
  refusal: string,
  { hasState, effort, hasSchema }: Carried,
): AnthropicManner | undefined {
  // "Thinking may not be enabled when tool_choice forces tool use" (langchain-ai/langchain#35544, 2026-03).
  if (asked.forcesCalls && /tool_choice/.test(refusal)) return { ...asked, forcesCalls: false };
  if (asked.cacheMarks && /cache_control/.test(refusal)) return { ...asked, cacheMarks: false };
  if (asked.state && hasState && aboutState.test(refusal)) return { ...asked, state: false };
  const isSchema = asked.outputSchema && hasSchema;
  const isEffort = !asked.efforts && effort !== undefined;
  // Gateways, Vertex and Bedrock may not know the whole field (mirrorange/clove#40, 2026-01) or one of its parts
  // (anthropics/claude-code-action#1005, 2026-03).
  if ((isSchema || isEffort) && /output_config:/.test(refusal)) {
    return { ...asked, outputSchema: false, efforts: [] };
  }
  if (isSchema && /output_config\.format/.test(refusal)) return { ...asked, outputSchema: false };
  const efforts = isEffort ? effortAfterRefusal(refusal) : undefined;
  if (efforts) return { ...asked, efforts };
  if (asked.summaries && aboutSummaries.test(refusal)) return { ...asked, summaries: false };
  return undefined;
}

// Such as "Invalid `signature` in `thinking` block. The block is bound to a different conversation", which
// comes when the system text or the tools have changed since (anomalyco/opencode#48637, 2026-09).
const aboutState = /signature|thinking\W{0,3} block|redacted_thinking/i;

// Such as "adaptive thinking is not supported on this model" (askalf/dario#273, 2026-05), and "thinking: Input
// tag 'adaptive' found using 'type' does not match expected tags" (farion1231/cc-switch#991, 2026-02).
const aboutSummaries = /adaptive|thinking\.|thinking:|\bdisplay\b|must start with a thinking/i;
