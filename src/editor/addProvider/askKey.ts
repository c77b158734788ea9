import * as vscode from 'vscode';
import type { Preset } from '../../providers/presets/preset.ts';
import { isSendable } from '../../providers/http/authHeaders.ts';
import { pastedKey } from '../../providers/http/pastedKey.ts';
import { usualKeyNames } from '../../providers/usualKeyNames.ts';
import { HumanError } from '../platform/humanError.ts';
import { say } from '../platform/say.ts';
import type { Keys } from '../platform/secrets.ts';
import type { Place } from './askPlace.ts';
import { title } from './pickSource.ts';

/** The key that is used; `isNew` when it was entered now and is to be kept. */
export interface AskedKey {
  readonly key: string | undefined;
  readonly isNew: boolean;
}

/**
 * Asks for the key, which stays in memory until the change is applied. Resolves to undefined on cancel. Rejects with
 * HumanError.
 */
export async function askKey(
  preset: Preset,
  { id, baseUrl }: Place,
  keys: Keys,
): Promise<AskedKey | undefined> {
  const url = new URL(baseUrl);
  if (preset.key === 'none') return { key: undefined, isNew: false };
  const stored = await keys.get(id, baseUrl);
  const isStored = stored !== undefined;
  const variable = isStored
    ? undefined
    : usualKeyNames(baseUrl).find((each) => each in process.env);
  const entered = await vscode.window.showInputBox({
    title: vscode.l10n.t('{0}: key for {1}', title, preset.name),
    prompt: promptFor(preset, url.origin, { isStored, variable }),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => problemOf(pastedKey(text), preset, isStored || variable !== undefined),
  });
  if (entered === undefined) return undefined;
  const key = pastedKey(entered);
  if (key !== '') return { key, isNew: true };
  return variable === undefined
    ? { key: stored, isNew: false }
    : { key: keyOfEnvironment(variable), isNew: true };
}

/** Reads the variable, which the developer has said to do. Throws HumanError where it is empty. */
function keyOfEnvironment(variable: string): string {
  const key = pastedKey(process.env[variable] ?? '');
  if (key !== '') return key;
  throw new HumanError(say('{0} is empty. Set a key yourself instead.', variable));
}

function promptFor(
  { key, keyPage }: Preset,
  origin: string,
  { isStored, variable }: { readonly isStored: boolean; readonly variable: string | undefined },
): string {
  return [
    vscode.l10n.t('Kept in VS Code’s secret storage once you apply, and sent to {0} only.', origin),
    ...(keyPage === undefined || isStored ? [] : [vscode.l10n.t('You get one at {0}.', keyPage)]),
    ...(isStored ? [vscode.l10n.t('Leave it empty to use the key that is set.')] : []),
    ...(variable === undefined
      ? []
      : [vscode.l10n.t('Leave it empty to use {0} of your environment.', variable)]),
    ...(key === 'optional' && !isStored
      ? [vscode.l10n.t('Leave it empty if the server needs none.')]
      : []),
  ].join(' ');
}

function problemOf(text: string, { key }: Preset, mayBeEmpty: boolean): string | undefined {
  if (text === '')
    return key === 'needed' && !mayBeEmpty
      ? vscode.l10n.t('This provider needs a key.')
      : undefined;
  return isSendable(text)
    ? undefined
    : vscode.l10n.t('A key has no spaces and only plain characters.');
}
