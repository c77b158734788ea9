import * as vscode from 'vscode';
import type { UnpricedPermission } from '../../execution/budgetGuard.ts';
import type { OverLimit, ReservationFact } from '../../ledger/facts.ts';
import { isRecord } from '../../routing/input/objects.ts';
import { formatAmount, planOfModels } from '../../routing/models/creditPlan.ts';
import { nanoUsdOf } from '../../routing/models/money.ts';
import { amountIn } from './amountIn.ts';
import { writeSetting, writtenSetting } from '../platform/setting.ts';
import { say } from '../platform/say.ts';

const allowOnce = vscode.l10n.t('Allow Once');
const nameWorstCase = vscode.l10n.t('Allow with a Worst Case…');

/**
 * Asks the developer about a call of unknown price, under a budget. Resolves to undefined when it must
 * not be made. A worst case is kept in the user's settings, so that the model is not asked about again.
 */
export async function askUnknownPrice(
  over: OverLimit,
  { model, modelName }: Pick<ReservationFact, 'model' | 'modelName'>,
): Promise<UnpricedPermission | undefined> {
  const mayPassOnce = !over.limit.isHard && over.spentNanoUsd < over.limit.capNanoUsd;
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Tierwise does not know what a call to {0} costs.', modelName),
    { modal: true, detail: detailOf(over, modelName) },
    ...(mayPassOnce ? [allowOnce] : []),
    nameWorstCase,
  );
  if (chosen === allowOnce) return { kind: 'mayCostAnything' };
  if (chosen !== nameWorstCase) return undefined;
  const usd = await askWorstCase(model, modelName);
  if (usd === undefined) return undefined;
  await keepWorstCase(model, usd);
  return { kind: 'worstCase', nanoUsd: nanoUsdOf(usd) };
}

function detailOf(over: OverLimit, modelName: string): string {
  const { limit, spentNanoUsd } = over;
  const plan = planOfModels(limit.models);
  const left = formatAmount(Math.max(0, limit.capNanoUsd - spentNanoUsd), plan, say);
  const held = limit.isHard
    ? vscode.l10n.t(
        'The limit of {0} has {1} left, and it is not known whether this call stays within it.',
        limit.budgetId,
        left,
      )
    : vscode.l10n.t(
        'Your budget of {0} has {1} left, and it is not known whether this call stays within it.',
        limit.budgetId,
        left,
      );
  const name = vscode.l10n.t(
    'Name the most that a call to {0} costs, and Tierwise counts it as that from now on: 0 if your plan includes it. The task waits for your answer, then continues.',
    modelName,
  );
  return `${held} ${name}`;
}

async function askWorstCase(model: string, modelName: string): Promise<number | undefined> {
  const written = await vscode.window.showInputBox({
    title: vscode.l10n.t('Tierwise: Worst Case of {0}', modelName),
    prompt: vscode.l10n.t(
      'The most that one call to {0} costs, in USD; 0 if your plan includes it. Tierwise keeps it as your own guess in tierwise.models.',
      model,
    ),
    placeHolder: '0.05',
    ignoreFocusOut: true,
    validateInput: (text) =>
      (amountIn(text) ?? Infinity) <= 100
        ? undefined
        : vscode.l10n.t('Write an amount in USD from 0 to 100, such as 0.05.'),
  });
  return written === undefined ? undefined : amountIn(written);
}

/** Adds the guess to what the user wrote about the model. Writes nothing over a setting that is no object. */
async function keepWorstCase(model: string, worstCaseUsd: number): Promise<void> {
  const written = writtenSetting('tierwise.models') ?? {};
  if (!isRecord(written)) return;
  const entry = written[model] ?? {};
  if (!isRecord(entry)) return;
  const kept = { ...written, [model]: { ...entry, worstCaseUsd } };
  await writeSetting('tierwise.models', kept);
}
