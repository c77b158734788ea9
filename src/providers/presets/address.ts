import { checkEndpoint } from '../http/checkEndpoint.ts';
import { hostOf, isLoopback } from '../http/hosts.ts';
import { readBaseUrl } from '../http/baseUrl.ts';
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
export function enteredAddress({ address, wire, key }: Preset, entered: string): EnteredAddress {
  const written = entered.trim();
  if (address.kind === 'fixed') return { baseUrl: address.baseUrl, isPlain: false };
  if (address.kind === 'named' && namePattern.test(written)) {
    return { baseUrl: address.template.replace('*', written), isPlain: false };
  }
  if (address.kind === 'named' && !written.includes('://')) {
    return {
      problem: `Write the name of your ${address.what}, such as ${address.example}, or a complete address.`,
    };
  }
  const wrong = checkEndpoint(written, { plainHttp: key !== 'needed' });
  if (wrong !== undefined) return { problem: wrong };
  const read = readBaseUrl(written, wire);
  if ('problem' in read) return read;
  const url = new URL(read.baseUrl);
  return { ...read, isPlain: url.protocol === 'http:' && !isLoopback(hostOf(url)) };
}
