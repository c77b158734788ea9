import type { ServerWindow } from '../../routing/models/serverWindow.ts';
import type { ProviderConfig } from '../providerConfig.ts';
import {
  listedByLmStudioV0,
  listedByLmStudioV1,
  loadedInOllama,
  namesInOllama,
  shownByOllama,
  windowInProps,
  windowInSlots,
  type Windows,
} from './readWindows.ts';

/*
 * Local servers run a model with a window of their own, which is often far smaller than the model's. Each
 * says it in its own way, beside the OpenAI-compatible endpoints, so all of them are asked at once and those
 * that do not know the question are ignored. No key is sent.
 */

// Both chosen by judgement.
/** Nothing waits for these answers, but a server that is stuck must not be asked for ever. */
const patienceMs = 3_000;
/** Ollama is asked about each model; people have seldom more. */
const mostModels = 64;

/** Asks a path of the server and returns the parsed answer; undefined when there is none. */
type Ask = (path: string, body?: unknown) => Promise<unknown>;

/** Asks a local server for the windows of the models that it lists. Never rejects. */
export async function askWindows(
  { baseUrl }: Pick<ProviderConfig, 'baseUrl'>,
  listed: ReadonlySet<string>,
  fetchUrl: typeof fetch = fetch,
): Promise<Windows> {
  const signal = AbortSignal.timeout(patienceMs);
  const ask: Ask = (path, body) =>
    answerOf(`${rootOf(baseUrl)}${path}`, { signal, body }, fetchUrl);
  const [ollama, lmStudio, llamaCpp] = await Promise.all([
    askOllama(ask),
    askLmStudio(ask),
    askLlamaCpp(ask, listed),
  ]);
  return new Map([...llamaCpp, ...lmStudio, ...ollama]);
}

/** The server's address without the path of its OpenAI-compatible endpoints, and without a query. */
export function rootOf(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname.replace(/\/$/, '').replace(/\/v1$/, '')}`;
}

async function answerOf(
  url: string,
  { signal, body }: { readonly signal: AbortSignal; readonly body?: unknown },
  fetchUrl: typeof fetch,
): Promise<unknown> {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  try {
    const response = await fetchUrl(url, {
      redirect: 'manual',
      signal,
      ...(body !== undefined && post),
    });
    return response.ok ? ((await response.json()) as unknown) : undefined;
  } catch {
    // Most servers do not know most of these questions.
    return undefined;
  }
}

async function askOllama(ask: Ask): Promise<Windows> {
  const [tags, loaded] = await Promise.all([ask('/api/tags'), ask('/api/ps')]);
  const names = namesInOllama(tags);
  if (!names) return new Map();
  const running = loadedInOllama(loaded);
  const windows = await Promise.all(
    names.slice(0, mostModels).map(async (model): Promise<[string, ServerWindow][]> => {
      const { set, largest = Infinity } = shownByOllama(await ask('/api/show', { model }));
      // Without a size in a request, Ollama loads a model with the size that its file asks for.
      const tokens = Math.min(set ?? running.get(model)?.contextTokens ?? largest, largest);
      return Number.isFinite(tokens) ? [[model, { contextTokens: tokens, server: 'ollama' }]] : [];
    }),
  );
  return new Map([...running, ...windows.flat()]);
}

async function askLmStudio(ask: Ask): Promise<Windows> {
  const [older, newer] = await Promise.all([ask('/api/v0/models'), ask('/api/v1/models')]);
  return new Map([...listedByLmStudioV1(newer), ...listedByLmStudioV0(older)]);
}

async function askLlamaCpp(ask: Ask, listed: ReadonlySet<string>): Promise<Windows> {
  const contextTokens = windowInProps(await ask('/props')) ?? windowInSlots(await ask('/slots'));
  if (contextTokens === undefined) return new Map();
  return new Map([...listed].map((name) => [name, { contextTokens, server: 'llamaCpp' }]));
}
