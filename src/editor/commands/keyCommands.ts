import * as vscode from 'vscode';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import type { CommandId } from '../contributed.ts';
import { HumanError } from '../humanError.ts';
import type { Handler, World } from './world.ts';

export function keyHandlers(world: World): [CommandId, Handler][] {
  return [
    ['tierwise.setApiKey', (provider) => setApiKey(world, provider)],
    ['tierwise.removeApiKey', () => removeApiKey(world)],
  ];
}

async function setApiKey(world: World, wanted: unknown): Promise<void> {
  const config = await chooseProvider(world, wanted, 'Tierwise: Set API Key');
  if (!config) return;
  const { origin } = new URL(config.baseUrl);
  const key = await vscode.window.showInputBox({
    title: `Tierwise: Key for ${config.name}`,
    prompt: `Kept in VS Code’s secret storage and sent to ${origin} only.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => (/\s/.test(value.trim()) ? 'A key has no spaces.' : undefined),
  });
  if (!key?.trim()) return;
  await world.keys.set(config.id, config.baseUrl, key.trim());
  void vscode.window.showInformationMessage(`The key for ${config.name} at ${origin} is set.`);
}

async function removeApiKey(world: World): Promise<void> {
  const config = await chooseProvider(world, undefined, 'Tierwise: Remove API Key');
  if (!config) return;
  await world.keys.remove(config.id, config.baseUrl);
  void vscode.window.showInformationMessage(`The key for ${config.name} is removed.`);
}

async function chooseProvider(
  { providers }: World,
  wanted: unknown,
  title: string,
): Promise<ProviderConfig | undefined> {
  const configs = (await providers.all()).filter(({ auth }) => auth !== 'none');
  const named = configs.find(({ id }) => id === wanted);
  if (named) return named;
  if (configs.length === 0) throw new HumanError('None of your providers needs a key.');
  const chosen = await vscode.window.showQuickPick(
    configs.map((config) => ({
      label: config.name,
      description: new URL(config.baseUrl).origin,
      config,
    })),
    { title, placeHolder: 'For which provider?' },
  );
  return chosen?.config;
}
