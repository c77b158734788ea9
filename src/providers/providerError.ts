/** What went wrong at a provider. Kinds differ where the next step of a person or a policy differs. */
export type ProviderErrorKind =
  | 'noKey'
  | 'badKey'
  | 'forbidden'
  | 'billing'
  | 'modelNotFound'
  /** The server has nothing at this path. */
  | 'wrongAddress'
  /** The server showed a certificate that is not trusted. */
  | 'certificate'
  | 'badRequest'
  /** The provider does not answer because of what the prompt says. */
  | 'contentPolicy'
  | 'tooLong'
  /** The model takes fewer tools than the request has. */
  | 'tooManyTools'
  /** The model answered, but its server read far less than was sent. */
  | 'promptCut'
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
  'tooManyTools',
  'rateLimited',
  'overloaded',
  'unreachable',
  'redirected',
  'overBudget',
  'wrongAddress',
  'certificate',
  'contentPolicy',
]);

/** What failed, and so what is left alone and what may stand in for it. */
export type FailedPart =
  /** The account behind a key: every model that is paid with it. */
  | 'account'
  | 'model'
  /** The server: it answers, but not with an answer. */
  | 'endpoint'
  /** The way to the server. */
  | 'address'
  /** The request itself: another model of the same kind would refuse it too. */
  | 'request';

const failedParts: Readonly<Record<ProviderErrorKind, FailedPart>> = {
  noKey: 'account',
  badKey: 'account',
  forbidden: 'account',
  billing: 'account',
  modelNotFound: 'model',
  rateLimited: 'model',
  overloaded: 'endpoint',
  timeout: 'endpoint',
  notAnAnswer: 'endpoint',
  malformed: 'endpoint',
  unreachable: 'address',
  certificate: 'address',
  wrongAddress: 'address',
  redirected: 'address',
  badRequest: 'request',
  tooLong: 'request',
  tooManyTools: 'model',
  contentPolicy: 'request',
  promptCut: 'request',
  endless: 'model',
  aborted: 'request',
  overBudget: 'request',
};

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
  readonly failed: FailedPart;
  /** The user's setting that did not allow the call; undefined unless one of Tierwise's own refused it. */
  readonly setting: string | undefined;

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
    /** By default what usually fails with this kind. */
    failed?: FailedPart | undefined;
    setting?: string | undefined;
    cause?: unknown;
  }) {
    super(fields.message, { cause: fields.cause });
    this.name = 'ProviderError';
    this.kind = fields.kind;
    this.provider = fields.provider;
    this.origin = fields.origin;
    this.status = fields.status;
    this.retryAfterMs = fields.retryAfterMs;
    this.setting = fields.setting;
    this.failed = fields.failed ?? failedParts[fields.kind];
    this.retryable = fields.retryable ?? retryableKinds.has(fields.kind);
    this.isFree = fields.isFree ?? freeKinds.has(fields.kind);
  }
}
