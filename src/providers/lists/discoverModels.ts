import { spellingsOf } from '../../routing/models/serverWindow.ts';
import type { ProviderState } from '../../routing/situation.ts';
import type { ProviderConfig } from '../providerConfig.ts';
import { rootOf } from '../windows/askWindows.ts';
import { forwardedByOllama } from '../windows/readWindows.ts';
import { type DiscoveryOptions, listModels } from './listModels.ts';

/** Asks a server which models it has, for a decision. Never throws. */
export async function discoverModels(
  config: ProviderConfig,
  options: DiscoveryOptions = {},
): Promise<ProviderState> {
  const [list, forwarded] = await Promise.all([
    listModels(config, options),
    config.auth === 'none' ? askForwarded(config, options) : [],
  ]);
  if (list.kind !== 'listed') return { state: 'unavailable', why: list.why };
  const { models, windows } = list;
  return {
    state: 'ready',
    models: inAllSpellings(models.map(({ id }) => id)),
    ...(windows.size > 0 && { windows }),
    ...(forwarded.length > 0 && { forwarded: inAllSpellings(forwarded) }),
  };
}

/** In each spelling that servers take. */
function inAllSpellings(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap(spellingsOf));
}

/** Chosen by judgement: a decision waits for this, and a server of this network answers at once. */
const patienceMs = 500;

/** The models that an Ollama hands on; a decision about what stays here waits for them. No key is sent. */
async function askForwarded(
  { baseUrl }: ProviderConfig,
  { fetchUrl = fetch }: DiscoveryOptions,
): Promise<readonly string[]> {
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const response = await fetchUrl(`${rootOf(baseUrl)}/api/tags`, { redirect: 'manual', signal });
    return response.ok ? forwardedByOllama(await response.json()) : [];
  } catch {
    // Most servers do not know this question.
    return [];
  }
}
