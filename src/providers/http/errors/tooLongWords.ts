import type { ErrorWords } from './errorWord.ts';

// Lists and tests of public projects that talk to many makers.
const pi =
  'https://github.com/earendil-works/pi/blob/17c253c5d6a9364b392a0fd3ee68333026d94255/packages/ai/src/utils/overflow.ts, 2026';
const perplexity =
  'https://github.com/chr-hertel/ai/blob/2b3fa5ca9a941e4dd716f22e7e989c269471760a/src/platform/src/Bridge/Perplexity/Tests/Transport/HttpTransportTest.php, 2026';

/** A prompt that is too long for its model. */
export const tooLongWords: readonly ErrorWords[] = [
  {
    kind: 'tooLong',
    words: /(?:prompt|input|request|message)s? (?:is|are|was) too (?:long|large)/i,
    seen: 'Anthropic: stackblitz/bolt.new#1748, 2024-11; Bedrock: aws-samples/bedrock-chat#95, 2023-12',
  },
  {
    kind: 'tooLong',
    words: /(?:total )?length of (?:all |the )?messages is too long/i,
    seen: `Perplexity: ${perplexity}`,
  },
  {
    kind: 'tooLong',
    words: /prompt too long/i,
    seen: 'Ollama: dyad-sh/dyad#3498, 2026-05',
  },
  {
    kind: 'tooLong',
    words: /(?:maximum|max) (?:context|prompt|input|model|sequence) (?:length|size|tokens|window)/i,
    seen: 'OpenAI: run-llama/llama_index#948, 2023-03; vLLM: vllm-project/vllm#20409, 2025-07; xAI: cline/cline#3120, 2025-04',
  },
  {
    kind: 'tooLong',
    words:
      /exceed(?:s|ed|ing)? (?:the |this |your |its )?(?:model['’]?s |available |configured |maximum |max )*(?:context|input|token|prompt)[ _](?:limit|length|size|window|budget)/i,
    seen: 'Anthropic, OpenAI, llama.cpp: ggml-org/llama.cpp#15780, 2025-09',
  },
  {
    kind: 'tooLong',
    words:
      /(?:context|token|input) (?:length|size|window|limit)s? (?:has been |was |is )?(?:exceed|too small|overflow)/i,
    seen: 'LM Studio: lmstudio-ai/lmstudio-bug-tracker#2339, 2026-08; MiniMax: MiniMax-AI/MiniMax-M2#119, 2026-05',
  },
  {
    kind: 'tooLong',
    words:
      /exceed(?:s|ed)? (?:the )?(?:maximum|max)(?: allowed)? (?:number of (?:input )?tokens|input length|tokens)/i,
    seen: `Gemini: google-gemini/gemini-cli#12214, 2025-10; Poolside: ${pi}`,
  },
  {
    kind: 'tooLong',
    words: /exceed(?:s|ed)? (?:the )?(?:model )?token limit|tokens? limit exceeded/i,
    seen: 'Moonshot: MoonshotAI/kimi-cli#2011, 2026-04; OpenRouter: anomalyco/opencode#12219, 2026-05',
  },
  {
    kind: 'tooLong',
    words: /exceeds (?:the )?(?:limit|budget) (?:of )?\(?\d+/i,
    seen: 'GitHub Copilot: microsoft/copilot-intellij-feedback#94, 2025-04; xAI: UKGovernmentBEIS/inspect_ai#5208, 2026-09',
  },
  {
    kind: 'tooLong',
    words:
      /(?:greater|longer|larger|more) than (?:the )?(?:model['’]?s )?(?:maximum )?context (?:length|size|window)/i,
    seen: `LM Studio: Gitlawb/openclaude#353, 2026-04; Together: ${pi}`,
  },
  {
    kind: 'tooLong',
    words: /context (?:length|size|window) (?:of|is) only \d+|\(?n_keep|>= ?n_ctx/i,
    seen: 'LM Studio: lmstudio-ai/lmstudio-bug-tracker#546, 2025-03; anomalyco/opencode#11141, 2026-01',
  },
  {
    kind: 'tooLong',
    words: /too large for (?:the )?model/i,
    seen: `Mistral: ${pi}`,
  },
  {
    kind: 'tooLong',
    words:
      /reduce the (?:length|size) of (?:the |your )?(?:messages|prompt|input)|(?:shorter|reduce your) (?:prompt|input)/i,
    seen: 'Groq: OpenHands/OpenHands#1902, 2024-05; OpenAI: chathub-dev/chathub#126, 2023-03; Cohere: cohere-ai/sandbox-topically#4, 2022-11',
  },
  {
    kind: 'tooLong',
    words: /too many (?:input |prompt )?tokens(?!.*(?:wait|later|per (?:minute|day)))/i,
    seen: 'Cohere: cohere-ai/sandbox-topically#4, 2022-11',
  },
  {
    kind: 'tooLong',
    words: /tokens`? ?\+ ?`?max_(?:new_)?tokens`? must be/i,
    seen: 'Together and TGI: stanford-crfm/helm#2080, 2023-12',
  },
  {
    kind: 'tooLong',
    words: /range of input length should be/i,
    seen: 'Alibaba DashScope: QwenLM/qwen-code#98, 2025-07',
  },
  {
    kind: 'tooLong',
    words: /requested tokens .*exceed context window/i,
    seen: 'llama-cpp-python: fedora-copr/logdetective-website#193, 2025',
  },
  {
    kind: 'tooLong',
    words:
      /上下文.{0,8}(?:超|过长)|(?:输入|prompt).{0,6}(?:超长|过长)|输入长度超过|prompt exceeds (?:the )?max/i,
    seen: 'DeepSeek behind a gateway: NIyueeE/ds-free-api#36, 2026-05; Zhipu: farion1231/cc-switch#6982, 2026-08',
  },
  {
    kind: 'tooLong',
    words: /exceeds? the configured limit of \d+ tokens/i,
    seen: 'OpenAI: tridz-dev/huf#157, 2026-02',
  },
  {
    kind: 'tooLong',
    words: /inputs?`? must have less than \d+ tokens|(?:prompt|input) tokens too long/i,
    seen: 'Text Generation Inference: opea-project/GenAIExamples#340, 2024-06',
  },
];
