import type { Effort } from '../../routing/models/model.ts';
import type { IdRuleName } from '../turns/callIds.ts';
import { effortAfterRefusal } from '../turns/refusedEffort.ts';

/** What these servers want of a conversation. Tierwise learns it from their refusals. */
export interface RequestRules {
  readonly toolCallIds: IdRuleName;
  /** Whether the user may speak right after a tool. */
  readonly userAfterTool: boolean;
  /** Whether an assistant may speak last. */
  readonly assistantLast: boolean;
  /** `always`: also with a turn that has none, empty. `never`: not even where the server sent it. */
  readonly reasoningContent: 'asItCame' | 'always' | 'never';
  /** Whether a tool call without a signature gets the word by which Gemini skips its check. */
  readonly madeSignatures: boolean;
  /** The state of earlier turns. */
  readonly state: boolean;
  readonly cacheKey: boolean;
  readonly temperature: boolean;
  /** The efforts that the model accepts; undefined while they are unknown. */
  readonly efforts: readonly Effort[] | undefined;
}

export const usualRules: RequestRules = {
  toolCallIds: 'any',
  userAfterTool: true,
  assistantLast: true,
  reasoningContent: 'asItCame',
  madeSignatures: false,
  state: true,
  cacheKey: true,
  temperature: true,
  efforts: undefined,
};

interface Lesson {
  /** Where the words were seen. */
  readonly source: string;
  readonly words: RegExp;
  learned(rules: RequestRules): Partial<RequestRules>;
}

/** The first whose words occur, and that changes something, is learned. */
const lessons: readonly Lesson[] = [
  {
    source: 'Mistral: anomalyco/opencode issue 1680, August 2025',
    words: /length of 9|a-z, A-Z, 0-9/,
    learned: () => ({ toolCallIds: 'nine', userAfterTool: false, assistantLast: false }),
  },
  {
    source: "Mistral: \"Unexpected role 'user' after role 'tool'\", vllm-project/vllm issue 9059",
    words: /unexpected role 'user' after role 'tool'/i,
    learned: () => ({ userAfterTool: false, assistantLast: false }),
  },
  {
    source: 'Mistral: "Expected last role User or Tool … but got assistant"; Claude: no prefill',
    words: /expected last role|prefill|must end with a user|final role/i,
    learned: () => ({ assistantLast: false }),
  },
  {
    source: 'OpenAI Chat: "tool_calls[0].id\': string too long … maximum length 40"',
    words: /(tool_calls?\[?.*id|tool_call_id).*(too long|pattern|maximum length)/is,
    learned: ({ toolCallIds }) => ({ toolCallIds: toolCallIds === 'nine' ? 'nine' : 'short' }),
  },
  {
    source: 'Gemini: "Function call is missing a thought_signature", microsoft/vscode issue 313019',
    words: /missing a? ?thought_?signature/i,
    learned: () => ({ madeSignatures: true }),
  },
  {
    source: 'Gemini: "Thought signature is not valid", opencode-antigravity-auth issue 368',
    words: /thought_?\s?signature/i,
    learned: () => ({ state: false, madeSignatures: true }),
  },
  {
    source: 'DeepSeek and Kimi: anomalyco/opencode issues 23829 and 24722, April 2026',
    words:
      /reasoning_content.*(missing|must be passed)|(missing|must be passed).*reasoning_content/is,
    learned: () => ({ reasoningContent: 'always' }),
  },
  {
    source: 'deepseek-reasoner before thinking mode: api-docs.deepseek.com/guides/reasoning_model',
    words: /reasoning_content/,
    learned: () => ({ reasoningContent: 'never' }),
  },
  {
    source: 'OpenRouter: reasoning_details of another upstream are refused there',
    words: /reasoning_details|signature|encrypted/i,
    learned: () => ({ state: false }),
  },
  {
    source: 'NVIDIA: "extra_forbidden … prompt_cache_key", sipeed/picoclaw issue 1019, March 2026',
    words: /prompt_cache_key/,
    learned: () => ({ cacheKey: false }),
  },
  {
    source: 'OpenAI: "Unsupported value: \'temperature\' does not support 0 with this model"',
    words: /temperature/,
    learned: () => ({ temperature: false }),
  },
];

/** The rules to ask by after a server's refusal; undefined when it has another cause. */
export function learnRules<Rules extends RequestRules>(
  rules: Rules,
  refusal: string,
): Rules | undefined {
  for (const { words, learned } of lessons) {
    if (!words.test(refusal)) continue;
    const next = { ...rules, ...learned(rules) };
    if (!isSame(next, rules)) return next;
  }
  const efforts = rules.efforts ? undefined : effortAfterRefusal(refusal);
  return efforts && { ...rules, efforts };
}

function isSame(one: RequestRules, other: RequestRules): boolean {
  return (Object.keys(one) as (keyof RequestRules)[]).every((name) => one[name] === other[name]);
}
