import { spellingsOf } from '../../routing/models/serverWindow.ts';
import type { ProviderState } from '../../routing/situation.ts';
import type { ProviderConfig } from '../providerConfig.ts';
import { type DiscoveryOptions, listModels } from './listModels.ts';

/** Asks a server which models it has, for a decision. Never throws. */
export async function discoverModels(
  config: ProviderConfig,
  options: DiscoveryOptions = {},
): Promise<ProviderState> {
  const list = await listModels(config, options);
  if (list.kind !== 'listed') return { state: 'unavailable', why: list.why };
  const { models, windows } = list;
  // In each spelling that servers take.
  const names = new Set(models.flatMap(({ id }) => spellingsOf(id)));
  return { state: 'ready', models: names, ...(windows.size > 0 && { windows }) };
}
