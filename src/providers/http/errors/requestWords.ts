import type { ErrorWords } from './errorWord.ts';

/** What a server does not take of a request, and what it does not have. */
export const requestWords: readonly ErrorWords[] = [
  {
    kind: 'contentPolicy',
    words:
      /content (?:management |filtering )?polic|filtered due to|flagged (?:as|for|by)|usage polic|requires moderation|safety (?:system|filter|polic)/i,
    seen: 'Azure: vibrantlabsai/ragas#649, 2024; OpenRouter: https://openrouter.ai/docs/api/reference/errors-and-debugging, 2026; OpenAI: BeehiveInnovations/pal-mcp-server#178, 2025-07',
  },
  {
    kind: 'contentPolicy',
    words: /content exists risk|violates (?:our )?usage guidelines|new_sensitive|敏感内容/i,
    seen: 'DeepSeek: 666ghj/BettaFish#108, 2025-11; xAI: UKGovernmentBEIS/inspect_ai#2267, 2025-08; MiniMax: esengine/DeepSeek-Reasonix#6818, 2026-07; Zhipu: langchain4j/langchain4j#1079, 2024-05',
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
    kind: 'modelNotFound',
    words:
      /\bmodel\b.{0,80}(?:decommissioned|no longer (?:supported|available))|model identifier is invalid|no models loaded/i,
    seen: 'Groq: https://console.groq.com/docs/deprecations, 2026; Bedrock: its API reference, 2026; LM Studio: lmstudio-ai/lmstudio-bug-tracker#1492, 2026-02',
  },
  {
    kind: 'rateLimited',
    words:
      /rate[ -]?limit|too many requests|throttl|requests? per (?:minute|second|day)|quota (?:has been )?exceeded|限流|请求频率/i,
    seen: 'OpenRouter: open-webui/computer#293, 2026-09; Huawei: langgenius/dify#18378, 2025-04; a gateway: apache/rocketmq-dashboard#2178, 2026-08',
  },
];
