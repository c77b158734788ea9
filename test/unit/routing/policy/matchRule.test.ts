import { expect, test } from 'vitest';
import { matchRule } from '../../../../src/routing/policy/matchRule.ts';
import type { When } from '../../../../src/routing/policy/policy.ts';
import type { Task } from '../../../../src/routing/task.ts';
import { policyWith, taskWith } from '../../../support/tasks.ts';

const attached = (path: string): Partial<Task> => ({ path: '', attachments: [{ path }] });

const cases: [string, When, Partial<Task>, boolean][] = [
  ['no condition matches all', {}, {}, true],
  ['one of the task types', { taskType: ['debug', 'refactor'] }, {}, true],
  ['another task type', { taskType: ['debug'] }, {}, false],
  ['language', { language: ['python'] }, {}, false],
  ['a glob', { path: ['src/**/*.ts'] }, {}, true],
  ['a glob on another folder', { path: ['lib/**'] }, {}, false],
  ['a glob on a dot folder', { path: ['**/*.ts'] }, { path: '.hidden/a.ts' }, true],
  ['size at the lower bound', { minLines: 3 }, {}, true],
  ['size below the lower bound', { minLines: 4 }, {}, false],
  ['size at the upper bound', { maxLines: 3 }, {}, true],
  ['size above the upper bound', { maxLines: 2 }, {}, false],
  ['a keyword in any case', { keywords: ['RACE'] }, { instruction: 'a race here' }, true],
  ['a keyword is a whole word', { keywords: ['race'] }, { instruction: 'trace it' }, false],
  ['a keyword beside punctuation', { keywords: ['race'] }, { instruction: 'fix the race!' }, true],
  ['a keyword with signs', { keywords: ['c++'] }, { instruction: 'port to c++ now' }, true],
  ['a keyword in another script', { keywords: ['гонка'] }, { instruction: 'тут гонка' }, true],
  ['a critical path', { critical: true }, { path: 'src/billing/invoice.ts' }, true],
  ['a path that is not critical', { critical: true }, {}, false],
  ['a critical file attached', { critical: true }, attached('src/billing/invoice.ts'), true],
  ['an attached file that is not critical', { critical: true }, attached('docs/a.md'), false],
  ['a glob on an attached file', { path: ['docs/**'] }, attached('docs/a.md'), true],
  ['a glob on no attached file', { path: ['docs/**'] }, attached('lib/docs/a.md'), false],
  ['explicitly not critical', { critical: false }, {}, true],
  ['one of the needs for reasoning', { reasoning: ['medium', 'high'] }, { reasoning: 0.95 }, true],
  ['another need for reasoning', { reasoning: ['high'] }, { reasoning: 0.6 }, false],
  ['an unknown need for reasoning', { reasoning: ['low', 'medium', 'high'] }, {}, false],
  ['all fields must match', { taskType: ['refactor'], language: ['go'] }, {}, false],
];

test.each(cases)('%s', (_, when, task, matches) => {
  const rule = { name: 'r', when, use: 'fast', origin: 'settings' } as const;
  const policy = policyWith({ rules: [rule], critical: ['src/billing/**'] });
  expect(matchRule(policy, taskWith(task)) === rule).toBe(matches);
});

test('the first match wins', () => {
  const rules = ['first', 'second'].map(
    (name) => ({ name, when: {}, use: 'fast', origin: 'settings' }) as const,
  );
  expect(matchRule(policyWith({ rules }), taskWith())?.name).toBe('first');
});
