import type { ErrorWords } from './errorWord.ts';

/** What is wrong with the account that pays, with its key or with where it is used. */
export const accountWords: readonly ErrorWords[] = [
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
    kind: 'billing',
    words:
      /\busage limit\b.{0,40}(?:reached|exceeded)|(?:reached|exceeded|hit) (?:your|the)\b[^.]{0,40}\busage limit|(?:daily|weekly|monthly) limit exhausted/i,
    seen: 'Plans: Kimi: openclaw/openclaw#142656, 2026; Z.AI: Yeachan-Heo/gajae-code#1821, 2026-07; ChatGPT: zed-industries/zed#62897, 2026-08',
  },
  {
    kind: 'billing',
    words: /budget has been exceeded|over budget|(?:crossed|exceeded) budget/i,
    seen: 'LiteLLM: BerriAI/litellm#14144, 2025-09; open-webui/open-webui#5469, 2024-09',
  },
  {
    kind: 'billing',
    words: /额度不足|预扣费额度失败|quota.{0,60}is not enough/is,
    seen: 'new-api: QuantumNous/new-api#7448, 2026-09; one-api: songquanpeng/one-api#1846, 2024-09',
  },
  {
    kind: 'badKey',
    words:
      /(?:incorrect|invalid|wrong|unknown|expired) api[ _-]?key|api[ _-]?key (?:is )?(?:not valid|invalid|expired|incorrect)|valid api key/i,
    seen: 'xAI: continuedev/continue#10778, 2026-02; Gemini: continuedev/continue#10290, 2026-02',
  },
  {
    kind: 'badKey',
    words: /unable to authenticate|carry the api secret key/i,
    seen: 'Z.AI, with status 200: Han-1413141/dsh-cost-meter#17, 2026-08; MiniMax: its list of error codes, 2026',
  },
  {
    kind: 'badKey',
    words: /authentication failed|not authenticated|invalid token\b/i,
    seen: 'Bedrock: docs.aws.amazon.com/bedrock, its API keys, 2026; Open WebUI: docs.openwebui.com, 2026; new-api, with status 200: QuantumNous/new-api, 2026',
  },
  {
    kind: 'forbidden',
    words: /user location is not supported/i,
    seen: 'Gemini: google-gemini/gemini-cli#24641, 2026-04',
  },
];
