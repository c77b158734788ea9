import type { ProviderErrorKind } from '../providerError.ts';

/*
 * What servers say of their errors, as data; their codes are in errorCodes.ts. Each entry says where it was
 * seen. Words are matched loosely, because one server writes them with other numbers, names and punctuation.
 */

/** Words by which people are told what is wrong, in the order in which they are looked for. */
export interface ErrorWords {
  readonly kind: ProviderErrorKind;
  readonly words: RegExp;
  /** Where they were seen, and when. */
  readonly seen: string;
  /** Overrules the codes and the status, which mislead. */
  readonly first?: true;
}

// Lists and tests of public projects that talk to many makers.
const pi =
  'https://github.com/earendil-works/pi/blob/17c253c5d6a9364b392a0fd3ee68333026d94255/packages/ai/src/utils/overflow.ts, 2026';
const perplexity =
  'https://github.com/chr-hertel/ai/blob/2b3fa5ca9a941e4dd716f22e7e989c269471760a/src/platform/src/Bridge/Perplexity/Tests/Transport/HttpTransportTest.php, 2026';

export const errorWords: readonly ErrorWords[] = [
  {
    kind: 'tooLong',
    words: /request too large for /i,
    seen: 'Groq and OpenAI, a limit per minute that is below this one request: continuedev/continue#10218, 2026-02',
    first: true,
  },
  {
    kind: 'rateLimited',
    words: /too many (?:tokens|requests),? (?:please )?(?:wait|slow)/i,
    seen: 'Bedrock: anomalyco/opencode#39621, 2026-07',
    first: true,
  },
  {
    kind: 'tooManyTools',
    words:
      /\btools\W{0,3}:\s*(?:array too long|maximum number of items)|at most \d+ function declarations|more than \d+ tools/i,
    seen: 'OpenAI: zed-industries/zed#42393, 2025-11; Groq: gsd-build/gsd-2#4376, 2026-04; Gemini: google-gemini/gemini-cli#19083, 2026-02; Copilot: microsoft/vscode#259392, 2025-08',
    first: true,
  },
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
    kind: 'billing',
    words: /credit balance is too low/i,
    seen: 'Anthropic: anthropics/claude-quickstarts#229, 2025-01',
  },
  {
    kind: 'billing',
    words: /billing hard limit has been reached/i,
    seen: 'OpenAI: Decryptu/DecryptGPT#1, 2024-01',
  },
  {
    kind: 'billing',
    words: /overdue (?:account|balance|payment)/i,
    seen: 'Volcengine: coze-dev/coze-studio#2195, 2025-09; behind a gateway: RooCodeInc/Roo-Code#12309, 2026-05',
  },
  {
    kind: 'billing',
    words: /free tier of the model has been exhausted/i,
    seen: 'Alibaba DashScope behind APIPark: APIParkLab/APIPark#394, 2025-09',
  },
  {
    kind: 'billing',
    words: /spend(?:ing)? (?:limit|cap)/i,
    seen: 'xAI: continuedev/continue#10373, 2026-02',
  },
  {
    kind: 'billing',
    words:
      /insufficient (?:account )?(?:balance|credit|fund)|balance is (?:insufficient|not enough)|requires? (?:more credits|paid balance)|out of credits|used all available credits/i,
    seen: 'DeepSeek: continuedev/continue#9942, 2026-01; OpenRouter: anomalyco/opencode#12219, 2026-02; SiliconFlow: FoundationAgents/OpenManus#438, 2025-03',
  },
  {
    kind: 'billing',
    words: /key limit exceeded/i,
    seen: 'OpenRouter, a limit of the key: danielsmithdevelopment/ClawQL#876, 2026-08',
  },
  {
    kind: 'billing',
    words: /exceeded your current quota.*billing/i,
    seen: 'OpenAI without its code: continuedev/continue#10410, 2026-02',
  },
  {
    kind: 'billing',
    words: /account is in good standing/i,
    seen: 'Alibaba DashScope: hsliuping/TradingAgents-CN#170, 2025-07',
  },
  {
    kind: 'billing',
    words: /余额不足|欠费|请充值/,
    seen: 'Zhipu: continuedev/continue#11823, 2026-03',
  },
  {
    kind: 'badKey',
    words:
      /(?:incorrect|invalid|wrong|unknown|expired) api[ _-]?key|api[ _-]?key (?:is )?(?:not valid|invalid|expired|incorrect)|valid api key/i,
    seen: 'xAI: continuedev/continue#10778, 2026-02; Gemini: continuedev/continue#10290, 2026-02',
  },
  {
    kind: 'contentPolicy',
    words:
      /content (?:management |filtering )?polic|filtered due to|flagged (?:as|for|by)|usage polic|requires moderation|safety (?:system|filter|polic)/i,
    seen: 'Azure: vibrantlabsai/ragas#649, 2024; OpenRouter: https://openrouter.ai/docs/api/reference/errors-and-debugging, 2026; OpenAI: BeehiveInnovations/pal-mcp-server#178, 2025-07',
  },
  {
    kind: 'wrongAddress',
    words: /unexpected endpoint or method/i,
    seen: 'LM Studio, with status 200: lmstudio-ai/lmstudio-bug-tracker#618, 2025-04',
  },
  {
    kind: 'wrongAddress',
    words: /invalid url \(/i,
    seen: 'OpenAI: harry0703/MoneyPrinterTurbo#57, 2024-03',
  },
  {
    kind: 'modelNotFound',
    words:
      /model\b.{0,80}(?:not found|not exist|does not exist|not available|not supported|is not loaded|unknown)|(?:unknown|no such|invalid|unsupported|not a valid) model\b|no endpoints found|not a valid model|no available channel|无可用渠道|模型不存在/i,
    seen: 'Ollama: netease-youdao/QAnything#555, 2024-10; vLLM: vllm-project/vllm#3485, 2024-03; OpenRouter: infiniflow/ragflow#2359, 2024-09; one-api: songquanpeng/one-api#1494, 2024-05; Zhipu: eosphoros-ai/DB-GPT#1093, 2024-01',
  },
  {
    kind: 'rateLimited',
    words:
      /rate[ -]?limit|too many requests|throttl|requests? per (?:minute|second|day)|quota exceeded for|限流|请求频率/i,
    seen: 'OpenRouter: open-webui/computer#293, 2026-09; Huawei: langgenius/dify#18378, 2025-04',
  },
];
