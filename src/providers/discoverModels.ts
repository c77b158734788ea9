import { spellingsOf } from '../routing/models/serverWindow.ts';
import type { ProviderState } from '../routing/situation.ts';
import { apiVersion } from './anthropic/apiVersion.ts';
import { authHeaders, isSendable, usualAuth } from './http/authHeaders.ts';
import { hostOf, isLoopback } from './http/hosts.ts';
import { arrayOf, objectOf, textOf } from './http/json.ts';
import type { ProviderConfig } from './providerConfig.ts';
import { listedWindows } from './windows/readWindows.ts';

// Both chosen by judgement: a server on this computer answers at once, and a decision waits for this.
const patienceMs = 800;
const remotePatienceMs = 4_000;

/** What is sent with the question; all of it only to the provider's own origin. */
export interface DiscoveryOptions {
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetchUrl?: typeof fetch;
}

/** Asks a server which models it has. Never throws. */
export async function discoverModels(
  config: ProviderConfig,
  { key, headers = {}, fetchUrl = fetch }: DiscoveryOptions = {},
): Promise<ProviderState> {
  const url = listAddress(config);
  const patience = isLoopback(hostOf(url)) ? patienceMs : remotePatienceMs;
  try {
    const response = await fetchUrl(url, {
      redirect: 'manual',
      headers: { ...headersFor(config, key), ...config.headers, ...headers },
      signal: AbortSignal.timeout(patience),
    });
    if (!response.ok) return { state: 'unavailable', why: whyNot(url, response.status) };
    const body: unknown = await response.json();
    const windows = listedWindows(body);
    return { state: 'ready', models: namesIn(body), ...(windows.size > 0 && { windows }) };
  } catch (thrown) {
    return { state: 'unavailable', why: whyUnreached(url, thrown) };
  }
}

function listAddress({ wire, baseUrl }: ProviderConfig): URL {
  const url = new URL(baseUrl);
  const version = wire === 'anthropic' ? '/v1' : '';
  url.pathname = `${url.pathname.replace(/\/$/, '')}${version}/models`;
  return url;
}

function headersFor({ wire, auth, baseUrl }: ProviderConfig, key: string | undefined) {
  const trimmed = key?.trim() ?? '';
  const scheme = auth ?? usualAuth(wire, baseUrl);
  return {
    ...(wire === 'anthropic' && { 'anthropic-version': apiVersion }),
    ...(isSendable(trimmed) && authHeaders(scheme, trimmed)),
  };
}

function whyNot({ origin, pathname }: URL, status: number): string {
  const url = `${origin}${pathname}`;
  if (status === 401 || status === 403) return `it refused the key at ${url} (${status})`;
  if (status === 404 || status === 405) {
    return `${url} answered with status ${status}: correct its \`baseUrl\`, or set \`discover\` to false if it lists no models`;
  }
  return `${url} answered with status ${status}`;
}

function whyUnreached({ origin }: URL, thrown: unknown): string {
  if (thrown instanceof SyntaxError) return `${origin} did not answer with a list of models`;
  return `nothing answers at ${origin}`;
}

/** The names in a list of models, in each spelling that servers take. */
function namesIn(body: unknown): ReadonlySet<string> {
  const entries = arrayOf(objectOf(body)?.['data']);
  const names = entries.flatMap((entry) => textOf(objectOf(entry)?.['id']) ?? []);
  return new Set(names.flatMap(spellingsOf));
}
