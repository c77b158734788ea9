import type { FinishReason } from './provider.ts';

/*
 * The words with which servers say why a model stopped. Each wire has its own, and servers that are
 * compatible with one wire use the words of the makers behind them, so that one table serves all wires.
 */

/** What a word means; `unfinished` is said while the answer still goes on. */
type Meaning = FinishReason | 'unfinished';

interface FinishFamily {
  readonly who: string;
  /** Where the words were seen. */
  readonly source: string;
  /** ISO date of the source. */
  readonly date: string;
  /** In the spelling of `plainWord`. */
  readonly words: Readonly<Record<string, Meaning>>;
}

const finishFamilies: readonly FinishFamily[] = [
  {
    who: 'OpenAI Chat Completions',
    source: 'openai 7.57.0, ChatCompletionChunk.Choice.finish_reason',
    date: '2026-11-29',
    words: {
      stop: 'stop',
      length: 'length',
      tool_calls: 'toolCalls',
      function_call: 'toolCalls',
      content_filter: 'refusal',
    },
  },
  {
    who: 'Anthropic Messages',
    source: '@anthropic-ai/sdk 1.12.0, StopReason',
    date: '2026-11-29',
    words: {
      end_turn: 'stop',
      stop_sequence: 'stop',
      max_tokens: 'length',
      model_context_window_exceeded: 'length',
      tool_use: 'toolCalls',
      refusal: 'refusal',
      // The server wants to be asked again to go on, which is not done here.
      pause_turn: 'other',
      compaction: 'other',
    },
  },
  {
    who: 'OpenAI Responses, incomplete_details.reason',
    source: 'openai 7.57.0, Response.IncompleteDetails',
    date: '2026-11-29',
    words: { max_output_tokens: 'length', completed: 'stop', incomplete: 'other' },
  },
  {
    who: 'Gemini and Vertex, whose own words some gateways hand through',
    source:
      'https://docs.cloud.google.com/python/docs/reference/vertexai/latest/vertexai.preview.generative_models.FinishReason',
    date: '2026-11-29',
    words: {
      safety: 'refusal',
      recitation: 'refusal',
      blocklist: 'refusal',
      prohibited_content: 'refusal',
      spii: 'refusal',
      image_safety: 'refusal',
      model_armor: 'refusal',
      language: 'refusal',
      malformed_function_call: 'other',
      unexpected_tool_call: 'other',
      other: 'other',
      unspecified: 'unfinished',
    },
  },
  {
    who: 'Together',
    source: 'https://github.com/openai/openai-dotnet/pull/267',
    date: '2024-10-24',
    words: { eos: 'stop' },
  },
  {
    who: 'Text Generation Inference',
    source: 'https://github.com/huggingface/text-generation-inference/pull/2344',
    date: '2024-07-31',
    words: { eos_token: 'stop' },
  },
  {
    who: 'IBM watsonx',
    source:
      'https://ibm.github.io/watsonx-ai-node-sdk/enums/0_1_x.WatsonXAI.TextGenResult.Constants.StopReason.html',
    date: '2026-11-29',
    words: {
      token_limit: 'length',
      time_limit: 'other',
      cancelled: 'other',
      not_finished: 'unfinished',
      null: 'unfinished',
    },
  },
  {
    who: 'Gateways, seen by a coding agent',
    source: 'https://github.com/earendil-works/pi/issues/2107',
    date: '2026-03-13',
    words: { end: 'stop' },
  },
  {
    who: 'Cohere, here at Oracle',
    source:
      'https://docs.oracle.com/en-us/iaas/tools/dotnet/latest/api/Oci.GenerativeaiinferenceService.Models.CohereChatResponse.FinishReasonEnum.html',
    date: '2026-11-29',
    words: {
      complete: 'stop',
      tool_call: 'toolCalls',
      error_limit: 'length',
      error_toxic: 'refusal',
      user_cancel: 'other',
    },
  },
  {
    who: 'Mistral',
    source: 'https://docs.mistral.ai/api',
    date: '2026-11-29',
    words: { model_length: 'length', error: 'other' },
  },
  {
    who: 'DeepSeek',
    source: 'https://docs.rs/crate/ds-api/0.10.7',
    date: '2026-11-29',
    words: { insufficient_system_resource: 'other' },
  },
  {
    who: 'Z.AI',
    source: 'https://github.com/BerriAI/litellm/pull/24373',
    date: '2026-03-22',
    words: { sensitive: 'refusal', network_error: 'other' },
  },
  {
    who: 'Amazon Bedrock',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-converse-api.html',
    date: '2026-11-29',
    words: { guardrail_intervened: 'refusal', content_filtered: 'refusal' },
  },
];

const meanings: ReadonlyMap<string, Meaning> = new Map(
  finishFamilies.flatMap(({ words }) => Object.entries(words)),
);

/** What words that no table has still say by their sound; all others are an end. */
const sounds: readonly (readonly [RegExp, FinishReason])[] = [
  [/length|max_|token_limit|limit_reached|context_(?:full|window)|truncat/, 'length'],
  [/safety|filter|block|refus|policy|moderat|guardrail|censor/, 'refusal'],
  [
    /error|fail|abort|cancel|interrupt|time_?out|malformed|invalid|unavailable|overload|exhaust|insufficient|incomplete|unfinished/,
    'other',
  ],
];

/** Why a model stopped, in our words. `isKnown` is false where the table does not have the word. */
export interface FinishMeaning {
  readonly reason: FinishReason;
  readonly isKnown: boolean;
}

/** A word that is not in the table is an end, unless it speaks of a limit, a refusal or a failure. */
export function finishMeaning(word: string): FinishMeaning {
  const plain = plainWord(word);
  const meaning = meanings.get(plain);
  if (meaning) return { reason: meaning === 'unfinished' ? 'other' : meaning, isKnown: true };
  const reason = sounds.find(([sound]) => sound.test(plain))?.[1] ?? 'stop';
  return { reason, isKnown: false };
}

/** Whether the word ends the answer; some servers send one with each chunk. */
export function endsAnswer(word: string): boolean {
  return meanings.get(plainWord(word)) !== 'unfinished';
}

/** A remark for the log about a word that no table has; undefined for the others. */
export function unknownWordRemark(word: string): string | undefined {
  const { reason, isKnown } = finishMeaning(word);
  if (isKnown) return undefined;
  const said = JSON.stringify(word.slice(0, 60));
  return `A server ended its answer with ${said}. Tierwise does not know this word and takes it for ${takenFor[reason]}.`;
}

const takenFor: Readonly<Record<FinishReason, string>> = {
  stop: 'a usual end',
  toolCalls: 'a call of tools',
  length: 'a limit of the output',
  refusal: 'a refusal',
  other: 'a failure',
};

const severity: readonly FinishReason[] = ['stop', 'toolCalls', 'length', 'refusal', 'other'];

/** Of two words for one end the one that says more: a later "stop" does not undo a "length". */
export function weightierWord(before: string | undefined, now: string | undefined) {
  if (before === undefined || now === undefined) return before ?? now;
  const weight = (word: string) => severity.indexOf(finishMeaning(word).reason);
  return weight(now) > weight(before) ? now : before;
}

/** Lower case with underscores: `STOP`, `end-turn`, `toolCalls` and `FinishReason.MAX_TOKENS` are all seen. */
function plainWord(word: string): string {
  return word
    .trim()
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
    .replace(/^finish_?reason[._]/, '');
}
