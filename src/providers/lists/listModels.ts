import { apiVersion } from '../anthropic/apiVersion.ts';
import { authHeaders, isSendable, usualAuth } from '../http/authHeaders.ts';
import { hostOf, isLoopback } from '../http/hosts.ts';
import { parseJson } from '../http/json.ts';
import type { ProviderConfig } from '../providerConfig.ts';
import { listedWindows, type Windows } from '../windows/readWindows.ts';
import { asModelList, type ListedModel, modelsIn } from './listed.ts';
import { type NoList, notAList, refused, saysFailure, unreached } from './noList.ts';

// Both chosen by judgement: a server on this computer answers at once, and a decision waits for this.
const patienceMs = 800;
const remotePatienceMs = 4_000;

/** What is sent with the question; all of it only to the provider's own origin. */
export interface DiscoveryOptions {
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetchUrl?: typeof fetch;
  /** Milliseconds; by default as long as a decision may wait. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
}

export interface Listed {
  readonly kind: 'listed';
  readonly models: readonly ListedModel[];
  readonly windows: Windows;
}

/** What a server says of its models. */
export type ModelList = Listed | NoList;

/** Asks a server which models it has. Never throws, an abort included. */
export async function listModels(
  config: ProviderConfig,
  options: DiscoveryOptions = {},
): Promise<ModelList> {
  const url = listAddress(config);
  const asking: Asking = {
    config,
    key: options.key?.trim() ?? '',
    fetchUrl: options.fetchUrl ?? fetch,
    init: requestFor(config, options),
  };
  const { list, mayBeElsewhere } = await ask(url, asking);
  return mayBeElsewhere ? ((await elsewhere(url, asking)) ?? list) : list;
}

/** How a server is asked what it has: with the key and the headers of the provider, and no longer than it may take. */
export function requestFor(config: ProviderConfig, options: DiscoveryOptions): RequestInit {
  const { key, headers = {}, signal } = options;
  const usual = isLoopback(hostOf(new URL(config.baseUrl))) ? patienceMs : remotePatienceMs;
  const timeout = AbortSignal.timeout(options.patienceMs ?? usual);
  return {
    redirect: 'manual',
    headers: { ...headersFor(config, key), ...config.headers, ...headers },
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  };
}

interface Asking {
  readonly config: ProviderConfig;
  readonly key: string;
  readonly fetchUrl: typeof fetch;
  readonly init: RequestInit;
}

interface Answer {
  readonly list: ModelList;
  /** The server has something else at this path, or nothing. */
  readonly mayBeElsewhere: boolean;
}

async function ask(url: URL, { config, key, fetchUrl, init }: Asking): Promise<Answer> {
  const asked = { provider: config.name, url, key };
  try {
    const response = await fetchUrl(url, init);
    const text = await response.text();
    // Response.text leaves out the mark of byte order, as Response.json does.
    const answer = parseJson(text);
    const mayBeElsewhere = [200, 404, 405].includes(response.status);
    if (!response.ok || saysFailure(answer)) {
      const list = refused(asked, response, text);
      return { list, mayBeElsewhere: mayBeElsewhere && list.kind === 'noList' };
    }
    const body = asModelList(answer);
    const models = modelsIn(body);
    if (!models) return { list: notAList(url, text), mayBeElsewhere };
    return {
      list: { kind: 'listed', models, windows: listedWindows(body) },
      mayBeElsewhere: false,
    };
  } catch (thrown) {
    return { list: unreached(url, thrown), mayBeElsewhere: false };
  }
}

/** Where the address lacks `/v1`, or has the path of a server's own API, its list may be below `/v1`. */
async function elsewhere(url: URL, asking: Asking): Promise<ModelList | undefined> {
  const { wire } = asking.config;
  if (wire === 'anthropic' || /\/v\d/.test(url.pathname)) return undefined;
  const below = url.pathname.replace(/\/models$/, '/v1/models');
  for (const path of new Set([below, '/v1/models'])) {
    const there = new URL(url);
    there.pathname = path;
    const { list } = await ask(there, asking);
    if (list.kind !== 'listed') continue;
    const address = `${there.origin}${path.replace(/\/models$/, '')}`;
    const why = `${url.origin}${url.pathname} has none, and ${address} has one: write that as its \`baseUrl\``;
    return { kind: 'noList', why };
  }
  return undefined;
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
