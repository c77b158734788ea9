import type * as vscode from 'vscode';

/**
 * API keys in SecretStorage. A key belongs to a provider and to the origin it was entered for: if an
 * endpoint moves to another origin, the key is not sent there.
 */
export interface Keys {
  get(provider: string, baseUrl: string): Promise<string | undefined>;
  set(provider: string, baseUrl: string, key: string): Promise<void>;
  remove(provider: string, baseUrl: string): Promise<void>;
  /** Fires when a key was set or removed in any window. */
  readonly onDidChange: vscode.Event<unknown>;
}

export function keysIn(secrets: vscode.SecretStorage): Keys {
  return {
    get: async (provider, baseUrl) => secrets.get(secretName(provider, baseUrl)),
    set: async (provider, baseUrl, key) => secrets.store(secretName(provider, baseUrl), key),
    remove: async (provider, baseUrl) => secrets.delete(secretName(provider, baseUrl)),
    onDidChange: secrets.onDidChange,
  };
}

/** Headers for the export of spend, in SecretStorage; each belongs to the origin it was entered for. */
export interface OtlpHeaders {
  get(endpoint: URL): Promise<Readonly<Record<string, string>>>;
  /** Sets one header; an empty value removes it. */
  set(endpoint: URL, name: string, value: string): Promise<void>;
  /** Fires when a header was set or removed in any window. */
  readonly onDidChange: vscode.Event<unknown>;
}

export function otlpHeadersIn(secrets: vscode.SecretStorage): OtlpHeaders {
  const nameOf = (endpoint: URL) => `tierwise.otlpHeaders@${endpoint.origin}`;
  async function get(endpoint: URL): Promise<Record<string, string>> {
    return JSON.parse((await secrets.get(nameOf(endpoint))) ?? '{}') as Record<string, string>;
  }
  return {
    get,
    async set(endpoint, name, value) {
      const { [name]: _, ...others } = await get(endpoint);
      const headers = value === '' ? others : { ...others, [name]: value };
      await secrets.store(nameOf(endpoint), JSON.stringify(headers));
    },
    onDidChange: secrets.onDidChange,
  };
}

function secretName(provider: string, baseUrl: string): string {
  return `tierwise.key:${provider}@${new URL(baseUrl).origin}`;
}
