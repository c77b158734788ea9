import type { ProviderState } from '../routing/situation.ts';
import { authHeaders, isSendable } from './http/authHeaders.ts';
import { originOf } from './http/checkEndpoint.ts';
import { hostOf, isLoopback } from './http/hosts.ts';
import type { ProviderConfig } from './providerConfig.ts';
import { listedWindows } from './windows/readWindows.ts';

// Both chosen by judgement: a server on this computer answers at once, and a decision waits for this.
const patienceMs = 800;
const remotePatienceMs = 4_000;

/** Anthropic's version of the API that lists models. */
const anthropicVersion = '2026-10-21';

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
  const isGateway = wire === 'anthropic' && originOf(baseUrl) !== 'https://api.anthropic.com';
  const scheme = auth ?? (isGateway ? 'both' : 'bearer');
  return {
    ...(wire === 'anthropic' && { 'anthropic-version': anthropicVersion }),
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

/**
 * The names in a list of models, with the shorter ones that servers take as well: Ollama takes `qwen3` for
 * `qwen3:latest` (mem0ai/mem0#4101, 2026), and Gemini lists `models/gemini-…` (its guide, 2026).
 */
function namesIn(body: unknown): ReadonlySet<string> {
  const { data } = Object(body) as { data?: unknown };
  const entries: readonly unknown[] = Array.isArray(data) ? data : [];
  const names = entries
    .map((entry) => (Object(entry) as { id?: unknown }).id)
    .filter((id) => typeof id === 'string');
  return new Set(
    names.flatMap((name) => [name, name.replace(/^models\//, ''), name.replace(/:latest$/, '')]),
  );
}
