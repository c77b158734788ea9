import type { ProviderState } from '../routing/situation.ts';
import type { ProviderConfig } from './providerConfig.ts';
import { listedWindows } from './windows/readWindows.ts';

/** Chosen by judgement: a local server answers at once, and a decision waits for this. */
const patienceMs = 800;

/** Asks an OpenAI-compatible server which models it has; sends no key. Never throws. */
export async function discoverModels(
  { baseUrl }: ProviderConfig,
  fetchUrl: typeof fetch = fetch,
): Promise<ProviderState> {
  const url = `${baseUrl.replace(/\/$/, '')}/models`;
  try {
    const response = await fetchUrl(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!response.ok) {
      return { state: 'unavailable', why: `${url} answered with status ${response.status}` };
    }
    const body = (await response.json()) as { data?: { id?: unknown }[] };
    const names = (body.data ?? []).map(({ id }) => id).filter((id) => typeof id === 'string');
    return { state: 'ready', models: new Set(names), windows: listedWindows(body) };
  } catch {
    return { state: 'unavailable', why: `nothing answers at ${new URL(url).origin}` };
  }
}
