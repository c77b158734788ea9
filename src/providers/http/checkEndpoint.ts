/**
 * Checks the address to which keys and prompts would be sent. Returns undefined when it is fine, else
 * one sentence for people that says what to write instead.
 */
export function checkEndpoint(
  address: string,
  allow: { readonly linkLocal?: boolean | undefined } = {},
): string | undefined {
  if (!URL.canParse(address)) return 'Write a complete address, such as https://host/v1.';
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return 'Write an address that begins with https:// (or http:// for this computer).';
  }
  if (url.username !== '' || url.password !== '') {
    return 'Remove user name and password from the address; use the command Set API Key for the key.';
  }
  // The URL parser has already normalised every spelling of an IP address.
  const host = url.hostname.replace(/\.$/, '');
  if (isLinkLocal(host) && !allow.linkLocal) {
    return 'Write another address: cloud machines keep their secrets at link-local ones.';
  }
  if (url.protocol === 'http:' && !isLoopback(host)) {
    return 'Write https:// instead of http://, which is allowed for this computer only.';
  }
  return undefined;
}

/** Scheme, host and port of an address; empty when the address is not a URL. */
export function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : '';
}

/** Whether an address is on this computer or in a private network, as those of local models are. */
export function isNearby(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const host = new URL(address).hostname.replace(/\.$/, '');
  return (
    isLoopback(host) ||
    /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}$/.test(host) ||
    /^\[f[cd][0-9a-f]{2}:/.test(host) ||
    // A name without a dot is of the local network, as are these endings (RFC 6762, RFC 8375).
    /^[^.[]+$|\.(?:local|lan|internal|home\.arpa)$/.test(host)
  );
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^127(\.\d{1,3}){3}$/.test(host) ||
    host === '[::1]'
  );
}

const metadataHosts: ReadonlySet<string> = new Set([
  'metadata.google.internal',
  '100.100.100.200',
  '[fd00:ec2::254]',
]);

function isLinkLocal(host: string): boolean {
  return (
    metadataHosts.has(host) ||
    host.startsWith('169.254.') ||
    /^\[fe[89ab][0-9a-f]:/.test(host) ||
    // 169.254.0.0/16 and 100.100.100.200 written as IPv6.
    host.startsWith('[::ffff:a9fe:') ||
    host === '[::ffff:6464:64c8]'
  );
}
