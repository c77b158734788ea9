import { createAnthropicProvider } from './anthropic/provider.ts';
import type { Connection } from './http/connection.ts';
import { createOpenaiProvider } from './openai/provider.ts';
import { createOpenaiCompatibleProvider } from './openaiCompatible/provider.ts';
import { createOpenaiDecisionsProvider } from './openaiDecisions/provider.ts';
import type { Provider } from './provider.ts';
import type { ProviderConfig, ApiFormat } from './providerConfig.ts';

const factories: Record<ApiFormat, (connection: Connection) => Provider> = {
  anthropic: createAnthropicProvider,
  openai: createOpenaiProvider,
  openaiCompatible: createOpenaiCompatibleProvider,
  openaiDecisions: createOpenaiDecisionsProvider,
};

/**
 * Creates the provider that a configuration describes. `key` is called again for each model call; `note`
 * takes remarks for the log.
 */
export function createProvider(
  { id, name, wire, baseUrl, auth }: ProviderConfig,
  key: Connection['key'],
  note?: Connection['note'],
): Provider {
  return factories[wire]({
    id,
    name,
    baseUrl,
    ...(auth && { auth }),
    key,
    // Looked up at each call, because VS Code may put its own fetch in place later.
    fetch: (input, init) => globalThis.fetch(input, init),
    now: Date.now,
    note,
  });
}
