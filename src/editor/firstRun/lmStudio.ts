import type { ProviderConfig } from '../../providers/providerConfig.ts';

/** LM Studio at its usual port, to ask it whether it is there. */
export const lmStudio: ProviderConfig = {
  id: 'lmstudio',
  name: 'LM Studio',
  wire: 'openaiCompatible',
  baseUrl: 'http://127.0.0.1:1234/v1',
  auth: 'none',
  discover: true,
  simulated: false,
};

/** Whether the settings name a server at that address already, by any name of this machine. */
export function isNamed(configs: readonly ProviderConfig[]): boolean {
  const { port } = new URL(lmStudio.baseUrl);
  return configs.some(({ baseUrl }) => {
    const url = new URL(baseUrl);
    return url.port === port && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  });
}
