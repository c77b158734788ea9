import * as vscode from 'vscode';
import type { ListedModel } from '../../providers/lists/listed.ts';
import { listModels, type ModelList } from '../../providers/lists/listModels.ts';
import { withLitellmInfo } from '../../providers/lists/litellmInfo.ts';
import type { Preset } from '../../providers/presets/preset.ts';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import type { Windows } from '../../providers/windows/readWindows.ts';
import { plainMessage } from '../platform/escape.ts';
import { title } from './pickSource.ts';
import { say } from '../platform/say.ts';

/** Somebody waits for this and can cancel it, so a slow gateway has time. Chosen by judgement. */
const patienceMs = 20_000;

/** The models that may be chosen. */
export interface ServerModels {
  readonly models: readonly ListedModel[];
  readonly windows: Windows;
}

/** What is sent with the question. */
export interface Access {
  readonly key: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The models of a server: its list, or the names that the developer types. Resolves to `newKey` when they want to
 * enter another key first, and to undefined on cancel.
 */
export async function serverModels(
  preset: Preset,
  config: ProviderConfig,
  access: Access,
): Promise<ServerModels | 'newKey' | undefined> {
  while (preset.models !== 'typed') {
    const list = await fetchList(preset, config, access);
    if (list === undefined) return undefined;
    const models = list.kind === 'listed' ? list.models.filter(({ answers }) => answers) : [];
    if (list.kind === 'listed' && models.length > 0) return { models, windows: list.windows };
    const next = await askNext(config, list, access.key !== undefined || preset.key !== 'none');
    if (next !== 'again' && next !== 'type') return next;
    if (next === 'type') break;
  }
  const names = await askNames(preset);
  return names && { models: names.map((id) => ({ id, answers: true })), windows: new Map() };
}

async function fetchList(
  { details }: Preset,
  config: ProviderConfig,
  access: Access,
): Promise<ModelList | undefined> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: plainMessage(vscode.l10n.t('Asking {0} for its models…', config.name)),
      cancellable: true,
    },
    async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const options = { ...access, patienceMs, signal: abort.signal };
      const list = await listModels(config, options);
      const isLitellm = details === 'litellm' && list.kind === 'listed';
      const told = isLitellm ? await withLitellmInfo(list, config, options) : list;
      return abort.signal.aborted ? undefined : told;
    },
  );
}

const again = say('Try Again');
const type = say('Type a Model’s Name');
const otherKey = say('Enter Another Key');

async function askNext(
  config: ProviderConfig,
  list: ModelList,
  mayHaveKey: boolean,
): Promise<'again' | 'type' | 'newKey' | undefined> {
  const { why, buttons } = nextSteps(config, list, mayHaveKey);
  const chosen = await vscode.window.showWarningMessage(
    plainMessage(why),
    { modal: true, detail: say('Nothing is written yet.') },
    ...buttons,
  );
  if (chosen === again) return 'again';
  if (chosen === otherKey) return 'newKey';
  return chosen === type ? 'type' : undefined;
}

function nextSteps(
  { name, baseUrl }: ProviderConfig,
  list: ModelList,
  mayHaveKey: boolean,
): { readonly why: string; readonly buttons: readonly string[] } {
  const { origin } = new URL(baseUrl);
  if (list.kind === 'listed') {
    return { why: say('{0} at {1} has no models yet.', name, origin), buttons: [again, type] };
  }
  if (list.kind === 'badKey') {
    const why = say('{0} does not accept this key: {1}.', name, list.why);
    return { why, buttons: mayHaveKey ? [otherKey, type] : [type] };
  }
  if (list.kind === 'forbidden') {
    const why = say('{0} does not give its models: {1}.', name, list.why);
    return { why, buttons: mayHaveKey ? [otherKey, type, again] : [type, again] };
  }
  if (list.kind === 'unreachable') {
    return { why: say('{0} cannot be reached: {1}.', name, list.why), buttons: [again, type] };
  }
  return {
    why: say('{0} gives no list of its models: {1}.', name, list.why),
    buttons: [type, again],
  };
}

async function askNames({ name, models, hint }: Preset): Promise<readonly string[] | undefined> {
  const entered = await vscode.window.showInputBox({
    title: say('{0}: models of {1}', title, name),
    prompt: [
      vscode.l10n.t('Names of models as calls take them, with commas between them.'),
      ...(models === 'typed' && hint !== undefined ? [hint] : []),
    ].join(' '),
    ignoreFocusOut: true,
    validateInput: (text) =>
      namesIn(text).length > 0 ? undefined : vscode.l10n.t('Write at least one name.'),
  });
  return entered === undefined ? undefined : namesIn(entered);
}

function namesIn(text: string): string[] {
  return [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '');
}
