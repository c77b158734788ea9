import * as vscode from 'vscode';
import type { PlannedRun } from '../../../evaluation/run/evaluate.ts';
import { plainMessage } from '../../platform/escape.ts';
import { runQuestion } from './estimateWords.ts';
import { say } from '../../platform/say.ts';

const run = say('Run');
const wait = say('Run as a Batch');
const change = say('Change Cap…');

/** What the developer agreed to. */
export interface Agreed {
  /** The most that all runs together may cost, USD; omitted for no such cap. */
  readonly capUsd?: number;
  /** Waits for the providers' batches where they offer some. */
  readonly byBatch?: true;
}

/** Asks once before anything is paid. Resolves to undefined when the developer does not want the run. */
export async function askToRun(runs: readonly PlannedRun[]): Promise<Agreed | undefined> {
  const mayWait = runs.some(({ batch }) => batch !== undefined);
  let agreed: Agreed = {};
  for (;;) {
    const { message, detail } = runQuestion(runs, agreed.capUsd);
    const chosen = await vscode.window.showInformationMessage(
      plainMessage(message),
      { modal: true, detail },
      run,
      ...(mayWait ? [wait] : []),
      change,
    );
    if (chosen === run) return agreed;
    if (chosen === wait) return { ...agreed, byBatch: true };
    if (chosen !== change) return undefined;
    agreed = (await askCap(agreed)) ?? agreed;
  }
}

async function askCap({ capUsd }: Agreed): Promise<Agreed | undefined> {
  const written = await vscode.window.showInputBox({
    title: say('Tierwise: Cap of This Run'),
    prompt: say(
      'The most that it may cost, in USD. Leave it empty for no cap beside your budgets.',
    ),
    value: capUsd === undefined ? '' : String(capUsd),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === '' || Number(text) > 0
        ? undefined
        : say('Write an amount in USD above 0, such as 0.50.'),
  });
  if (written === undefined) return undefined;
  return written.trim() === '' ? {} : { capUsd: Number(written) };
}
