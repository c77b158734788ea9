import type * as vscode from 'vscode';
import type { ParsedWorkflow } from '../../../execution/workflow/parse/parseWorkflow.ts';
import type { RequestLimits } from '../../../routing/budgets/requestLimits.ts';
import { HumanError } from '../../platform/humanError.ts';
import { workflowName } from './workflowName.ts';
import { say } from '../../platform/say.ts';

/** Where a workflow was found. */
export type WorkflowSource = 'shipped' | 'repository';

/** A workflow's file, as it was last read. */
export interface WorkflowFile {
  /** Such as `shipped/reviewChanges`. */
  readonly id: string;
  /** The file's name without its extension. */
  readonly name: string;
  readonly origin: WorkflowSource;
  readonly uri: vscode.Uri;
  readonly parsed: ParsedWorkflow;
}

/** What a workflow's file is checked against. */
export interface Names {
  /** Names of the user's tiers. */
  readonly tiers: readonly string[];
  readonly limits: RequestLimits;
}

/** The workflow in a file. Throws HumanError when the file has problems. */
export function workflowIn({ parsed, id, name }: WorkflowFile) {
  if (parsed.workflow) return parsed.workflow;
  const [first] = parsed.problems;
  const where =
    first &&
    (first.file
      ? say('Line {0} of {1}: {2}', first.line, first.file, first.message)
      : say('Line {0}: {1}', first.line, first.message));
  const what = say('{0} has problems, so nothing was run.', workflowName(name));
  throw new HumanError([what, where].filter(Boolean).join(' '), [
    { label: say('Open Definition'), command: 'tierwise.openWorkflow', argument: id },
  ]);
}
