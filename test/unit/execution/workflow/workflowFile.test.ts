import { expect, test } from 'vitest';
import { isWorkflowFile, nameOfWorkflow } from '../../../../src/execution/workflow/workflowFile.ts';

test.each([
  ['review.yaml', 'review'],
  ['review.yml', 'review'],
  ['review.v2.yaml', 'review.v2'],
])('%s is the workflow %s', (file, name) => {
  expect(isWorkflowFile(file)).toBe(true);
  expect(nameOfWorkflow(file)).toBe(name);
});

test.each(['review.md', 'review', 'yaml', 'review.yaml.bak'])('%s is no workflow', (file) => {
  expect(isWorkflowFile(file)).toBe(false);
});
