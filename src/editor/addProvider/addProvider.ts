import type { Services } from '../services.ts';
import { addPreset } from './addPreset.ts';
import { addVscodeModels } from './addVscodeModels.ts';
import { importProviders } from './importProviders.ts';
import { pickSource } from './pickSource.ts';

/*
 * Adding a provider: a preset or another program's file is picked, questions fill in what is missing, and the
 * change of the user's settings is shown as one diff. Until the developer applies it, nothing is written and no
 * key is kept. The presets are data (`providers/presets/`), the files are read by `providers/imports/`.
 */

/** Lets the developer add or change a provider. Rejects with HumanError. */
export async function addProvider(services: Services): Promise<void> {
  const source = await pickSource(services);
  if (!source) return;
  if (source.kind === 'preset') await addPreset(source.preset, services);
  else if (source.kind === 'vscodeModels') await addVscodeModels(services);
  else await importProviders(source.kind, services);
}
