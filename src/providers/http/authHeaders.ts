import type { AuthScheme } from '../providerConfig.ts';

/** The headers that carry a key. Some gateways read only one of the two. */
export function authHeaders(auth: AuthScheme, key: string): Record<string, string> {
  return {
    ...((auth === 'bearer' || auth === 'both') && { authorization: `Bearer ${key}` }),
    ...((auth === 'x-api-key' || auth === 'both') && { 'x-api-key': key }),
  };
}

/** Whether a header can hold the key; a line break or a pasted “ makes that impossible. */
export function isSendable(key: string): boolean {
  return /^[\x21-\x7e]+$/.test(key);
}
