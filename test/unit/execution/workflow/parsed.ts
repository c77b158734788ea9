import { parseWorkflow } from '../../../../src/execution/workflow/parse/parseWorkflow.ts';

/** Reads a workflow as if its Markdown files were `files`. */
export function parsed(text: string, files: Readonly<Record<string, string>> = {}) {
  return parseWorkflow(text, {
    name: 'example',
    tiers: ['fast', 'balanced', 'reasoning'],
    commands: ['tests', 'types'],
    readFile: async (path) => files[path],
  });
}
