import { apiVersion } from './anthropic/apiVersion.ts';
import { authHeaders, isSendable, usualAuth } from './http/authHeaders.ts';
import { httpError } from './http/errors/classifyError.ts';
import { hostOf, isLoopback } from './http/hosts.ts';
import { parseJson } from './http/json.ts';
import { asModelList, type ListedModel, modelsIn } from './listed.ts';
import type { ProviderConfig } from './providerConfig.ts';
import { listedWindows, type Windows } from './windows/readWindows.ts';

// Both chosen by judgement: a server on this computer answers at once, and a decision waits for this.
const patienceMs = 800;
const remotePatienceMs = 4_000;

/** How much of a refusal is read. Chosen by judgement. */
const refusalLength = 64 * 1024;

/** What is sent with the question; all of it only to the provider's own origin. */
export interface DiscoveryOptions {
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetchUrl?: typeof fetch;
  /** Milliseconds; by default as long as a decision may wait. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
}

/** What a server says of its models. `why` ends a sentence such as `Groq is not available: …`. */
export type ModelList =
  | { readonly kind: 'listed'; readonly models: readonly ListedModel[]; readonly windows: Windows }
  | { readonly kind: 'badKey' | 'unreachable' | 'noList'; readonly why: string };

/** Asks a server which models it has. Never throws, an abort included. */
export async function listModels(
  config: ProviderConfig,
  options: DiscoveryOptions = {},
): Promise<ModelList> {
  const { key, headers = {}, fetchUrl = fetch, signal } = options;
  const url = listAddress(config);
  const usual = isLoopback(hostOf(url)) ? patienceMs : remotePatienceMs;
  const timeout = AbortSignal.timeout(options.patienceMs ?? usual);
  try {
    const response = await fetchUrl(url, {
      redirect: 'manual',
      headers: { ...headersFor(config, key), ...config.headers, ...headers },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (!response.ok) return refused(config, url, response, await refusalOf(response));
    const body = asModelList(await response.json());
    const models = modelsIn(body);
    if (!models) return noList(url);
    return { kind: 'listed', models, windows: listedWindows(body) };
  } catch (thrown) {
    return unreached(url, thrown);
  }
}

function listAddress({ wire, baseUrl }: ProviderConfig): URL {
  const url = new URL(baseUrl);
  const version = wire === 'anthropic' ? '/v1' : '';
  url.pathname = `${url.pathname.replace(/\/$/, '')}${version}/models`;
  // Anthropic sends 20 unless it is asked for more, and at most 1000 (docs.anthropic.com/api/models-list, 2026).
  if (wire === 'anthropic') url.searchParams.set('limit', '1000');
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

async function refusalOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  return parseJson(text.slice(0, refusalLength));
}

/** xAI and Gemini answer a wrong key with status 400, and say in the body that it is the key. */
function refused(
  { name }: ProviderConfig,
  { origin, pathname }: URL,
  { status, headers }: Response,
  body: unknown,
): ModelList {
  const url = `${origin}${pathname}`;
  const asked = { provider: name, origin, now: () => 0, clean: () => '' };
  const isKey =
    status === 401 || status === 403 || httpError(asked, status, headers, body).kind === 'badKey';
  if (isKey) return { kind: 'badKey', why: `it refused the key at ${url} (${status})` };
  const advice =
    status === 404 || status === 405
      ? ': correct its `baseUrl`, or set `discover` to false if it lists no models'
      : '';
  return { kind: 'noList', why: `${url} answered with status ${status}${advice}` };
}

function unreached(url: URL, thrown: unknown): ModelList {
  if (thrown instanceof SyntaxError) return noList(url);
  return { kind: 'unreachable', why: `nothing answers at ${url.origin}` };
}

function noList({ origin }: URL): ModelList {
  return { kind: 'noList', why: `${origin} did not answer with a list of models` };
}
