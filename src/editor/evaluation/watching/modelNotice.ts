import * as vscode from 'vscode';
import type { Report } from '../../../evaluation/report.ts';
import type { EvaluationHost } from '../../../evaluation/run/evaluationHost.ts';
import {
  describeSuggestion,
  type Suggestion,
  withModel,
} from '../../../evaluation/watching/newModels.ts';
import { isFirst } from '../../../evaluation/watching/once.ts';
import type { WatchHost } from '../../../evaluation/watching/watchHost.ts';
import { plainMessage } from '../../platform/escape.ts';
import type { WatchedFolder } from './watchPorts.ts';
import { say } from '../../platform/say.ts';

/**
 * Suggests a new model for an evaluation, once for all windows and restarts; one click runs it beside the
 * candidates, whose answers are kept already, within the estimate.
 * @param told the folder that remembers what was told
 */
export async function suggestModel(
  suggestion: Suggestion,
  { watch, showReport }: Pick<WatchedFolder, 'watch' | 'showReport'>,
  told: string,
): Promise<void> {
  const { evaluation, model } = suggestion;
  const host = await watch.host({ mayAsk: true });
  const planned = await watch.runner.planRun(withModel(evaluation, model, 'alone'), host, {});
  if (!(await isFirst(told, `model ${model.reference} ${evaluation.name} ${host.folder}`))) return;
  const { high } = planned.estimate;
  const tryIt = say('Try It');
  const chosen = await vscode.window.showInformationMessage(
    plainMessage(describeSuggestion(suggestion, planned.estimate, say)),
    tryIt,
  );
  if (chosen !== tryIt) return;
  const most = high.nanoUsd === undefined ? {} : { maxUsd: high.nanoUsd / 1e9 };
  const report = await tried(suggestion, { watch, host }, most);
  const show = say('Show Report');
  const next = await vscode.window.showInformationMessage(plainMessage(report.explanation), show);
  if (next === show) await showReport(evaluation.name);
}

async function tried(
  { evaluation, model }: Suggestion,
  { watch, host }: { readonly watch: WatchHost; readonly host: EvaluationHost },
  options: { readonly maxUsd?: number },
): Promise<Report> {
  const planned = await watch.runner.planRun(withModel(evaluation, model, 'beside'), host, options);
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: plainMessage(say('Tierwise: {0} tries {1} …', model.name, evaluation.name)),
      cancellable: true,
    },
    (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return watch.runner.runEvaluation(planned, host, { signal: abort.signal, options });
    },
  );
}
