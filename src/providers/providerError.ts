/** What went wrong at a provider, as far as the next step for a person or a policy depends on it. */
export type ProviderErrorKind =
  | 'noKey'
  | 'badKey'
  | 'forbidden'
  | 'billing'
  | 'modelNotFound'
  | 'badRequest'
  | 'tooLong'
  | 'rateLimited'
  | 'overloaded'
  | 'unreachable'
  | 'timeout'
  | 'redirected'
  | 'notAnAnswer'
  | 'malformed'
  | 'aborted'
  /** Not asked: a budget does not allow it, and nobody raised it. */
  | 'overBudget';

/** Whether another try may help is decided here, where the error is made. */
const retryableKinds: ReadonlySet<ProviderErrorKind> = new Set([
  'rateLimited',
  'overloaded',
  'unreachable',
  'timeout',
]);

export class ProviderError extends Error {
  readonly kind: ProviderErrorKind;
  /** The provider's name for people. */
  readonly provider: string;
  /** Scheme, host and port that was asked; empty where there is none, as for VS Code's own models. */
  readonly origin: string;
  readonly status: number | undefined;
  /** How long the provider asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  readonly retryable: boolean;

  constructor(fields: {
    kind: ProviderErrorKind;
    provider: string;
    origin: string;
    /** The provider's own words, never with a key or a prompt in them. */
    message: string;
    status?: number | undefined;
    retryAfterMs?: number | undefined;
    retryable?: boolean | undefined;
    cause?: unknown;
  }) {
    super(fields.message, { cause: fields.cause });
    this.name = 'ProviderError';
    this.kind = fields.kind;
    this.provider = fields.provider;
    this.origin = fields.origin;
    this.status = fields.status;
    this.retryAfterMs = fields.retryAfterMs;
    this.retryable = fields.retryable ?? retryableKinds.has(fields.kind);
  }
}
