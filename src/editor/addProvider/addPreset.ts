import * as vscode from 'vscode';
import { entryOf, presetFields, writtenEntry } from '../../providers/presets/entries.ts';
import type { Preset } from '../../providers/presets/preset.ts';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import { runsHere } from '../../providers/runsHere.ts';
import { type Catalog, mergeModels } from '../../routing/models/catalog.ts';
import { parseModels } from '../../routing/models/parseModels.ts';
import { dayOf } from '../../routing/time.ts';
import { plainMessage } from '../platform/escape.ts';
import { HumanError } from '../platform/humanError.ts';
import { userSetting } from '../platform/setting.ts';
import type { Services } from '../services.ts';
import { openProviderReader } from '../situation/door.ts';
import { type AskedKey, askKey } from './askKey.ts';
import { askPlace, type Place } from './askPlace.ts';
import { pickTiers, priceNotes } from './pickTiers.ts';
import { reviewSettings } from './reviewSettings.ts';
import { type Access, type ServerModels, serverModels } from './serverModels.ts';
import type { SettingsChange } from './settingsEdit.ts';
import { tryModel } from './testCall.ts';
import { tiersNow } from './tiersNow.ts';
import { say } from '../platform/say.ts';

/**
 * Asks for what a preset leaves open, shows the change of the settings and writes it when the developer applies
 * it. Cancelling any question ends it, with nothing written and no key kept. Rejects with HumanError.
 */
export async function addPreset(preset: Preset, services: Services): Promise<void> {
  const place = await askPlace(preset, await services.providers.all());
  if (!place) return;
  const reached = await reach(preset, place, services);
  if (!reached) return;
  const { config, entry, asked, access, found } = reached;
  const today = dayOf(Date.now());
  const facts = factsOf(found, config, today);
  const { catalog: known } = await services.situation.current();
  const catalog = mergeModels(known, parseModels(facts).models);
  const isFree = runsHere(config);
  const picked = await pickTiers({
    from: config.name,
    references: found.models.map(({ id }) => `${config.id}/${id}`),
    tiers: tiersNow(),
    catalog,
    provider: config.id,
    areFree: isFree,
    today,
  });
  if (!picked) return;
  const [reference] = picked.chosen;
  if (
    reference !== undefined &&
    !(await tryModel({ config, access, reference, catalog, isFree }, services))
  )
    return;
  const change: SettingsChange = {
    providers: entry ? { [config.id]: entry } : {},
    models: newFacts(facts, picked.chosen, known),
    ...(picked.chosen.length > 0 && { tiers: picked.tiers }),
  };
  const notes = isFree ? [] : priceNotes(picked.chosen, catalog);
  if (!(await reviewSettings({ name: config.name, change, notes }))) return;
  await keepKey(place, asked, services);
  void vscode.window.showInformationMessage(
    plainMessage(vscode.l10n.t('{0} is set up.', config.name)),
  );
}

/** A server that was asked for its models. */
interface Reached {
  readonly config: ProviderConfig;
  /** Undefined where the settings need none. */
  readonly entry: Readonly<Record<string, unknown>> | undefined;
  readonly asked: AskedKey;
  readonly access: Access;
  readonly found: ServerModels;
}

/** Asks for a key until the server takes it; resolves to undefined on cancel. */
async function reach(
  preset: Preset,
  place: Place,
  { keys, providerHeaders }: Services,
): Promise<Reached | undefined> {
  const headers = await providerHeaders.get(place.id, place.baseUrl);
  for (;;) {
    const asked = await askKey(preset, place, keys);
    if (!asked) return undefined;
    const { config, entry } = await described(preset, place, asked.key !== undefined);
    const access: Access = { key: asked.key, headers };
    const found = await serverModels(preset, config, access);
    if (found === undefined) return undefined;
    if (found !== 'newKey') return { config, entry, asked, access, found };
  }
}

/** The provider as the settings would describe it, read as any setting is. Rejects with HumanError. */
async function described(preset: Preset, { id, baseUrl }: Place, hasKey: boolean) {
  const written = userSetting('tierwise.providers');
  const before = writtenEntry(written, id);
  const entry = entryOf(preset, { id, baseUrl, hasKey, isWritten: before !== undefined });
  const own = Object.entries(before ?? {}).filter(([field]) => !presetFields.includes(field));
  const wanted = entry && { ...Object.fromEntries(own), ...entry };
  const { parseProviders } = await openProviderReader();
  const { providers, problems } = parseProviders(wanted ? { [id]: wanted } : {}, say);
  const [problem] = problems;
  const config = providers.find((each) => each.id === id);
  if (problem || !config) {
    throw new HumanError(problem?.message ?? say('This provider cannot be described in settings.'));
  }
  return { config, entry };
}

type Facts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a server's list says of its models, as `tierwise.models` writes it. */
function factsOf(
  { models, windows }: ServerModels,
  { id, baseUrl, discover }: ProviderConfig,
  today: string,
): Facts {
  const source = say('{0}, its list of models', new URL(baseUrl).origin);
  const facts = models.flatMap(({ id: model, price }) => {
    // A server that is asked again and again says what its windows are then.
    const contextTokens = discover ? undefined : windows.get(model)?.contextTokens;
    const known = {
      ...(contextTokens !== undefined && { contextTokens }),
      ...(price && { prices: [{ from: today, source, ...price }] }),
    };
    return Object.keys(known).length > 0 ? [[`${id}/${model}`, known] as const] : [];
  });
  return Object.fromEntries(facts);
}

/** The facts of the chosen models that nothing says yet. */
function newFacts(facts: Facts, chosen: readonly string[], known: Catalog): Facts {
  const fresh = chosen.flatMap((reference) => {
    const told = facts[reference];
    if (!told) return [];
    const model = known.get(reference);
    const entries = Object.entries(told).filter(([field]) =>
      field === 'prices' ? (model?.prices.length ?? 0) === 0 : model?.contextTokens === undefined,
    );
    return entries.length > 0 ? [[reference, Object.fromEntries(entries)] as const] : [];
  });
  return Object.fromEntries(fresh);
}

/** Keeps a new key for the address, and none for the address that the provider had before. */
async function keepKey(
  { id, baseUrl, before }: Place,
  { key, isNew }: AskedKey,
  { keys }: Services,
): Promise<void> {
  if (isNew && key !== undefined) await keys.set(id, baseUrl, key);
  const hasMoved = before && new URL(before.baseUrl).origin !== new URL(baseUrl).origin;
  if (hasMoved) await keys.remove(id, before.baseUrl);
}
