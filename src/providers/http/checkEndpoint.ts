import { hostOf, isLinkLocal, isLoopback, isPrivate } from './hosts.ts';
import { inEnglish, type Say } from '../../routing/say.ts';

/** What an address may be although it is refused otherwise. */
export interface Allowed {
  readonly linkLocal?: boolean | undefined;
  /** Plain http inside the network that this computer is in; omitted where that cannot be allowed. */
  readonly plainHttp?: boolean | undefined;
}

/**
 * Checks the address to which keys and prompts would be sent. Returns undefined when it is fine, else
 * one sentence for people that says what to write instead.
 */
export function checkEndpoint(
  address: string,
  allow: Allowed = {},
  say: Say = inEnglish,
): string | undefined {
  if (!URL.canParse(address)) return say('Write a complete address, such as https://host/v1.');
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return say('Write an address that begins with https:// (or http:// for this computer).');
  }
  if (url.username !== '' || url.password !== '') {
    return say(
      'Remove user name and password from the address; use the command Set API Key for the key.',
    );
  }
  const host = hostOf(url);
  if (host === '0.0.0.0' || host === '[::]') {
    return say(
      'Write 127.0.0.1 instead of {0}, which tells a server where to listen and is no address of it.',
      url.hostname,
    );
  }
  if (isLinkLocal(host) && !allow.linkLocal) {
    return say('Write another address: cloud machines keep their secrets at link-local ones.');
  }
  if (url.protocol === 'https:' || isLoopback(host)) return undefined;
  if (allow.plainHttp === undefined || !isPrivate(host) || isLinkLocal(host)) {
    return say('Write https:// instead of http://, which is allowed for this computer only.');
  }
  if (allow.plainHttp) return undefined;
  return say(
    'Write https:// instead of http://. If this server in your own network needs no key, add "auth": "none" and "plainHttp": true; whoever is in that network can then read your prompts.',
  );
}

/** Scheme, host and port of an address; empty when the address is not a URL. */
export function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : '';
}
