import * as vscode from 'vscode';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import type { CommandId } from '../platform/contributed.ts';
import { HumanError } from '../platform/humanError.ts';
import { userSetting } from '../platform/setting.ts';
import { headerProblem } from '../../providers/http/authHeaders.ts';
import { readOtlpSetting } from '../spend/otlpSetting.ts';
import type { Handler, CommandContext } from './commandContext.ts';

export function keyHandlers(context: CommandContext): [CommandId, Handler][] {
  return [
    ['tierwise.setApiKey', (provider) => setApiKey(context, provider)],
    ['tierwise.removeApiKey', () => removeApiKey(context)],
    ['tierwise.setProviderHeader', () => setProviderHeader(context)],
    ['tierwise.setOtlpHeader', () => setOtlpHeader(context)],
  ];
}

async function setApiKey(context: CommandContext, providerId: unknown): Promise<void> {
  const config = await chooseProvider(context, providerId, 'Tierwise: Set API Key');
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
  await context.keys.set(config.id, config.baseUrl, key.trim());
  void vscode.window.showInformationMessage(`The key for ${config.name} at ${origin} is set.`);
}

async function removeApiKey(context: CommandContext): Promise<void> {
  const config = await chooseProvider(context, undefined, 'Tierwise: Remove API Key');
  if (!config) return;
  await context.keys.remove(config.id, config.baseUrl);
  void vscode.window.showInformationMessage(`The key for ${config.name} is removed.`);
}

async function setProviderHeader(context: CommandContext): Promise<void> {
  const configs = await context.providers.all();
  const config = await pickProvider(configs, 'Tierwise: Set Secret Header');
  if (!config) return;
  const { origin, protocol } = new URL(config.baseUrl);
  if (protocol === 'http:' && config.plainHttp) {
    throw new HumanError(
      `A secret header is not sent to ${origin} over plain http, where others could read it. Use https there first.`,
    );
  }
  const written = await askHeader(`Tierwise: Secret Header for ${config.name}`, origin);
  if (!written) return;
  const [name, value] = written;
  await context.providerHeaders.set(config.id, config.baseUrl, name, value);
  tellHeader(written, `${config.name} at ${origin}`);
}

async function setOtlpHeader({ otlpHeaders }: CommandContext): Promise<void> {
  const setting = readOtlpSetting(userSetting('tierwise.otlp'));
  const openSettings = { label: 'Open Settings', setting: 'tierwise.otlp' } as const;
  if (!setting) {
    throw new HumanError('Set the endpoint for the export of spend first.', [openSettings]);
  }
  if ('problem' in setting) throw new HumanError(setting.problem, [openSettings]);
  const { endpoint } = setting;
  const written = await askHeader('Tierwise: Header for the Export of Spend', endpoint.origin);
  if (!written) return;
  await otlpHeaders.set(endpoint, ...written);
  tellHeader(written, endpoint.origin);
}

type Header = [name: string, value: string];

async function askHeader(title: string, origin: string): Promise<Header | undefined> {
  const written = await vscode.window.showInputBox({
    title,
    prompt: `Write name=value; an empty value removes the header. Kept in VS Code’s secret storage and sent to ${origin} only.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: headerLineProblem,
  });
  return written === undefined ? undefined : splitHeader(written);
}

function tellHeader([name, value]: Header, place: string): void {
  const done = value === '' ? 'removed' : 'set';
  void vscode.window.showInformationMessage(`The header ${name} for ${place} is ${done}.`);
}

function headerLineProblem(line: string): string | undefined {
  if (!line.includes('=')) return 'Write name=value.';
  return headerProblem(...splitHeader(line));
}

function splitHeader(line: string): Header {
  const at = line.indexOf('=');
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

async function chooseProvider(
  { providers }: CommandContext,
  providerId: unknown,
  title: string,
): Promise<ProviderConfig | undefined> {
  const configs = (await providers.all()).filter(({ auth }) => auth !== 'none');
  const named = configs.find(({ id }) => id === providerId);
  if (named) return named;
  if (configs.length === 0)
    throw new HumanError(
      'None of your providers needs a key. Add a provider that does in `tierwise.providers` first.',
      [{ label: 'Open Settings', setting: 'tierwise.providers' }],
    );
  return pickProvider(configs, title);
}

async function pickProvider(
  configs: readonly ProviderConfig[],
  title: string,
): Promise<ProviderConfig | undefined> {
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
