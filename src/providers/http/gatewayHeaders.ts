/** How a gateway says that an answer came from its own cache of answers, so that nobody bills it. */
interface CacheHeader {
  readonly who: string;
  readonly source: string;
  /** ISO date on which the source was read. */
  readonly read: string;
  readonly header: string;
  readonly tells: RegExp;
}

const hit = /^(?:semantic )?hit$/i;

const cacheHeaders: readonly CacheHeader[] = [
  {
    who: 'LiteLLM, by a key that only answers of the cache have',
    source: 'https://docs.litellm.ai/docs/proxy/caching',
    read: '2026-11-30',
    header: 'x-litellm-cache-key',
    tells: /\S/,
  },
  {
    who: 'OpenRouter',
    source: 'https://openrouter.ai/docs/guides/features/response-caching',
    read: '2026-11-30',
    header: 'x-openrouter-cache-status',
    tells: hit,
  },
  {
    who: 'Portkey',
    source: 'https://portkey.ai/docs/api-reference/response-schema',
    read: '2026-11-30',
    header: 'x-portkey-cache-status',
    tells: hit,
  },
  {
    who: 'Cloudflare’s AI Gateway',
    source: 'https://developers.cloudflare.com/ai-gateway/features/caching/',
    read: '2026-11-30',
    header: 'cf-aig-cache-status',
    tells: hit,
  },
  {
    who: 'Helicone',
    source: 'https://docs.helicone.ai/features/advanced-usage/caching',
    read: '2026-11-30',
    header: 'helicone-cache',
    tells: hit,
  },
];

/**
 * What a gateway says in its headers of an answer. `cached`: it came from the gateway's cache of answers, and no
 * model was asked. `standIn`: another model answered than the one that was asked.
 */
export type GatewayWord = 'cached' | 'standIn';

export function gatewayWord(headers: Headers): GatewayWord | undefined {
  const isCached = cacheHeaders.some(({ header, tells }) => tells.test(headers.get(header) ?? ''));
  if (isCached) return 'cached';
  // LiteLLM's count of the models that it asked instead (https://docs.litellm.ai/docs/proxy/response_headers).
  return Number(headers.get('x-litellm-attempted-fallbacks')) > 0 ? 'standIn' : undefined;
}
