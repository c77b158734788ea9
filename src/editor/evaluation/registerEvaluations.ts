import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import type { Workflows } from '../workflows/registerWorkflows.ts';
import { knownSteps } from '../../evaluation/collect/modelSteps.ts';
import { openExplorer } from './door.ts';
import { EvaluationFiles } from './files/evaluationFiles.ts';
import type { KnownNames } from './files/readEvaluations.ts';
import { openWatchedFolders } from './watching/door.ts';
import { createWatching } from './watching/registerWatching.ts';
import { WaitingBatches } from './results/waitingBatches.ts';
import type { EvaluationExplorer } from './explorer.ts';

/** What the commands of evaluations work on. */
export interface Evaluations {
  /** Loaded when the workspace has evaluations, or when somebody asks for them. */
  readonly explorer: () => Promise<EvaluationExplorer>;
  readonly files: EvaluationFiles;
  /** The folder of what is kept of the evaluations of all workspaces. */
  readonly factsFolder: string;
}

/** Watches for evaluations. Nothing of theirs is loaded in a workspace without any, or without trust. */
export function registerEvaluations(
  services: Services,
  workflows: Workflows,
): Evaluations & vscode.Disposable {
  let made: Promise<EvaluationExplorer> | undefined;
  const explorer = () => (made ??= make());
  const files = new EvaluationFiles(() => knownNames(services, workflows));
  const waiting = new WaitingBatches();
  const parts = { ...services, workflowFiles: workflows.files, evaluationFiles: files, waiting };
  const watching = createWatching(services, async () => {
    const { watchedFolders } = await openWatchedFolders();
    return watchedFolders(await explorer(), parts);
  });
  const make = async () => {
    const { EvaluationExplorer } = await openExplorer();
    const didEvaluate = () => watching.lookSoon();
    return new EvaluationExplorer({ ...parts, workflows, didEvaluate });
  };
  const look = async () => {
    if (made === undefined && !(await files.hasSome())) return;
    if (made === undefined) (await explorer()).look();
    watching.lookSoon();
  };
  const lookSoon = () => void look().catch(services.report.bug);
  const disposable = vscode.Disposable.from(
    watching,
    waiting,
    files,
    files.onDidChange(lookSoon),
    workflows.files.onDidChange(() => files.look()),
    services.situation.onDidChangeTiers(() => files.look()),
  );
  files.look();
  return {
    explorer,
    files,
    factsFolder: vscode.Uri.joinPath(services.storage, 'evaluations').fsPath,
    dispose() {
      disposable.dispose();
      void made?.then((each) => each.dispose());
    },
  };
}

/** A repository's workflow stands before a shipped one of its name. */
async function knownNames({ situation }: Services, { files }: Workflows): Promise<KnownNames> {
  const [{ tiers }, all] = await Promise.all([situation.policy(), files.all()]);
  const steps = all.map(({ name, parsed }) => [name, knownSteps(parsed)] as const);
  return { tierNames: tiers.map(({ name }) => name), steps: new Map(steps.toReversed()) };
}
