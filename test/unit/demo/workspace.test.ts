import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { workspace } from './workspacePrompt.ts';

const run = promisify(execFile);

test('the suite of the demo workspace is green, with its known bugs marked', async () => {
  // A test runner inside a test runner would report to the outer one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap'], {
    cwd: workspace,
    env,
  });
  expect(stdout).toMatch(/^# fail 0$/m);
  expect(stdout).toMatch(/^# todo 3$/m);
});
