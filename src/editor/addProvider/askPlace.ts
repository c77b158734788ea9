import * as vscode from 'vscode';
import { type EnteredAddress, enteredAddress } from '../../providers/presets/address.ts';
import { freeId, providersOf } from '../../providers/presets/entries.ts';
import type { Preset } from '../../providers/presets/preset.ts';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import { title } from './pickSource.ts';
import { say } from '../platform/say.ts';

/** Where a provider is, and under which id it stands in the settings. */
export interface Place {
  readonly id: string;
  readonly baseUrl: string;
  /** The provider that is changed; undefined for a new one. */
  readonly before?: ProviderConfig;
}

/** Asks which server of a preset's kind is meant and for its address; resolves to undefined on cancel. */
export async function askPlace(
  preset: Preset,
  configs: readonly ProviderConfig[],
): Promise<Place | undefined> {
  const target = await askTarget(preset, configs);
  if (!target) return undefined;
  const { before } = target;
  const baseUrl = await askAddress(preset, before);
  if (baseUrl === undefined) return undefined;
  if (before) return { id: before.id, baseUrl, before };
  const id = await askId(
    preset,
    baseUrl,
    configs.map((config) => config.id),
  );
  return id === undefined ? undefined : { id, baseUrl };
}

interface Target {
  readonly before: ProviderConfig | undefined;
}

async function askTarget(
  preset: Preset,
  configs: readonly ProviderConfig[],
): Promise<Target | undefined> {
  const present = providersOf(preset, configs);
  const isFixed = preset.address.kind === 'fixed';
  if (present.length === 0) return { before: undefined };
  if (isFixed && present.length === 1) return { before: present[0] };
  const change = present.map((config) => ({
    label: vscode.l10n.t('Change {0}', config.name),
    description: `${config.id} · ${config.baseUrl}`,
    before: config as ProviderConfig | undefined,
  }));
  const another = {
    label: vscode.l10n.t('Add another server of this kind…'),
    description: '',
    before: undefined,
  };
  return vscode.window.showQuickPick(isFixed ? change : [...change, another], {
    title: `${title}: ${preset.name}`,
    placeHolder: vscode.l10n.t('Which one?'),
    ignoreFocusOut: true,
  });
}

async function askAddress(
  preset: Preset,
  before: ProviderConfig | undefined,
): Promise<string | undefined> {
  const { address, name, hint } = preset;
  if (address.kind === 'fixed') return address.baseUrl;
  const isNamed = address.kind === 'named';
  const usual = before?.baseUrl ?? (isNamed ? undefined : address.usual);
  const entered = await vscode.window.showInputBox({
    title: `${title}: ${name}`,
    prompt: [
      isNamed
        ? say('The name of your {0}, or a complete address.', address.what)
        : say('Its address.'),
      ...(hint === undefined ? [] : [hint]),
    ].join(' '),
    placeHolder: isNamed ? address.example : 'https://gateway.example.com/v1',
    ...(usual !== undefined && { value: usual }),
    ignoreFocusOut: true,
    validateInput: (text) => problemOf(enteredAddress(preset, text, say)),
  });
  if (entered === undefined) return undefined;
  const read = enteredAddress(preset, entered, say);
  return 'baseUrl' in read ? read.baseUrl : undefined;
}

function problemOf(read: EnteredAddress): string | vscode.InputBoxValidationMessage | undefined {
  if ('problem' in read) return read.problem;
  if (!read.isPlain) return undefined;
  return {
    message: vscode.l10n.t(
      'Over http, whoever is in this network can read your prompts. No key is sent there.',
    ),
    severity: vscode.InputBoxValidationSeverity.Warning,
  };
}

/** A further server of a kind has a name of its own. */
async function askId(
  preset: Preset,
  baseUrl: string,
  taken: readonly string[],
): Promise<string | undefined> {
  const proposed = freeId(preset, baseUrl, taken);
  if (proposed === preset.id) return proposed;
  const entered = await vscode.window.showInputBox({
    title: `${title}: ${preset.name}`,
    prompt: vscode.l10n.t('A name for this server, which stands before its models: name/model.'),
    value: proposed,
    ignoreFocusOut: true,
    validateInput(text) {
      if (taken.includes(text)) return vscode.l10n.t('Another provider has this name.');
      return /^[a-z\d][a-z\d-]*$/.test(text) && text !== 'vscode'
        ? undefined
        : vscode.l10n.t('Use small letters, digits and dashes.');
    },
  });
  return entered;
}
