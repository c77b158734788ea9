import * as vscode from 'vscode';
import { EvaluationFiles } from '../files/evaluationFiles.ts';
import { Collecting } from './collecting.ts';
import type { CollectingParts } from './collectingParts.ts';

/** What the commands for cases work on. */
export interface Collect {
  readonly evaluations: EvaluationFiles;
  readonly collecting: Collecting;
}

/** Watches the files of evaluations, and goes on with a collection that the developer has agreed to. */
export function registerCollect(parts: CollectingParts): Collect & vscode.Disposable {
  const { situation, workflows } = parts;
  const evaluations = new EvaluationFiles(async () => {
    const [{ tiers }, all] = await Promise.all([situation.policy(), workflows.files.all()]);
    return { tierNames: tiers.map(({ name }) => name), workflows: all };
  });
  const collecting = new Collecting(parts);
  const disposable = vscode.Disposable.from(evaluations, collecting);
  evaluations.begin();
  return { evaluations, collecting, dispose: () => void disposable.dispose() };
}
