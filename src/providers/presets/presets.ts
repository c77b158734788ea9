import { hostedPresets } from './hostedPresets.ts';
import type { Preset } from './preset.ts';
import { serverPresets } from './serverPresets.ts';

/*
 * Presets: kinds of providers as data. A preset with what people enter (address, whether there is a key) becomes
 * an entry of `tierwise.providers` (`entries.ts`), which is read as any other entry is.
 */
export const presets: readonly Preset[] = [...hostedPresets, ...serverPresets];

export function presetNamed(id: string): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}
