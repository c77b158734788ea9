import { createHash } from 'node:crypto';

/** The signature of thinking that is bound to something; the same for the same thing. */
export function signatureFor(bound: string): string {
  return `practice-${createHash('sha256').update(bound).digest('base64url')}`;
}
