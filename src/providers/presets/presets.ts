import { originOf } from '../http/checkEndpoint.ts';
import { hostedPresets } from './hostedPresets.ts';
import { inferencePresets } from './inferencePresets.ts';
import type { Preset } from './preset.ts';
import { serverPresets } from './serverPresets.ts';

/*
 * Presets: kinds of providers as data. A preset with what people enter (address, whether there is a key) becomes
 * an entry of `tierwise.providers` (`entries.ts`), which is read as any other entry is.
 */
export const presets: readonly Preset[] = [...hostedPresets, ...inferencePresets, ...serverPresets];

export function presetNamed(id: string): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}

/** The preset with one address for all that is at this server; undefined for a server of somebody's own. */
export function presetAt(address: string): Preset | undefined {
  const origin = originOf(address);
  return presets.find(
    (preset) => preset.address.kind === 'fixed' && originOf(preset.address.baseUrl) === origin,
  );
}
