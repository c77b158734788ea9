import { keyInAddress } from '../http/authHeaders.ts';
import { checkEndpoint } from '../http/checkEndpoint.ts';
import { hostOf, isLoopback, isPrivate } from '../http/hosts.ts';
import { readBaseUrl } from '../http/baseUrl.ts';
import { inEnglish, type Say } from '../../routing/say.ts';
import type { Preset } from './preset.ts';

/** What the address of a preset becomes with what people entered, or what is wrong with it. */
export type EnteredAddress =
  | {
      readonly baseUrl: string;
      /** Prompts are readable for whoever is in the network on the way. */
      readonly isPlain: boolean;
    }
  | { readonly problem: string };

const namePattern = /^[a-z\d](?:[a-z\d-]{0,62}[a-z\d])?$/i;

/** Reads what people entered for a preset: a name, an address, or nothing for the usual one. */
export function enteredAddress(
  preset: Preset,
  entered: string,
  say: Say = inEnglish,
): EnteredAddress {
  const { address, wire, key } = preset;
  const written = entered.trim();
  if (address.kind === 'fixed') return { baseUrl: address.baseUrl, isPlain: false };
  if (address.kind === 'named' && namePattern.test(written)) {
    return { baseUrl: address.template.replace('*', written), isPlain: false };
  }
  if (address.kind === 'named' && !written.includes('://')) {
    return {
      problem: say(
        'Write the name of your {0}, such as {1}, or a complete address.',
        address.what,
        address.example,
      ),
    };
  }
  const whole = withScheme(written);
  const wrong =
    checkEndpoint(whole, { plainHttp: key !== 'needed' }, say) ?? keyInAddress(whole, say);
  if (wrong !== undefined) return { problem: wrong };
  const read = readBaseUrl(withUsualPath(preset, whole), wire, say);
  if ('problem' in read) return read;
  const url = new URL(read.baseUrl);
  return { ...read, isPlain: url.protocol === 'http:' && !isLoopback(hostOf(url)) };
}

/** People leave the scheme out: a server of one's own network is seldom behind TLS. */
function withScheme(written: string): string {
  const guess = `http://${written}`;
  if (written.includes('://') || !URL.canParse(guess)) return written;
  const host = hostOf(new URL(guess));
  const isNear = isLoopback(host) || isPrivate(host);
  return isNear ? guess : `https://${written}`;
}

/** An address of a server of this kind, with the path that all of them have where only the host is written. */
export function withUsualPath({ address, runs }: Preset, written: string): string {
  const url = new URL(written);
  if (url.pathname !== '/') return written;
  const path =
    address.kind === 'named'
      ? new URL(address.template.replace('*', 'x')).pathname
      : runs === 'models'
        ? '/v1'
        : '';
  return `${url.origin}${path}${url.search}`;
}
