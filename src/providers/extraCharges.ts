import { arrayOf, countOf, type Json, objectOf, textOf, valueAt } from './http/json.ts';

/** A count in a `usage` object of what is charged beside the tokens, or at another price than text. */
interface ExtraCharge {
  readonly who: string;
  readonly source: string;
  /** ISO date on which the source was read. */
  readonly read: string;
  readonly path: readonly string[];
}

/** Where a provider names its own bill, that holds these charges as well. */
const extraCharges: readonly ExtraCharge[] = [
  {
    who: 'Anthropic: a search of the web; LiteLLM hands it on',
    source: 'https://github.com/langfuse/langfuse/issues/15856',
    read: '2026-11-30',
    path: ['server_tool_use', 'web_search_requests'],
  },
  {
    who: 'xAI: a source that a live search used',
    source: 'https://docs.x.ai/developers/cost-tracking',
    read: '2026-11-30',
    path: ['num_sources_used'],
  },
  {
    who: 'xAI: a call of a tool that runs at xAI',
    source: 'https://docs.x.ai/developers/cost-tracking',
    read: '2026-11-30',
    path: ['num_server_side_tools_used'],
  },
  ...(
    [
      ['prompt_tokens_details', 'audio_tokens'],
      ['completion_tokens_details', 'audio_tokens'],
      ['completion_tokens_details', 'image_tokens'],
    ] as const
  ).map((path) => ({
    who: 'OpenAI, Gemini and others: tokens of sound, and of images that a model makes',
    source: 'https://github.com/BerriAI/litellm/issues/17410',
    read: '2026-11-30',
    path,
  })),
];

/** Whether a `usage` object reports a charge that the price of text tokens does not cover. */
export function hasExtraCharge(usage: Json): boolean {
  return (
    extraCharges.some(({ path }) => (countOf(valueAt(usage, path)) ?? 0) > 0) ||
    arrayOf(usage['iterations']).some(isBesideTheCounts)
  );
}

/**
 * Anthropic's parts of one answer: a compaction or an advisor is not in the counts, and another model may have
 * answered in the end (https://github.com/BerriAI/litellm/issues/27060, 2026-05).
 */
function isBesideTheCounts(iteration: unknown): boolean {
  const type = textOf(objectOf(iteration)?.['type']);
  return type !== undefined && type !== 'message';
}

/** Items of OpenAI's Responses API that cost a fee (https://developers.openai.com/api/docs/pricing, 2026-11). */
const chargedItems: ReadonlySet<unknown> = new Set([
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
]);

/** Whether an item of an answer is a call of a tool that its server ran and charges for. */
export function isChargedItem(item: unknown): boolean {
  return chargedItems.has(objectOf(item)?.['type']);
}
