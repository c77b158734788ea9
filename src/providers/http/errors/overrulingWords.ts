import type { ErrorWords } from './errorWord.ts';

/** Words that overrule codes and statuses, which mislead. */
export const overrulingWords: readonly ErrorWords[] = [
  {
    kind: 'tooLong',
    words: /request too large for /i,
    seen: 'Groq and OpenAI, a limit per minute that is below this one request: continuedev/continue#10218, 2026-02',
  },
  {
    kind: 'rateLimited',
    words: /too many (?:tokens|requests),? (?:please )?(?:wait|slow)/i,
    seen: 'Bedrock: anomalyco/opencode#39621, 2026-07',
  },
  {
    kind: 'tooManyTools',
    words:
      /\btools\W{0,3}:\s*(?:array too long|maximum number of items)|at most \d+ function declarations|more than \d+ tools/i,
    seen: 'OpenAI: zed-industries/zed#42393, 2025-11; Groq: gsd-build/gsd-2#4376, 2026-04; Gemini: google-gemini/gemini-cli#19083, 2026-02; Copilot: microsoft/vscode#259392, 2025-08',
  },
  {
    kind: 'billing',
    words: /tokens per day limit exceeded|free-models-per-day|daily free allocation/i,
    seen: 'Cerebras: anomalyco/opencode#7463 for the minute, 2026-01; OpenRouter: Gitlawb/openclaude#936, 2026-04; Cloudflare: Rexezuge-CloudflareWorkers/Mail-Otter#87, 2026-06',
    failed: 'model',
  },
  {
    kind: 'billing',
    words: /insufficient balance \(1008\)/i,
    seen: 'MiniMax, with status 500: MiniMax-AI/MiniMax-M2#62, 2025-12',
    atFault: true,
  },
  {
    kind: 'rateLimited',
    words: /too many tokens processed/i,
    seen: 'Cerebras, a limit per minute: anomalyco/opencode#7463, 2026-01',
  },
  {
    kind: 'forbidden',
    words: /no (?:endpoints|allowed providers)\b.*(?:data policy|guardrail|are available)/is,
    seen: 'OpenRouter, a choice in the settings of the account: ShamanicArts/Flow.Launcher.Plugin.AI-Assistant#2, 2025-04; truefoundry/models#826, 2026',
    failed: 'model',
  },
  {
    kind: 'badRequest',
    words:
      /no endpoints found that support|does not support (?:tools|tool (?:use|calling)|function calling|image input|images)|tool calling is not supported|support image input/i,
    seen: 'OpenRouter: anomalyco/opencode#1675, 2025-08; nodetool-ai/nodetool#5755, 2026-09; Ollama: ollama/ollama#14795, 2026-03; DeepInfra: langgenius/dify-official-plugins#3781, 2026-08',
    failed: 'model',
  },
  {
    kind: 'badRequest',
    words:
      /tool choice requires --enable-auto-tool-choice|requires --jinja|unsupported param: tools/i,
    seen: 'vLLM: QwenLM/Qwen-Agent#344, 2024-09; llama.cpp: ggml-org/llama.cpp#10920, 2024-12',
    failed: 'model',
    atFault: true,
  },
  {
    kind: 'badRequest',
    words: /system role (?:is )?not supported/i,
    seen: 'Gemma on SGLang, with status 500: sgl-project/sglang#892, 2024-08',
    atFault: true,
  },
  {
    kind: 'badRequest',
    words:
      /requires more system memory|failed to load (?:the )?model|not enough resources to load/i,
    seen: 'Ollama, with status 500: continuedev/continue#11478, 2026-03; LM Studio: lmstudio-ai/lmstudio-bug-tracker#1492, 2026-02',
    failed: 'model',
    atFault: true,
  },
];
