import type { ProviderErrorKind } from '../../providerError.ts';
import type { ErrorVerdict } from './errorWord.ts';

/** Codes and types of errors that are more precise than the status they come with. */
export interface ErrorCodes extends ErrorVerdict {
  readonly codes: readonly string[];
  /** Where they were seen, and when. */
  readonly seen: string;
}

export const errorCodes: readonly ErrorCodes[] = [
  {
    kind: 'billing',
    codes: ['billing_error'],
    seen: 'Anthropic: https://www.developersdigest.tech/errors/api/anthropic-api/413-request-too-large, 2026',
  },
  {
    kind: 'billing',
    codes: ['billing_not_active'],
    seen: 'OpenAI: RamiAwar/dataline#175, 2024-05',
  },
  {
    kind: 'billing',
    codes: [
      'credit_balance_exhausted',
      'insufficient_quota',
      'organization_spend_limit_exceeded',
      'organization_usage_limit_exceeded',
      'project_spend_limit_exceeded',
    ],
    seen: 'OpenAI: https://dev.to/sublynow/your-openai-api-429-is-not-always-a-rate-limit-reading-insufficientquota-by-errorcode-1mbl, 2026',
  },
  {
    kind: 'billing',
    codes: ['exceeded_current_quota_error'],
    seen: 'Moonshot: MoonshotAI/kimi-code#1857, 2026-07',
  },
  {
    kind: 'billing',
    codes: ['Arrearage'],
    seen: 'Alibaba DashScope: hsliuping/TradingAgents-CN#170, 2025-07',
  },
  {
    kind: 'billing',
    codes: ['AllocationQuota.FreeTierOnly'],
    seen: 'Alibaba DashScope: https://github.com/via007/bilibili-rag/blob/main/README_EN.md, 2026',
  },
  {
    kind: 'billing',
    codes: ['AccountOverdueError'],
    seen: 'Volcengine Ark: https://volcengine.com/docs/82379/1299023, 2025-04',
  },
  { kind: 'billing', codes: ['1113'], seen: 'Z.AI: zai-org/feedback#789, 2026-09' },
  {
    kind: 'billing',
    codes: ['30011'],
    seen: 'SiliconFlow: FoundationAgents/OpenManus#438, 2025-03',
  },
  {
    kind: 'billing',
    codes: ['usage_limit_reached', 'usage_not_included'],
    seen: 'ChatGPT plans: zed-industries/zed#62897, 2026-08',
  },
  {
    kind: 'billing',
    codes: ['1308', '1310'],
    seen: 'Z.AI, the limit of a plan: Yeachan-Heo/gajae-code#1821, 2026-07',
  },
  {
    kind: 'billing',
    codes: ['budget_exceeded'],
    seen: 'LiteLLM: open-webui/open-webui#5469, 2024-09',
  },
  {
    kind: 'billing',
    codes: [
      'insufficient_user_quota',
      'pre_consume_token_quota_failed',
      'INSUFFICIENT_BALANCE',
      'insufficient_balance_error',
    ],
    seen: 'Gateways: songquanpeng/one-api#1270, 2024-04; Wei-Shaw/sub2api#890, 2026-03; MiniMax at ModelScope: modelscope/modelscope#1691, 2026-04',
  },
  {
    kind: 'tooLong',
    codes: ['context_length_exceeded'],
    seen: 'OpenAI: chathub-dev/chathub#126, 2023-03',
  },
  {
    kind: 'tooLong',
    codes: ['model_context_window_exceeded'],
    seen: 'Anthropic: https://app.unpkg.com/@ai-sdk/anthropic@3.0.58/files/src/map-anthropic-stop-reason.ts, 2026',
  },
  {
    kind: 'tooLong',
    codes: ['request_too_large'],
    seen: 'Anthropic: https://docs.claude.com/en/api/errors, 2026',
  },
  {
    kind: 'tooLong',
    codes: ['exceed_context_size_error'],
    seen: 'llama.cpp: ggml-org/llama.cpp#15780, 2025-09',
  },
  {
    kind: 'tooLong',
    codes: ['too_many_prompt_tokens'],
    seen: 'Perplexity: https://github.com/chr-hertel/ai/blob/2b3fa5ca9a941e4dd716f22e7e989c269471760a/src/platform/src/Bridge/Perplexity/Tests/Transport/HttpTransportTest.php, 2026',
  },
  {
    kind: 'tooLong',
    codes: ['requested_too_many_tokens'],
    seen: 'Perplexity: OpenRouterTeam/ai-sdk-provider#121, 2025-07',
  },
  {
    kind: 'tooLong',
    codes: ['input_too_large'],
    seen: 'xAI: UKGovernmentBEIS/inspect_ai#5208, 2026-09',
  },
  { kind: 'tooLong', codes: ['1261'], seen: 'Zhipu: NousResearch/hermes-agent#1877, 2026-03' },
  {
    kind: 'modelNotFound',
    codes: ['model_not_found'],
    seen: 'OpenAI: abi/screenshot-to-code#412, 2024-10',
  },
  {
    kind: 'modelNotFound',
    codes: ['DeploymentNotFound'],
    seen: 'Azure: chatboxai/chatbox#646, 2023-05',
  },
  {
    kind: 'modelNotFound',
    codes: ['1211'],
    seen: 'Zhipu: esengine/DeepSeek-Reasonix#6858, 2026-07; Z.AI: JailbrokenAI/wallbreaker#20, 2026-07',
  },
  {
    kind: 'badKey',
    codes: ['invalid_api_key'],
    seen: 'OpenAI: chatanywhere/GPT_API_free#62, 2023-07',
  },
  {
    kind: 'badKey',
    codes: ['InvalidApiKey'],
    seen: 'Alibaba DashScope: dinoanderson/qwen_cli_coder#1, 2025-06',
  },
  {
    kind: 'badKey',
    codes: ['API_KEY_INVALID'],
    seen: 'Gemini: cequence-io/openai-scala-client#109, 2026-03',
  },
  {
    kind: 'contentPolicy',
    codes: ['content_filter', 'ResponsibleAIPolicyViolation'],
    seen: 'Azure: compl-ai/compl-ai#20, 2025-02',
  },
  {
    kind: 'contentPolicy',
    codes: ['content_policy_violation'],
    seen: 'Azure behind LiteLLM: BerriAI/litellm#19328, 2026-01',
  },
  {
    kind: 'contentPolicy',
    codes: ['data_inspection_failed', 'DataInspectionFailed'],
    seen: 'Alibaba DashScope: camel-ai/owl#432, 2025-03; QwenLM/Qwen#938, 2024-01',
  },
  {
    kind: 'contentPolicy',
    codes: ['1301'],
    seen: 'Zhipu: langchain4j/langchain4j#1079, 2024-05',
  },
  {
    // The model wrote a call that its server cannot read. Asked again, it may write a better one.
    kind: 'badRequest',
    failed: 'model',
    retryable: true,
    codes: ['tool_use_failed'],
    seen: 'Groq: huggingface/smolagents#1119, 2025-04',
  },
  {
    kind: 'rateLimited',
    codes: ['RESOURCE_EXHAUSTED'],
    seen: 'Gemini, which names billing in the same words: google-gemini/gemini-cli#8437, 2025-09',
  },
  {
    kind: 'rateLimited',
    codes: ['ThrottlingException'],
    seen: 'Bedrock: RooCodeInc/Roo-Code#5050, 2025-06',
  },
];

/** Broad types of errors, used only without a status: for an error event inside a stream. */
export const broadTypes: ReadonlyMap<string, ProviderErrorKind> = new Map([
  ['authentication_error', 'badKey'],
  ['invalid_prompt', 'badRequest'],
  ['invalid_request_error', 'badRequest'],
  ['INVALID_ARGUMENT', 'badRequest'],
  ['not_found_error', 'modelNotFound'],
  ['permission_error', 'forbidden'],
  ['rate_limit_error', 'rateLimited'],
  ['rate_limit_exceeded', 'rateLimited'],
  ['slow_down', 'rateLimited'],
]);
