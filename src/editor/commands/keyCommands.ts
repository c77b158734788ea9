import * as vscode from 'vscode';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import { openAddProvider } from '../addProvider/door.ts';
import type { CommandId } from '../platform/contributed.ts';
import { HumanError } from '../platform/humanError.ts';
import { userSetting } from '../platform/setting.ts';
import { headerProblem, isSendable } from '../../providers/http/authHeaders.ts';
import { pastedKey } from '../../providers/http/pastedKey.ts';
import { readOtlpSetting } from '../spend/otlpSetting.ts';
import type { Handler, CommandContext } from './commandContext.ts';
import { say } from '../platform/say.ts';

export function keyHandlers(context: CommandContext): [CommandId, Handler][] {
  return [
    ['tierwise.addProvider', async () => (await openAddProvider()).addProvider(context)],
    ['tierwise.setApiKey', (provider) => setApiKey(context, provider)],
    ['tierwise.removeApiKey', () => removeApiKey(context)],
    ['tierwise.setProviderHeader', () => setProviderHeader(context)],
    ['tierwise.setOtlpHeader', () => setOtlpHeader(context)],
  ];
}

async function setApiKey(context: CommandContext, providerId: unknown): Promise<void> {
  const config = await chooseProvider(context, providerId, vscode.l10n.t('Tierwise: Set API Key'));
  if (!config) return;
  const { origin } = new URL(config.baseUrl);
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('Tierwise: Key for {0}', config.name),
    prompt: vscode.l10n.t('Kept in VS Code’s secret storage and sent to {0} only.', origin),
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      value.trim() === '' || isSendable(pastedKey(value))
        ? undefined
        : vscode.l10n.t('A key has no spaces and only plain characters.'),
  });
  if (!key?.trim()) return;
  await context.keys.set(config.id, config.baseUrl, pastedKey(key));
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The key for {0} at {1} is set.', config.name, origin),
  );
}

async function removeApiKey(context: CommandContext): Promise<void> {
  const config = await chooseProvider(
    context,
    undefined,
    vscode.l10n.t('Tierwise: Remove API Key'),
  );
  if (!config) return;
  await context.keys.remove(config.id, config.baseUrl);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The key for {0} is removed.', config.name),
  );
}

async function setProviderHeader(context: CommandContext): Promise<void> {
  const configs = await context.providers.all();
  const config = await pickProvider(configs, vscode.l10n.t('Tierwise: Set Secret Header'));
  if (!config) return;
  const { origin, protocol } = new URL(config.baseUrl);
  if (protocol === 'http:' && config.plainHttp) {
    throw new HumanError(
      vscode.l10n.t(
        'A secret header is not sent to {0} over plain http, where others could read it. Use https there first.',
        origin,
      ),
    );
  }
  const written = await askHeader(
    vscode.l10n.t('Tierwise: Secret Header for {0}', config.name),
    origin,
  );
  if (!written) return;
  const [name, value] = written;
  await context.providerHeaders.set(config.id, config.baseUrl, name, value);
  tellHeader(written, vscode.l10n.t('{0} at {1}', config.name, origin));
}

async function setOtlpHeader({ otlpHeaders }: CommandContext): Promise<void> {
  const setting = readOtlpSetting(userSetting('tierwise.otlp'));
  const openSettings = { label: vscode.l10n.t('Open Settings'), setting: 'tierwise.otlp' } as const;
  if (!setting) {
    throw new HumanError(vscode.l10n.t('Set the endpoint for the export of spend first.'), [
      openSettings,
    ]);
  }
  if ('problem' in setting) throw new HumanError(setting.problem, [openSettings]);
  const { endpoint } = setting;
  const written = await askHeader(
    vscode.l10n.t('Tierwise: Header for the Export of Spend'),
    endpoint.origin,
  );
  if (!written) return;
  await otlpHeaders.set(endpoint, ...written);
  tellHeader(written, endpoint.origin);
}

type Header = [name: string, value: string];

async function askHeader(title: string, origin: string): Promise<Header | undefined> {
  const written = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t(
      'Write name=value; an empty value removes the header. Kept in VS Code’s secret storage and sent to {0} only.',
      origin,
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: headerLineProblem,
  });
  return written === undefined ? undefined : splitHeader(written);
}

function tellHeader([name, value]: Header, place: string): void {
  void vscode.window.showInformationMessage(
    value === ''
      ? vscode.l10n.t('The header {0} for {1} is removed.', name, place)
      : vscode.l10n.t('The header {0} for {1} is set.', name, place),
  );
}

function headerLineProblem(line: string): string | undefined {
  if (!line.includes('=')) return say('Write name=value.');
  return headerProblem(...splitHeader(line), say);
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
      vscode.l10n.t('None of your providers needs a key. Add one that does first.'),
      [{ label: vscode.l10n.t('Add Provider…'), command: 'tierwise.addProvider' }],
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
    { title, placeHolder: vscode.l10n.t('For which provider?') },
  );
  return chosen?.config;
}
