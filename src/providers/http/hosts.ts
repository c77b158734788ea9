/*
 * What kind of place a host is. Hosts come as URL.hostname gives them: the parser has already normalised
 * every spelling of an IP address.
 */

/** The host of an address without the dot that may end it. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/\.$/, '');
}

/**
 * Whether what is sent to an address stays on this machine, or reaches a host that the user named. Only
 * literal loopback addresses count: where a name such as `my.localhost` leads is up to a resolver.
 *
 * @param named hosts as `readLocalHosts` gives them
 */
export function isLocalEndpoint(address: string, named: readonly string[] = []): boolean {
  if (!URL.canParse(address)) return false;
  const host = hostOf(new URL(address));
  return (
    host === 'localhost' ||
    /^127(\.\d{1,3}){3}$/.test(host) ||
    host === '[::1]' ||
    named.includes(host)
  );
}

/** This computer. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^127(\.\d{1,3}){3}$/.test(host) ||
    host === '[::1]'
  );
}

/**
 * A place that the internet does not reach: RFC 1918, RFC 4193, RFC 6598 (Tailscale), names without a dot and
 * the endings of home and office networks, among them those of a container's own host.
 */
export function isPrivate(host: string): boolean {
  return isPrivateAddress(host) || (!isAddress(host) && isPrivateName(host));
}

function isPrivateAddress(host: string): boolean {
  return (
    /^10(\.\d{1,3}){3}$/.test(host) ||
    /^172\.(?:1[6-9]|2\d|3[01])(\.\d{1,3}){2}$/.test(host) ||
    /^192\.168(\.\d{1,3}){2}$/.test(host) ||
    /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d{1,3}){2}$/.test(host) ||
    /^\[f[cd][0-9a-f]{2}:/.test(host)
  );
}

function isAddress(host: string): boolean {
  return host.startsWith('[') || /^[\d.]+$/.test(host);
}

const privateEndings = /\.(?:local|lan|home|internal|intranet|home\.arpa|ts\.net)$/;

function isPrivateName(host: string): boolean {
  return !host.includes('.') || privateEndings.test(host);
}

const metadataHosts: ReadonlySet<string> = new Set([
  'metadata.google.internal',
  'metadata',
  '100.100.100.200',
  '[fd00:ec2::254]',
]);

/** A place where cloud machines keep their secrets. */
export function isLinkLocal(host: string): boolean {
  return (
    metadataHosts.has(host) ||
    host.startsWith('169.254.') ||
    /^\[fe[89ab][0-9a-f]:/.test(host) ||
    // 169.254.0.0/16 and 100.100.100.200 written as IPv6.
    host.startsWith('[::ffff:a9fe:') ||
    host === '[::ffff:6464:64c8]'
  );
}
