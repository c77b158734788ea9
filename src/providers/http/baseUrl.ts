import type { ApiFormat } from '../providerConfig.ts';
import { hostOf, isLoopback, isPrivate } from './hosts.ts';
import { inEnglish, type Say } from '../../routing/say.ts';

/** The paths of calls, which people paste from a provider's page, and the wires that use them. */
const callPaths: readonly { readonly path: RegExp; readonly wires: readonly ApiFormat[] }[] = [
  { path: /\/v1\/messages$/, wires: ['anthropic'] },
  { path: /\/messages$/, wires: ['anthropic'] },
  { path: /\/chat\/completions$/, wires: ['openaiCompatible', 'openai', 'openaiDecisions'] },
  { path: /\/responses$/, wires: ['openai', 'openaiCompatible', 'openaiDecisions'] },
  // Ollama's own API, beside which it speaks Chat Completions (docs.ollama.com/api, 2026-11).
  { path: /\/api\/(?:chat|generate|tags)$/, wires: ['openaiCompatible'] },
  { path: /\/models$/, wires: ['anthropic', 'openai', 'openaiCompatible', 'openaiDecisions'] },
];

const wireWords: Readonly<Record<ApiFormat, string>> = {
  anthropic: 'Anthropic Messages',
  openai: 'OpenAI Responses',
  openaiCompatible: 'Chat Completions',
  openaiDecisions: 'OpenAI Decisions',
};

/**
 * Puts an address right as people write it: with the full path of a call, without the `/v1` of a local
 * server, or with the `/v1` that Anthropic's SDK adds by itself. A query stays. Returns a sentence for
 * people where the address is of another wire. The address must be a URL.
 */
export function readBaseUrl(
  written: string,
  wire: ApiFormat,
  say: Say = inEnglish,
): { readonly baseUrl: string } | { readonly problem: string } {
  const url = new URL(written);
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  const call = callPaths.find(({ path }) => path.test(url.pathname));
  if (call && !call.wires.includes(wire)) {
    const [meant] = call.wires;
    return {
      problem: say(
        'This is an address of {0}: write "wire": "{1}", or the address for {2}.',
        wireWords[meant!],
        meant!,
        wireWords[wire],
      ),
    };
  }
  if (call) url.pathname = url.pathname.replace(call.path, '');
  url.pathname = versioned(url, wire);
  return { baseUrl: withoutLastSlash(url) };
}

function versioned(url: URL, wire: ApiFormat): string {
  const path = url.pathname.replace(/\/+$/, '');
  // Anthropic's SDK adds the version by itself.
  if (wire === 'anthropic') return path.replace(/\/v1$/, '');
  const host = hostOf(url);
  // Every local server speaks under /v1; some services of the internet have no version in their path.
  return path === '' && (isLoopback(host) || isPrivate(host)) ? '/v1' : path;
}

/** A URL without a path gets a slash that was not written. */
function withoutLastSlash({ origin, pathname, search }: URL): string {
  return `${origin}${pathname.replace(/\/+$/, '')}${search}`;
}
