/** What went wrong at a provider. Kinds differ where the next step of a person or a policy differs. */
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
  /** The answer went on far beyond what was asked for, and was ended. */
  | 'endless'
  | 'aborted'
  /** Nothing was sent: a budget did not allow the call. */
  | 'overBudget';

/** Kinds for which another try may help. */
const retryableKinds: ReadonlySet<ProviderErrorKind> = new Set([
  'rateLimited',
  'overloaded',
  'unreachable',
  'timeout',
]);

/** Kinds that come before a model does any work, so no provider charges for them. */
const freeKinds: ReadonlySet<ProviderErrorKind> = new Set([
  'noKey',
  'badKey',
  'forbidden',
  'billing',
  'modelNotFound',
  'badRequest',
  'tooLong',
  'rateLimited',
  'overloaded',
  'unreachable',
  'redirected',
  'overBudget',
]);

export class ProviderError extends Error {
  readonly kind: ProviderErrorKind;
  /** The provider's name that people read. */
  readonly provider: string;
  /** Scheme, host and port of the server; empty when there is none, as for VS Code's own models. */
  readonly origin: string;
  readonly status: number | undefined;
  /** How long the provider asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  readonly retryable: boolean;
  /** Whether no model worked, so the call cost nothing. When it is false, that is uncertain. */
  readonly isFree: boolean;

  constructor(fields: {
    kind: ProviderErrorKind;
    provider: string;
    origin: string;
    /** Often the provider's own words; never holds a key or a prompt. */
    message: string;
    status?: number | undefined;
    retryAfterMs?: number | undefined;
    retryable?: boolean | undefined;
    /** By default what is usual for the kind. */
    isFree?: boolean | undefined;
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
    this.isFree = fields.isFree ?? freeKinds.has(fields.kind);
  }
}
