import { expect, test } from 'vitest';
import { promptFor } from '../../../../src/execution/attempt/prompt.ts';
import { taskWith } from '../../../support/tasks.ts';

test('a prompt holds the instruction, the file, the target and the diagnostics', () => {
  const { user } = promptFor(taskWith({ diagnostics: [{ line: 2, message: 'b is not defined' }] }));
  expect(user).toBe(`<task type="refactor">
<instruction>
Make it simpler.
</instruction>
<file path="src/cart.ts" language="typescript">
a
b
c

</file>
<target lines="1-3">
a
b
c
</target>
<diagnostics>
line 2: b is not defined
</diagnostics>
</task>`);
});

test('the next model gets the earlier answers', () => {
  const { user } = promptFor(
    taskWith({
      earlier: [{ modelName: 'Small', tier: 'fast', text: 'x = 1', shortcoming: 'Wrong.' }],
    }),
  );
  expect(user).toContain(
    '<earlier-answer model="Small" tier="fast" shortcoming="Wrong.">\nx = 1\n</earlier-answer>',
  );
});

test.each([
  ['edit', 'one fenced code block'],
  ['findings', 'one fenced json block'],
  ['prose', 'Markdown'],
] as const)('an answer of kind %s is asked for in its form', (answerKind, words) => {
  expect(promptFor(taskWith({ answerKind })).system).toContain(words);
});

test.each(['edit', 'findings', 'prose'] as const)(
  'for an answer of kind %s, the confidence is asked for only on request',
  (answerKind) => {
    const task = taskWith({ answerKind });
    const plain = promptFor(task);
    const asked = promptFor(task, { statesConfidence: true });
    expect(plain.system).not.toContain('Confidence:');
    expect(promptFor(task, { statesConfidence: false })).toEqual(plain);
    expect(asked.user).toBe(plain.user);
    expect(asked.system.startsWith(plain.system)).toBe(true);
    expect(asked.system).toMatch(/last one, after and outside any code block.*`Confidence: NN%`/);
  },
);
