import * as vscode from 'vscode';
import { dayOf } from '../../routing/time.ts';
import { HumanError } from '../platform/humanError.ts';
import type { Services } from '../services.ts';
import { vscodeModelsState, vscodeProviderId } from '../situation/vscodeModels.ts';
import { pickTiers, priceNotes } from './pickTiers.ts';
import { reviewSettings } from './reviewSettings.ts';
import { tiersNow } from './tiersNow.ts';

const name = 'VS Code’s models';

/**
 * Puts models that VS Code offers into the tiers. They need no key and no entry among the providers. Rejects with
 * HumanError.
 */
export async function addVscodeModels({ situation }: Services): Promise<void> {
  const state = await vscodeModelsState();
  if (state.state !== 'ready' || !state.models) {
    throw new HumanError(
      'VS Code offers no models yet. Sign in to a plan such as GitHub Copilot, or add models with “Chat: Manage Language Models”, and add the provider again.',
    );
  }
  const { catalog } = await situation.current();
  const picked = await pickTiers({
    from: name,
    references: [...state.models].map((model) => `${vscodeProviderId}/${model}`),
    tiers: tiersNow(),
    catalog,
    areFree: false,
    today: dayOf(Date.now()),
  });
  if (!picked || picked.chosen.length === 0) return;
  const change = { providers: {}, models: {}, tiers: picked.tiers };
  const notes = priceNotes(picked.chosen, catalog);
  if (!(await reviewSettings({ name, change, notes }))) return;
  void vscode.window.showInformationMessage(`${name} are set up.`);
}
