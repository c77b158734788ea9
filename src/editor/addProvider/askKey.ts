import * as vscode from 'vscode';
import type { Preset } from '../../providers/presets/preset.ts';
import { isSendable } from '../../providers/http/authHeaders.ts';
import { pastedKey } from '../../providers/http/pastedKey.ts';
import type { Keys } from '../platform/secrets.ts';
import type { Place } from './askPlace.ts';
import { title } from './pickSource.ts';

/** The key that is used; `isNew` when it was entered now and is to be kept. */
export interface AskedKey {
  readonly key: string | undefined;
  readonly isNew: boolean;
}

/** Asks for the key, which stays in memory until the change is applied. Resolves to undefined on cancel. */
export async function askKey(
  preset: Preset,
  { id, baseUrl }: Place,
  keys: Keys,
): Promise<AskedKey | undefined> {
  const url = new URL(baseUrl);
  if (preset.key === 'none') return { key: undefined, isNew: false };
  const stored = await keys.get(id, baseUrl);
  const entered = await vscode.window.showInputBox({
    title: vscode.l10n.t('{0}: key for {1}', title, preset.name),
    prompt: promptFor(preset, url.origin, stored !== undefined),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => problemOf(pastedKey(text), preset, stored !== undefined),
  });
  if (entered === undefined) return undefined;
  const key = pastedKey(entered);
  return key === '' ? { key: stored, isNew: false } : { key, isNew: true };
}

function promptFor({ key, keyPage }: Preset, origin: string, isStored: boolean): string {
  return [
    vscode.l10n.t('Kept in VS Code’s secret storage once you apply, and sent to {0} only.', origin),
    ...(keyPage === undefined || isStored ? [] : [vscode.l10n.t('You get one at {0}.', keyPage)]),
    ...(isStored ? [vscode.l10n.t('Leave it empty to use the key that is set.')] : []),
    ...(key === 'optional' && !isStored
      ? [vscode.l10n.t('Leave it empty if the server needs none.')]
      : []),
  ].join(' ');
}

function problemOf(text: string, { key }: Preset, isStored: boolean): string | undefined {
  if (text === '')
    return key === 'needed' && !isStored ? vscode.l10n.t('This provider needs a key.') : undefined;
  return isSendable(text)
    ? undefined
    : vscode.l10n.t('A key has no spaces and only plain characters.');
}
