import * as vscode from 'vscode';
import { modelStepsOf } from '../../../evaluation/collect/modelSteps.ts';
import {
  type ParsedEvaluation,
  parseEvaluation,
} from '../../../evaluation/files/parseEvaluation.ts';
import { currentText } from '../../platform/currentText.ts';
import { isPrivateUri } from '../../reading/reading.ts';
import { leadsOut } from '../../workflows/files/leadsOut.ts';
import type { WorkflowFile } from '../../workflows/files/workflowFile.ts';

/** What evaluations are checked against. */
export interface KnownToEvaluations {
  /** Names of the user's tiers, from the cheapest. */
  readonly tierNames: readonly string[];
  readonly workflows: readonly WorkflowFile[];
}

/** The evaluation in a text, as if it stood at `uri`. */
export async function readEvaluation(
  uri: vscode.Uri,
  text: string,
  { tierNames, workflows }: KnownToEvaluations,
): Promise<ParsedEvaluation> {
  const folder = vscode.Uri.joinPath(uri, '..');
  return parseEvaluation(text, {
    name: evaluationName(uri),
    tierNames,
    steps: stepsOf(workflows),
    async readFile(path) {
      const beside = vscode.Uri.joinPath(folder, path);
      const isHidden = (await leadsOut(beside, folder)) || (await isPrivateUri(beside));
      return isHidden ? undefined : currentText(beside);
    },
  });
}

export function evaluationName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1).replace(/\.yaml$/, '');
}

/** A repository's workflow stands before a shipped one of its name. One with problems is known by no step. */
function stepsOf(workflows: readonly WorkflowFile[]): ReadonlyMap<string, readonly string[]> {
  const known = new Map<string, readonly string[]>();
  for (const { name, parsed } of workflows) {
    if (known.has(name) || !parsed.workflow) continue;
    known.set(
      name,
      modelStepsOf(parsed.workflow).map((step) => step.name),
    );
  }
  return known;
}
