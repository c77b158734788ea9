import { isRecord } from '../../routing/input/objects.ts';
import { originOf } from '../http/checkEndpoint.ts';
import { hostOf, isLoopback } from '../http/hosts.ts';
import { builtInProviders, type ProviderConfig } from '../providerConfig.ts';
import type { Preset } from './preset.ts';

/** An entry of `tierwise.providers` as it is written. */
export type WrittenEntry = Readonly<Record<string, unknown>>;

/** The fields of an entry that a preset decides; all others stay as the user wrote them. */
export const presetFields: readonly string[] = [
  'name',
  'wire',
  'baseUrl',
  'auth',
  'discover',
  'plainHttp',
  'local',
];

export interface Entered {
  readonly id: string;
  readonly baseUrl: string;
  readonly hasKey: boolean;
  /** The user's setting has an entry with this id, which is changed. */
  readonly isWritten: boolean;
}

/**
 * The entry that a preset becomes with what people entered; undefined where a provider that is built in needs
 * none. A second server of a kind is shown with its own id.
 */
export function entryOf(
  preset: Preset,
  { id, baseUrl, hasKey, isWritten }: Entered,
): WrittenEntry | undefined {
  const { wire, runs, auth } = preset;
  const builtIn = builtInProviders.find((each) => each.id === id);
  const isSame = builtIn?.baseUrl === baseUrl && hasKey === (builtIn.auth !== 'none');
  if (isSame && !isWritten) return undefined;
  const url = new URL(baseUrl);
  const isPlain = url.protocol === 'http:' && !isLoopback(hostOf(url));
  return {
    name: id === preset.id ? preset.name : `${preset.name} (${id})`,
    wire,
    baseUrl,
    ...(hasKey ? auth && { auth } : { auth: 'none' }),
    ...(runs === 'models' && { discover: true }),
    ...(isPlain && !hasKey && { plainHttp: true }),
    ...(runs === 'gateway' && { local: false }),
  };
}

/** The server of this computer at the usual address of its kind; undefined for a kind that has none. */
export function usualServer({ id, name, wire, address }: Preset): ProviderConfig | undefined {
  if (address.kind !== 'server' || address.usual === undefined) return undefined;
  return { id, name, wire, baseUrl: address.usual, auth: 'none', discover: true, simulated: false };
}

/** The providers that are of a preset's kind: by their id, or by the address that all of the kind have. */
export function providersOf(
  preset: Preset,
  configs: readonly ProviderConfig[],
): readonly ProviderConfig[] {
  const { address, id } = preset;
  return configs.filter(
    (config) =>
      config.id === id ||
      config.id.startsWith(`${id}-`) ||
      (address.kind === 'fixed' && originOf(config.baseUrl) === originOf(address.baseUrl)),
  );
}

/** A name for one more server of a kind that no provider has yet, such as `azure-contoso`. */
export function freeId(preset: Preset, baseUrl: string, taken: readonly string[]): string {
  if (!taken.includes(preset.id)) return preset.id;
  const label = hostOf(new URL(baseUrl)).split('.')[0] ?? '';
  const place = /^[a-z][a-z\d-]*$/.test(label) ? [`${preset.id}-${label}`] : [];
  const numbered = taken.map((_, index) => `${preset.id}-${index + 2}`);
  const names = [...place, ...numbered];
  return names.find((name) => !taken.includes(name)) ?? `${preset.id}-${taken.length + 2}`;
}

/** The entry that the user's setting has under an id; undefined where there is none. */
export function writtenEntry(setting: unknown, id: string): WrittenEntry | undefined {
  const entry = isRecord(setting) && Object.hasOwn(setting, id) ? setting[id] : undefined;
  return isRecord(entry) ? entry : undefined;
}
