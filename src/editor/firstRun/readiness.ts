import { usualKeyNames } from '../../providers/usualKeyNames.ts';
import { providersOf } from '../../providers/presets/entries.ts';
import { presets } from '../../providers/presets/presets.ts';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import type { ProviderFacts, ProviderState } from '../../routing/situation.ts';

/** What Tierwise found on this machine and in the settings. */
export interface Readiness {
  readonly tiers: readonly ReadyTier[];
  readonly places: readonly FoundProvider[];
  readonly offered: readonly OfferedKey[];
  readonly services: readonly KeyOfService[];
  /** The models of an LM Studio that answers although no setting names it. */
  readonly lmStudio?: readonly string[];
}

export interface ReadyTier {
  readonly name: string;
  readonly isReady: boolean;
  /** The model that it means now, or why it has none. */
  readonly words: string;
}

/** A provider, and what is known of it. */
export interface FoundProvider {
  readonly name: string;
  readonly state: ProviderState;
  /** Whether it takes a key. */
  readonly takesKey: boolean;
}

/** A variable of the environment that may hold the key of a provider. Its value was not read. */
export interface OfferedKey {
  readonly variable: string;
  readonly provider: string;
  readonly name: string;
  readonly baseUrl: string;
}

/** The providers in the order of the settings, VS Code's own models last. */
export function placesOf(
  configs: readonly ProviderConfig[],
  facts: ReadonlyMap<string, ProviderFacts>,
): FoundProvider[] {
  return [...facts].map(([id, { name, state }]) => {
    const config = configs.find((each) => each.id === id);
    return { name, state, takesKey: config !== undefined && config.auth !== 'none' };
  });
}

/**
 * The keys that the environment may hold for providers without one. `isSet` says whether a variable is there;
 * no value is looked at.
 */
export function offeredKeys(
  configs: readonly ProviderConfig[],
  facts: ReadonlyMap<string, ProviderFacts>,
  isSet: (variable: string) => boolean,
): OfferedKey[] {
  return configs.flatMap(({ id, name, baseUrl }) => {
    if (facts.get(id)?.state.state !== 'noKey') return [];
    const variable = usualKeyNames(baseUrl).find(isSet);
    return variable === undefined ? [] : [{ variable, provider: id, name, baseUrl }];
  });
}

/** A variable that may hold the key of a service that no setting names yet. Its value was not read. */
export interface KeyOfService {
  readonly variable: string;
  /** The name of the service's preset. */
  readonly name: string;
}

export function keysOfServices(
  configs: readonly ProviderConfig[],
  isSet: (variable: string) => boolean,
): KeyOfService[] {
  return presets.flatMap((preset) => {
    const { address, name } = preset;
    if (address.kind !== 'fixed' || providersOf(preset, configs).length > 0) return [];
    const variable = usualKeyNames(address.baseUrl).find(isSet);
    return variable === undefined ? [] : [{ variable, name }];
  });
}
