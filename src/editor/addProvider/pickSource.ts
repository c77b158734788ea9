import * as vscode from 'vscode';
import { listModels } from '../../providers/lists/listModels.ts';
import { providersOf, usualServer } from '../../providers/presets/entries.ts';
import type { Preset } from '../../providers/presets/preset.ts';
import { presets } from '../../providers/presets/presets.ts';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import { isKeyMissing } from '../../providers/providerFacts.ts';
import type { Services } from '../services.ts';

export const title = vscode.l10n.t('Tierwise: Add Provider');

export type ProviderSource =
  | { readonly kind: 'preset'; readonly preset: Preset }
  | { readonly kind: 'vscodeModels' }
  | { readonly kind: 'chatLanguageModels' }
  | { readonly kind: 'otherProgram' };

type SourceItem = vscode.QuickPickItem & { readonly source?: ProviderSource };

/** Lets the developer pick a preset, or a file to import; resolves to undefined when they do not. */
export async function pickSource(services: Services): Promise<ProviderSource | undefined> {
  const chosen = await vscode.window.showQuickPick<SourceItem>(itemsFor(services), {
    title,
    placeHolder: vscode.l10n.t('Which provider? Nothing is written before you apply it.'),
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return chosen?.source;
}

async function itemsFor({ providers, keys }: Services): Promise<SourceItem[]> {
  const configs = await providers.all();
  const offered = await Promise.all(presets.map((preset) => presetItem(preset, configs, keys)));
  return [
    {
      label: vscode.l10n.t('VS Code’s models'),
      detail: vscode.l10n.t(
        'Those of a Copilot plan, or of other extensions; they need no key here',
      ),
      source: { kind: 'vscodeModels' },
    },
    ...offered,
    { label: vscode.l10n.t('Import'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t('$(file-code) VS Code’s chatLanguageModels.json…'),
      detail: vscode.l10n.t('Reads its list of models, without their keys'),
      source: { kind: 'chatLanguageModels' },
    },
    {
      label: vscode.l10n.t('$(file-code) A file of another program…'),
      detail: vscode.l10n.t(
        'Of LiteLLM, Continue, opencode, Claude Code Router, Roo Code, Kilo Code or Zed; without its keys',
      ),
      source: { kind: 'otherProgram' },
    },
  ];
}

async function presetItem(
  preset: Preset,
  configs: readonly ProviderConfig[],
  keys: Services['keys'],
): Promise<SourceItem> {
  const present = providersOf(preset, configs);
  const ready = await Promise.all(
    present.map(async (config) => !isKeyMissing(config, await keys.get(config.id, config.baseUrl))),
  );
  // What is built in without a key is always there, and says nothing of a server.
  const isSetUp = present.some((config, at) => ready[at] && !isShippedKeyless(config));
  const states = [
    ...(isSetUp ? [vscode.l10n.t('set up')] : []),
    ...((await isRunning(preset)) ? [vscode.l10n.t('running')] : []),
  ];
  return {
    label: preset.name,
    ...(states.length > 0 && { description: `$(check) ${states.join(', ')}` }),
    detail: preset.hint ?? placeWords(preset),
    source: { kind: 'preset', preset },
  };
}

function isShippedKeyless({ id, auth }: ProviderConfig): boolean {
  return id === 'ollama' && auth === 'none';
}

/** Whether a server of this computer lists models at the usual address of its kind. */
async function isRunning(preset: Preset): Promise<boolean> {
  const server = usualServer(preset);
  return server !== undefined && (await listModels(server)).kind === 'listed';
}

function placeWords({ address }: Preset): string {
  if (address.kind === 'fixed') return new URL(address.baseUrl).origin;
  if (address.kind === 'named') return address.template.replace('*', `<${address.what}>`);
  return address.usual ?? vscode.l10n.t('a server of your own');
}
