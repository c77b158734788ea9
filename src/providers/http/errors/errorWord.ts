import type { FailedPart, ProviderErrorKind } from '../../providerError.ts';

/*
 * What servers say of their errors, as data; their codes are in errorCodes.ts. Each entry says where it was
 * seen. Words are matched loosely, because one server writes them with other numbers, names and punctuation.
 */

/** What an entry says of an error beyond its kind. */
export interface ErrorVerdict {
  readonly kind: ProviderErrorKind;
  /** By default what usually fails with this kind. */
  readonly failed?: FailedPart;
  /** By default what is usual for the kind. */
  readonly retryable?: boolean;
}

/** Words by which people are told what is wrong, in the order in which they are looked for. */
export interface ErrorWords extends ErrorVerdict {
  readonly words: RegExp;
  /** They count with a status from 500 up, too, where those of this kind usually do not. */
  readonly atFault?: true;
  /** Where they were seen, and when. */
  readonly seen: string;
}
