import type * as vscode from 'vscode';

/** SecretStorage that remembers, for as long as the window lives, what must not be shown or logged. */
export interface WatchedSecrets {
  readonly storage: vscode.SecretStorage;
  /** All secrets that were read or written in this window. */
  readonly seen: () => readonly string[];
}

export function watchSecrets(secrets: vscode.SecretStorage): WatchedSecrets {
  const seen = new Set<string>();
  const note = (value: string | undefined): void => {
    for (const secret of secretsIn(value)) seen.add(secret);
  };
  return {
    seen: () => [...seen],
    storage: {
      onDidChange: secrets.onDidChange,
      keys: () => secrets.keys(),
      delete: (name) => secrets.delete(name),
      async get(name) {
        const value = await secrets.get(name);
        note(value);
        return value;
      },
      async store(name, value) {
        note(value);
        await secrets.store(name, value);
      },
    },
  };
}

/** A key is stored as it is, headers as an object of theirs. */
function secretsIn(value: string | undefined): readonly string[] {
  if (value === undefined || value === '') return [];
  if (!value.startsWith('{')) return [value.trim()];
  try {
    return Object.values(JSON.parse(value) as Record<string, string>).map(String);
  } catch {
    return [value];
  }
}

/**
 * API keys in SecretStorage. A key belongs to a provider and to the origin it was entered for: if an
 * endpoint moves to another origin, the key is not sent there.
 */
export interface Keys {
  get(provider: string, baseUrl: string): Promise<string | undefined>;
  set(provider: string, baseUrl: string, key: string): Promise<void>;
  remove(provider: string, baseUrl: string): Promise<void>;
  /** Fires when a key was set or removed in any window. */
  readonly onDidChange: vscode.Event<{ readonly key: string }>;
}

export function keysIn(secrets: vscode.SecretStorage): Keys {
  return {
    get: async (provider, baseUrl) => secrets.get(secretName(provider, baseUrl)),
    set: async (provider, baseUrl, key) => secrets.store(secretName(provider, baseUrl), key),
    remove: async (provider, baseUrl) => secrets.delete(secretName(provider, baseUrl)),
    onDidChange: secrets.onDidChange,
  };
}

/** Secret headers of providers, in SecretStorage; like a key, each belongs to a provider and an origin. */
export interface ProviderHeaders {
  get(provider: string, baseUrl: string): Promise<Readonly<Record<string, string>>>;
  /** Sets one header; an empty value removes it. */
  set(provider: string, baseUrl: string, name: string, value: string): Promise<void>;
}

export function providerHeadersIn(secrets: vscode.SecretStorage): ProviderHeaders {
  const nameOf = (provider: string, baseUrl: string) =>
    `tierwise.headers:${provider}@${new URL(baseUrl).origin}`;
  return {
    get: (provider, baseUrl) => headersAt(secrets, nameOf(provider, baseUrl)),
    set: (provider, baseUrl, name, value) =>
      setHeader(secrets, nameOf(provider, baseUrl), [name, value]),
  };
}

/** The id of the provider whose key or headers a secret holds; undefined for any other secret. */
export function providerOfSecret(name: string): string | undefined {
  return /^tierwise\.(?:key|headers):([^@]+)@/.exec(name)?.[1];
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
  return {
    get: (endpoint) => headersAt(secrets, nameOf(endpoint)),
    set: (endpoint, name, value) => setHeader(secrets, nameOf(endpoint), [name, value]),
    onDidChange: secrets.onDidChange,
  };
}

async function headersAt(
  secrets: vscode.SecretStorage,
  at: string,
): Promise<Record<string, string>> {
  return JSON.parse((await secrets.get(at)) ?? '{}') as Record<string, string>;
}

async function setHeader(
  secrets: vscode.SecretStorage,
  at: string,
  [name, value]: readonly [name: string, value: string],
): Promise<void> {
  const { [name]: _, ...others } = await headersAt(secrets, at);
  const headers = value === '' ? others : { ...others, [name]: value };
  await secrets.store(at, JSON.stringify(headers));
}

function secretName(provider: string, baseUrl: string): string {
  return `tierwise.key:${provider}@${new URL(baseUrl).origin}`;
}
