import { HumanError } from '../humanError.ts';
import type { WorkflowFile } from './workflowFiles.ts';
import { workflowName } from './workflowName.ts';

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
