import type * as vscode from 'vscode';
import type { ParsedWorkflow } from '../../../execution/workflow/parse/parseWorkflow.ts';
import { HumanError } from '../../platform/humanError.ts';
import { workflowName } from './workflowName.ts';

/** Where a workflow was found. */
export type WorkflowSource = 'shipped' | 'repository';

/** A workflow's file as it was read last. */
export interface WorkflowFile {
  /** Such as `shipped/reviewChanges`. */
  readonly id: string;
  /** The file's name without its ending. */
  readonly name: string;
  readonly origin: WorkflowSource;
  readonly uri: vscode.Uri;
  readonly parsed: ParsedWorkflow;
}

/** What a workflow may name. */
export interface Names {
  readonly tiers: readonly string[];
  readonly providers: readonly string[];
}

/** The workflow of a file without problems. Throws HumanError for another. */
export function workflowIn({ parsed, id, name }: WorkflowFile) {
  if (parsed.workflow) return parsed.workflow;
  const [first] = parsed.problems;
  const where = first
    ? ` Line ${first.line}${first.file ? ` of ${first.file}` : ''}: ${first.message}`
    : '';
  throw new HumanError(`${workflowName(name)} has problems, so nothing was run.${where}`, [
    { label: 'Open Definition', command: 'tierwise.openWorkflow', argument: id },
  ]);
}
