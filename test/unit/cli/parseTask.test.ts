import { expect, test } from 'vitest';
import { parseTask } from '../../../src/cli/read/parseTask.ts';
import { agentWithEditor } from '../../support/wrappedPrompts.ts';

test('an instruction that a client wrapped is read by its words and attachments', () => {
  const { task } = parseTask({ type: 'debug', instruction: agentWithEditor('mend the sum') });
  expect(task).toMatchObject({
    instruction: 'mend the sum',
    attachments: [
      { path: '/work/shop/src/billing/invoice.ts' },
      { path: '/work/shop/src/cart.html' },
    ],
  });
});

test('an instruction of nothing but context stands as it is', () => {
  const instruction = '<environment_info>\nLinux\n</environment_info>';
  expect(parseTask({ type: 'debug', instruction }).task).toMatchObject({ instruction });
});
