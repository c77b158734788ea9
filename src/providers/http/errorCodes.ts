import type { ProviderErrorKind } from '../providerError.ts';

/** Codes and types of errors that are more precise than the status they come with. */
export interface ErrorCodes {
  readonly kind: ProviderErrorKind;
  readonly codes: readonly string[];
  /** Where they were seen, and when. */
  readonly seen: string;
}

export const errorCodes: readonly ErrorCodes[] = [
  {
    kind: 'billing',
    codes: [
      'billing_error',
      'billing_hard_limit_reached',
      'billing_not_active',
      'credit_balance_exhausted',
      'insufficient_quota',
      'organization_spend_limit_exceeded',
      'organization_usage_limit_exceeded',
      'project_spend_limit_exceeded',
    ],
    seen: 'error pages of Anthropic and OpenAI, 2026-10',
  },
  { kind: 'billing', codes: ['exceeded_current_quota_error'], seen: 'Moonshot, error page, 2026' },
  { kind: 'billing', codes: ['Arrearage'], seen: 'Alibaba DashScope, error page, 2026' },
  { kind: 'billing', codes: ['AllocationQuota.FreeTierOnly'], seen: 'Alibaba DashScope, 2026' },
  { kind: 'billing', codes: ['AccountOverdueError'], seen: 'Volcengine Ark, error page, 2026' },
  { kind: 'billing', codes: ['1113'], seen: 'Z.AI: zai-org/feedback#789, 2026-09' },
  {
    kind: 'billing',
    codes: ['30011'],
    seen: 'SiliconFlow: FoundationAgents/OpenManus#438, 2025-03',
  },
  {
    kind: 'tooLong',
    codes: ['context_length_exceeded', 'model_context_window_exceeded', 'request_too_large'],
    seen: 'error pages of Anthropic and OpenAI, 2026-10',
  },
  {
    kind: 'tooLong',
    codes: ['exceed_context_size_error'],
    seen: 'llama.cpp: ggml-org/llama.cpp#15780, 2025-09',
  },
  {
    kind: 'tooLong',
    codes: ['too_many_prompt_tokens'],
    seen: 'Perplexity, seen in symfony/ai, 2026',
  },
  { kind: 'tooLong', codes: ['input_too_large'], seen: 'xAI: inspect_ai#5208, 2026-09' },
  { kind: 'tooLong', codes: ['1261'], seen: 'Zhipu and Z.AI, error page, 2026' },
  { kind: 'modelNotFound', codes: ['model_not_found'], seen: 'OpenAI, error page, 2026-10' },
  {
    kind: 'modelNotFound',
    codes: ['DeploymentNotFound'],
    seen: 'Azure: chatboxai/chatbox#646, 2023-05',
  },
  { kind: 'modelNotFound', codes: ['1211'], seen: 'Zhipu and Z.AI, error page, 2026' },
  { kind: 'badKey', codes: ['invalid_api_key'], seen: 'OpenAI, error page, 2026-10' },
  { kind: 'badKey', codes: ['InvalidApiKey'], seen: 'Alibaba DashScope, error page, 2026' },
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
    seen: 'OpenAI and LiteLLM, error pages, 2026',
  },
  {
    kind: 'contentPolicy',
    codes: ['data_inspection_failed', 'DataInspectionFailed'],
    seen: 'Alibaba DashScope, error page, 2026',
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
