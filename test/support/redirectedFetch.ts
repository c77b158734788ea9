import { vi } from 'vitest';

/**
 * Sends all requests to a server on loopback, with their path and query, and returns where they were going, in
 * order. Undone by `vi.unstubAllGlobals()`.
 */
export function redirected(url: string): readonly string[] {
  const real = globalThis.fetch;
  const wanted: string[] = [];
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
    const target = new URL(input instanceof Request ? input.url : input);
    wanted.push(target.href);
    return real(`${url}${target.pathname}${target.search}`, init);
  });
  return wanted;
}
