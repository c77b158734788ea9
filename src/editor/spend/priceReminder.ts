import * as vscode from 'vscode';
import { say } from '../platform/say.ts';
import { describePriceDoubt, type PriceDoubt } from '../../routing/hindsight/stalePrices.ts';
import { plainMessage } from '../platform/escape.ts';
import type { MadeDecision } from '../platform/runNews.ts';
import { dueReminders, type Reminded, reminded, silenced } from './dueReminders.ts';

const stateKey = 'priceReminders';
const nothingYet: Reminded = { atMs: {}, never: [] };

/**
 * Reminds the developer of old or missing prices and of withdrawn models when a decision uses them:
 * once per window, and once in 30 days for each model and doubt.
 */
export function remindOfPrices(
  onDidDecide: vscode.Event<MadeDecision>,
  state: vscode.Memento,
): vscode.Disposable {
  let isTold = false;

  async function remind({ doubts }: MadeDecision): Promise<void> {
    if (isTold || doubts.length === 0) return;
    const before = state.get<Reminded>(stateKey) ?? nothingYet;
    const due = dueReminders(doubts, before, Date.now());
    if (isTold || due.length === 0) return;
    isTold = true;
    const now = reminded(before, due, Date.now());
    await state.update(stateKey, now);
    const answer = await ask(due);
    if (answer === 'never') await state.update(stateKey, silenced(now, due));
  }

  return onDidDecide((made) => void remind(made));
}

async function ask(doubts: readonly PriceDoubt[]): Promise<'never' | undefined> {
  const open = say('Open Models Setting');
  const never =
    doubts.length === 1 ? say('Don’t Remind for This Model') : say('Don’t Remind for These Models');
  const next = say('Update Tierwise, or correct the entry in your models setting.');
  const message = [...doubts.map((doubt) => describePriceDoubt(doubt, say)), next].join(' ');
  const chosen = await vscode.window.showInformationMessage(plainMessage(message), open, never);
  if (chosen === open) {
    await vscode.commands.executeCommand('workbench.action.openSettingsJson', {
      revealSetting: { key: 'tierwise.models' },
    });
  }
  return chosen === never ? 'never' : undefined;
}
