import type { BatchProvider } from '../../providers/batches/batchProvider.ts';
import { createBatches, createProvider } from '../../providers/createProvider.ts';
import { discoverModels } from '../../providers/lists/discoverModels.ts';
import type { Provider } from '../../providers/provider.ts';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import { isKeyMissing, providerFacts } from '../../providers/providerFacts.ts';
import { askWindows } from '../../providers/windows/askWindows.ts';
import type { ProviderFacts, ProviderState } from '../../routing/situation.ts';
import { type Interruption, outliving } from './interrupt.ts';
import { keyFrom, keyNamesOf } from './keys.ts';
import type { UserSettings } from './readUserSettings.ts';

/** The providers of a run, with keys from the environment alone. */
export interface RunProviders {
  /** Servers are asked for their models once. */
  facts(): Promise<ReadonlyMap<string, ProviderFacts>>;
  provider(id: string): Promise<Provider | undefined>;
  /** The batches of a provider; undefined where it offers none. */
  batches(id: string): Promise<BatchProvider | undefined>;
  /** The keys that are in use, so that no output shows one. */
  readonly secrets: readonly string[];
  /** Where the key of a provider belongs, for people; undefined for an unknown one. */
  keyNames(id: string): readonly string[] | undefined;
}

export function openProviders(
  { providers, localHosts }: Pick<UserSettings, 'providers' | 'localHosts'>,
  env: NodeJS.ProcessEnv,
  interruption: Interruption,
): RunProviders {
  const configOf = (id: string) => providers.find((each) => each.id === id);
  const made = new Map<string, Provider>();
  let facts: Promise<ReadonlyMap<string, ProviderFacts>> | undefined;
  const readFacts = async () => {
    const read = providers.map(async (config): Promise<[string, ProviderFacts]> => {
      const state = await stateOf(config, keyFrom(env, config));
      return [config.id, providerFacts(config, state, localHosts)];
    });
    return new Map(await Promise.all(read));
  };
  return {
    facts: () => (facts ??= readFacts()),
    async provider(id) {
      const config = configOf(id);
      if (!config) return undefined;
      const provider =
        made.get(id) ??
        endingCalls(
          createProvider(config, () => keyFrom(env, config)),
          interruption,
        );
      made.set(id, provider);
      return provider;
    },
    async batches(id) {
      const config = configOf(id);
      return config && createBatches(config, () => keyFrom(env, config));
    },
    secrets: providers.flatMap((config) => keyFrom(env, config) ?? []),
    keyNames(id) {
      const config = configOf(id);
      return config && keyNamesOf(config);
    },
  };
}

async function stateOf(config: ProviderConfig, key: string | undefined): Promise<ProviderState> {
  if (isKeyMissing(config, key)) return { state: 'noKey' };
  if (!config.discover) return { state: 'ready' };
  const state = await discoverModels(config, { key });
  if (state.state !== 'ready' || !state.models || config.auth !== 'none') return state;
  const windows = new Map([...(state.windows ?? []), ...(await askWindows(config, state.models))]);
  return windows.size === 0 ? state : { ...state, windows };
}

/** A call that was begun is paid for, so it ends although the run is stopped. */
function endingCalls(provider: Provider, interruption: Interruption): Provider {
  return {
    id: provider.id,
    stream: (call, signal) => provider.stream(call, outliving(signal, interruption)),
  };
}
