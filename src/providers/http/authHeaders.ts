import type { ApiFormat, AuthScheme } from '../providerConfig.ts';
import { originOf } from './checkEndpoint.ts';
import { inEnglish, type Say } from '../../routing/say.ts';

/** The headers that carry a key. Some gateways read only one of them; Azure reads `api-key`. */
export function authHeaders(auth: AuthScheme, key: string): Record<string, string> {
  return {
    ...((auth === 'bearer' || auth === 'both') && { authorization: `Bearer ${key}` }),
    ...(auth === 'api-key' && { 'api-key': key }),
    ...((auth === 'x-api-key' || auth === 'both') && { 'x-api-key': key }),
  };
}

/**
 * How a wire sends its key unless the user says otherwise: as bearer, and before a gateway for Anthropic's
 * API both ways, because many gateways read only x-api-key.
 */
export function usualAuth(wire: ApiFormat, baseUrl: string): AuthScheme {
  const isGateway = wire === 'anthropic' && originOf(baseUrl) !== 'https://api.anthropic.com';
  return isGateway ? 'both' : 'bearer';
}

/** Whether a header can hold the key; a line break or a pasted “ makes that impossible. */
export function isSendable(key: string): boolean {
  return /^[\x21-\x7e]+$/.test(key);
}

/** The names of headers that the protocol needs for itself. */
const protocolNames: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** Words in the name of a header that carries something secret. */
const secretNames =
  /(?:^|[-_])(?:auth|authorization|bearer|credentials?|cookie|key|apikey|passwords?|secrets?|tokens?|signature)(?:$|[-_])/i;

/** What is wrong with a header of one's own, as a sentence for people; undefined when it is valid. */
export function headerProblem(
  name: string,
  value: unknown,
  say: Say = inEnglish,
): string | undefined {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
    return say('A header’s name has no spaces or colons.');
  }
  if (protocolNames.has(name.toLowerCase()))
    return say('Tierwise sets this header itself: leave it out.');
  // Visible ASCII characters and spaces.
  if (typeof value === 'string' && /^[\x20-\x7e]*$/.test(value)) return undefined;
  return say('A header’s value is one line of plain text.');
}

/** Whether the name of a header says that it carries a key, a token or the like. */
export function isSecretHeader(name: string): boolean {
  return secretNames.test(name);
}

/** A sentence for people where the query of an address holds a key, which would stand in the settings. */
export function keyInAddress(address: string, say: Say = inEnglish): string | undefined {
  const names = URL.canParse(address) ? [...new URL(address).searchParams.keys()] : [];
  const name = names.find(isSecretHeader);
  if (name === undefined) return undefined;
  return say('Remove `{0}` from the address; use the command Set API Key for the key.', name);
}
