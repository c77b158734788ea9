import { createAnthropicProvider } from './anthropic/provider.ts';
import type { BatchProvider } from './batches/batchProvider.ts';
import { createBatchProvider } from './batches/createBatchProvider.ts';
import type { Connection } from './http/connection.ts';
import { createOpenaiProvider } from './openai/provider.ts';
import { createOpenaiCompatibleProvider } from './openaiCompatible/provider.ts';
import { createOpenaiDecisionsProvider } from './openaiDecisions/provider.ts';
import type { Provider } from './provider.ts';
import type { ApiFormat, ProviderConfig, Timeouts } from './providerConfig.ts';

const factories: Record<ApiFormat, (connection: Connection) => Provider> = {
  anthropic: createAnthropicProvider,
  openai: createOpenaiProvider,
  openaiCompatible: createOpenaiCompatibleProvider,
  openaiDecisions: createOpenaiDecisionsProvider,
};

/** What a provider may have besides its key. */
export interface ProviderExtras {
  /** By name. */
  readonly secretHeaders?: () => Promise<Readonly<Record<string, string>>> | Record<string, string>;
  readonly note?: Connection['note'];
}

/**
 * Creates the provider that a configuration describes. `key` and `secretHeaders` are called again for each
 * model call; `note` takes remarks for the log.
 */
export function createProvider(
  config: ProviderConfig,
  key: Connection['key'],
  extras: ProviderExtras = {},
): Provider {
  return factories[config.wire](connectionOf(config, key, extras));
}

/** The batches of the provider that a configuration describes; undefined where it offers none. */
export function createBatches(
  config: ProviderConfig,
  key: Connection['key'],
  extras: ProviderExtras = {},
): BatchProvider | undefined {
  return createBatchProvider(config.wire, connectionOf(config, key, extras));
}

function connectionOf(
  { id, name, baseUrl, auth, headers = {}, plainHttp, timeouts = {} }: ProviderConfig,
  key: Connection['key'],
  { secretHeaders = () => ({}), note }: ProviderExtras,
): Connection {
  return {
    id,
    name,
    baseUrl,
    ...(auth && { auth }),
    key,
    headers: async () => ({ plain: headers, secret: await secretHeaders() }),
    allowPlainHttp: plainHttp === true,
    limits: limitsOf(timeouts),
    // Looked up at each call, because VS Code may put its own fetch in place later.
    fetch: (input, init) => globalThis.fetch(input, init),
    now: Date.now,
    note,
  };
}

function limitsOf({ connectSeconds, firstByteSeconds, silenceSeconds, totalSeconds }: Timeouts) {
  return {
    ...(connectSeconds !== undefined && { connectMs: connectSeconds * 1000 }),
    ...(firstByteSeconds !== undefined && { firstByteMs: firstByteSeconds * 1000 }),
    ...(silenceSeconds !== undefined && { silenceMs: silenceSeconds * 1000 }),
    ...(totalSeconds !== undefined && { totalMs: totalSeconds * 1000 }),
  };
}
