import type * as vscode from 'vscode';
import * as runner from '../../../evaluation/run/evaluate.ts';
import { readReports } from '../../../evaluation/run/readReports.ts';
import type { EvaluationFile } from '../files/readEvaluations.ts';
import type { EvaluationExplorer } from '../explorer.ts';
import { evaluationHost, type HostParts } from '../results/evaluationHost.ts';
import type { WatchedFolder } from './watchPorts.ts';

/** The folders that have evaluations, with what watching does in each. */
export async function watchedFolders(
  explorer: EvaluationExplorer,
  parts: HostParts,
): Promise<WatchedFolder[]> {
  const files = await explorer.all();
  const byFolder = Map.groupBy(files, ({ folder }) => folder.uri.toString());
  return [...byFolder.values()].map((own) => watchedFolder(own, explorer, parts));
}

function watchedFolder(
  files: readonly EvaluationFile[],
  explorer: EvaluationExplorer,
  parts: HostParts,
): WatchedFolder {
  const { folder } = files[0]!;
  const withFile = async (name: string, act: (file: EvaluationFile) => Promise<void>) => {
    const file = files.find((each) => each.name === name);
    if (file) await act(file);
  };
  return {
    watch: watchHost(files, folder, parts),
    batches: (name, stop) => parts.waiting.controlsFor(name, { stop }),
    showReport: (name) => withFile(name, (file) => explorer.showReport(file)),
    evaluateAgain: (name) => withFile(name, (file) => explorer.evaluateFile(file)),
  };
}

function watchHost(
  files: readonly EvaluationFile[],
  folder: vscode.WorkspaceFolder,
  parts: HostParts,
): WatchedFolder['watch'] {
  const { situation } = parts;
  const host = evaluationHost(parts, folder);
  return {
    runner: { ...runner, readReports },
    evaluations: async () => files.flatMap(({ parsed }) => parsed.evaluation ?? []),
    // A run that asks nothing must not fail because budgets cannot be read; they hold at each call all the
    // same.
    host: async ({ mayAsk }) =>
      mayAsk ? host : { ...host, situation: (language) => situation.withoutBudgets(language) },
    policy: () => situation.policy(),
    workflow: (name) => host.workflow(name),
  };
}
