import type { ProviderFacts, ProviderState } from '../routing/situation.ts';
import { isLocalEndpoint } from './http/hosts.ts';
import type { ProviderConfig } from './providerConfig.ts';
import { runsHere } from './runsHere.ts';

/**
 * What a decision may look at of a provider that is in this state.
 *
 * @param localHosts hosts as `readLocalHosts` gives them
 */
export function providerFacts(
  config: ProviderConfig,
  state: ProviderState,
  localHosts: readonly string[],
): ProviderFacts {
  const { name, simulated, baseUrl, local } = config;
  const isLocal = local !== false && isLocalEndpoint(baseUrl, localHosts);
  return {
    name,
    simulated,
    state,
    ...(isLocal && { isLocal: true }),
    ...(runsHere(config) && { isFree: true }),
  };
}

/** Whether a provider needs a key that is not there. */
export function isKeyMissing({ auth }: ProviderConfig, key: string | undefined): boolean {
  return auth !== 'none' && !key;
}
