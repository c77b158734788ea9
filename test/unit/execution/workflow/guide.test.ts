import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../../scripts/tools.mjs';
import { workflowTools, type WorkflowTool } from '../../../../src/execution/workflow/tools.ts';
import { parsed } from './parsed.ts';

const guide = readFileSync(join(root, 'docs', 'guide', 'workflows.md'), 'utf8');

test('the first example of the guide is a workflow', async () => {
  const [, example = ''] = /```yaml workflow\n(.*?)```/s.exec(guide) ?? [];
  expect((await parsed(example)).problems).toEqual([]);
});

test('the guide names each tool with what it takes and gives', () => {
  const rows = Object.entries<WorkflowTool>(workflowTools).map(([name, { inputs, output }]) => ({
    name,
    words: [...Object.keys(inputs), ...Object.keys(output.properties as object)],
  }));
  for (const { name, words } of rows) {
    const row = guide.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '';
    expect({ name, missing: words.filter((word) => !row.includes(word)) }).toEqual({
      name,
      missing: [],
    });
  }
});
