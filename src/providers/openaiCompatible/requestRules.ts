import type { Effort } from '../../routing/models/model.ts';
import type { IdRuleName } from '../turns/callIds.ts';
import { effortAfterRefusal } from '../turns/refusedEffort.ts';

/** What these servers want of a conversation. Tierwise learns it from their refusals. */
export interface RequestRules {
  readonly toolCallIds: IdRuleName;
  /** Whether the instructions have a role of their own; else they begin the user's first message. */
  readonly systemRole: boolean;
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
  /** Whether a call of a tool can be forced. */
  readonly forcesCalls: boolean;
  readonly temperature: boolean;
  /** The efforts that the model accepts; undefined while they are unknown. */
  readonly efforts: readonly Effort[] | undefined;
}

export const usualRules: RequestRules = {
  toolCallIds: 'any',
  systemRole: true,
  userAfterTool: true,
  assistantLast: true,
  reasoningContent: 'asItCame',
  madeSignatures: false,
  state: true,
  cacheKey: true,
  forcesCalls: true,
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
    source:
      'OpenAI: CherryHQ/cherry-studio#1403, 2025-02; Gemma on SGLang: sgl-project/sglang#892, 2024-08',
    words: /does not support ['"]system['"]|system role (?:is )?not supported/i,
    learned: () => ({ systemRole: false }),
  },
  {
    source: 'Mistral: anomalyco/opencode#1680, 2025-08',
    words: /length of 9|a-z, A-Z, 0-9/,
    learned: () => ({ toolCallIds: 'nine', userAfterTool: false, assistantLast: false }),
  },
  {
    source: 'Mistral: avante-corp/avante.nvim#2695, 2025-09',
    words: /unexpected role 'user' after role 'tool'/i,
    learned: () => ({ userAfterTool: false, assistantLast: false }),
  },
  {
    source:
      'Mistral: huggingface/smolagents#757, 2025-02; Claude: smallmain/vscode-unify-chat-provider#249, 2026-07',
    words: /expected last role|prefill|must end with a user|final role/i,
    learned: () => ({ assistantLast: false }),
  },
  {
    source: 'OpenAI Chat: agno-agi/agno#5382, 2025-11',
    words: /(tool_calls?\[?.*id|tool_call_id).*(too long|pattern|maximum length)/is,
    learned: ({ toolCallIds }) => ({ toolCallIds: toolCallIds === 'nine' ? 'nine' : 'short' }),
  },
  {
    source: 'Gemini: microsoft/vscode#313019, 2026-04',
    words: /missing a? ?thought_?signature/i,
    learned: () => ({ madeSignatures: true }),
  },
  {
    source: 'Gemini: lbjlaq/Antigravity-Manager#3337, 2026-08',
    words: /thought_?\s?signature/i,
    learned: () => ({ state: false, madeSignatures: true }),
  },
  {
    source: 'DeepSeek: anomalyco/opencode#24083, 2026-04; Kimi: QuantumNous/new-api#3121, 2026-03',
    words:
      /reasoning_content.*(missing|must be passed)|(missing|must be passed).*reasoning_content/is,
    learned: () => ({ reasoningContent: 'always' }),
  },
  {
    source:
      'deepseek-reasoner before thinking mode: https://api-docs.deepseek.com/zh-cn/guides/reasoning_model, 2026',
    words: /reasoning_content/,
    learned: () => ({ reasoningContent: 'never' }),
  },
  {
    source: 'OpenRouter: linanwx/nagobot#21, 2026-03; can1357/oh-my-pi#3399, 2026-06',
    words: /reasoning_details|signature|encrypted/i,
    learned: () => ({ state: false }),
  },
  {
    source: 'NVIDIA: sipeed/picoclaw#1019, 2026-03',
    words: /prompt_cache_key/,
    learned: () => ({ cacheKey: false }),
  },
  {
    source: 'DeepSeek while it thinks: deepseek-ai/DeepSeek-V3#1376, 2026-08',
    words: /tool_choice/,
    learned: () => ({ forcesCalls: false }),
  },
  {
    source: 'OpenAI: QwenLM/qwen-code#921, 2025-10',
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
