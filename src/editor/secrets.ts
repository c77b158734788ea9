import type * as vscode from 'vscode';

/**
 * API keys in SecretStorage. A key belongs to a provider and to the origin it was entered for: when
 * an endpoint moves to another origin, its key stays behind.
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

function secretName(provider: string, baseUrl: string): string {
  return `tierwise.key:${provider}@${new URL(baseUrl).origin}`;
}
