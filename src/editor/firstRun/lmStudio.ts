import { hostOf, isLoopback } from '../../providers/http/hosts.ts';
import { usualServer } from '../../providers/presets/entries.ts';
import { presetNamed } from '../../providers/presets/presets.ts';
import type { ProviderConfig } from '../../providers/providerConfig.ts';

/** LM Studio at its usual port, unless the settings name a server there already, by any name of this machine. */
export function unnamedLmStudio(configs: readonly ProviderConfig[]): ProviderConfig | undefined {
  const preset = presetNamed('lmstudio');
  const server = preset && usualServer(preset);
  if (!server) return undefined;
  const { port } = new URL(server.baseUrl);
  const isNamed = configs.some(({ baseUrl }) => {
    const url = new URL(baseUrl);
    return url.port === port && isLoopback(hostOf(url));
  });
  return isNamed ? undefined : server;
}
