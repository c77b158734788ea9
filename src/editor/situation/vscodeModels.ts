import * as vscode from 'vscode';
import { chatVendor } from '../platform/contributed.ts';
import type { ServerWindow } from '../../routing/models/serverWindow.ts';
import type { ProviderState } from '../../routing/situation.ts';
import { say } from '../platform/say.ts';

export const vscodeProviderId = 'vscode';

/** The models that VS Code offers, as `vendor/family`. */
export async function vscodeModelsState(): Promise<ProviderState> {
  const models = await vscode.lm.selectChatModels();
  const windows = models
    // Tierwise offers models too; routing to them would go in circles.
    .filter(({ vendor }) => vendor !== chatVendor)
    .map(({ vendor, family, maxInputTokens }): [string, ServerWindow] => [
      `${vendor}/${family}`,
      // VS Code tells the input alone, so the room that is kept for an answer errs on the safe side.
      { contextTokens: maxInputTokens },
    ]);
  if (windows.length === 0) return { state: 'unavailable', why: say('it offers no models here') };
  return {
    state: 'ready',
    models: new Set(windows.map(([name]) => name)),
    windows: new Map(windows.filter(([, { contextTokens }]) => contextTokens > 0)),
  };
}
