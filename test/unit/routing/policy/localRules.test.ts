import { expect, test } from 'vitest';
import { stayOf, stayOfUnknown } from '../../../../src/routing/policy/localRules.ts';
import {
  mayDemandLocal,
  parsePolicyFile,
  parseRulesSetting,
} from '../../../../src/routing/policy/parsePolicy.ts';
import type { When } from '../../../../src/routing/policy/policy.ts';
import { conversationTask, type Task } from '../../../../src/routing/task.ts';
import { policyWith, taskWith } from '../../../support/tasks.ts';

const kept = (when: When, folders?: readonly string[]) =>
  policyWith({
    localRules: [{ name: 'keys', when, origin: 'settings' }],
    ...(folders && { folders }),
  });

const chat = (fields: Partial<Task> = {}): Task => ({
  ...conversationTask(
    { id: 'chat', type: 'other', instruction: 'Why?' },
    { system: '', messages: [{ role: 'user', text: 'Why?' }], tools: [] },
  ),
  ...fields,
});

const touching: readonly [how: string, task: Task][] = [
  ['as its target', taskWith({ path: 'secret/a.ts' })],
  ['as a related file', taskWith({ related: { path: 'secret/a.ts', text: '' } })],
  ['as an attachment', chat({ attachments: [{ path: 'secret/a.ts' }] })],
  ['in an earlier turn', chat({ seen: [{ path: 'src/b.ts' }, { path: 'secret/deep/a.ts' }] })],
  ['in another case', taskWith({ path: 'SECRET/a.ts' })],
  ['with a dot in front', chat({ seen: [{ path: './secret/a.ts' }] })],
];
test.each(touching)('a file that a rule keeps here counts %s', (_how, task) => {
  expect(stayOf(kept({ path: ['secret/**'] }), task)).toMatchObject({ rule: 'keys' });
});

const spellings = ['secret/**', 'secret', 'secret/', './secret/', '/secret/**', 'secret\\**'];
test.each(spellings)('the folder of %s is kept with all that is in it', (glob) => {
  const policy = kept({ path: [glob] });
  expect(stayOf(policy, taskWith({ path: 'secret/deep/a.ts' }))?.path).toBe('secret/deep/a.ts');
  expect(stayOf(policy, taskWith({ path: 'secrets.ts' }))).toBeUndefined();
  expect(stayOf(policy, taskWith({ path: 'src/secret-free.ts' }))).toBeUndefined();
});

test('in a workspace of several folders a glob names the path inside the folder', () => {
  const policy = kept({ path: ['secret/**'] }, ['api', 'web']);
  expect(stayOf(policy, taskWith({ path: 'web/secret/a.ts' }))?.path).toBe('web/secret/a.ts');
  expect(stayOf(policy, taskWith({ path: 'web/src/a.ts' }))).toBeUndefined();
});

test('work whose need for reasoning nobody knows stays here, as it may be what a rule keeps', () => {
  const policy = kept({ reasoning: ['high'] });
  expect(stayOf(policy, taskWith())).toMatchObject({ rule: 'keys' });
  expect(stayOf(policy, taskWith({ reasoning: 0.9 }))).toMatchObject({ rule: 'keys' });
  expect(stayOf(policy, taskWith({ reasoning: 0.2 }))).toBeUndefined();
});

test('a request without known files may go anywhere, unless a rule keeps all such work', () => {
  expect(stayOf(kept({ path: ['**'] }), chat())).toBeUndefined();
  expect(stayOf(kept({ language: ['sql'] }), chat())).toBeUndefined();
  expect(stayOf(kept({ taskType: ['other'] }), chat())).toEqual({
    rule: 'keys',
    origin: 'settings',
  });
});

test('a file of unknown language counts as of every language', () => {
  const policy = kept({ language: ['sql'] });
  expect(
    stayOf(policy, chat({ seen: [{ path: 'a.ts', language: 'typescript' }] })),
  ).toBeUndefined();
  expect(stayOf(policy, chat({ seen: [{ path: 'a.sql', language: 'sql' }] }))).toBeDefined();
  expect(stayOf(policy, chat({ attachments: [{ path: 'a' }] }))).toBeDefined();
});

test('every condition of a rule must hold, and any rule that holds is enough', () => {
  const policy = policyWith({
    localRules: [
      { name: 'tests', when: { path: ['secret/**'], taskType: ['test'] }, origin: 'repository' },
      { name: 'long', when: { path: ['secret/**'], minLines: 3 }, origin: 'settings' },
    ],
  });
  const task = taskWith({ path: 'secret/a.ts' });
  expect(stayOf(policy, task)?.rule).toBe('long');
  expect(stayOf(policy, { ...task, type: 'test' })?.rule).toBe('tests');
  const short = { ...task, target: { startLine: 1, endLine: 1, text: '' } };
  expect(stayOf(policy, short)).toBeUndefined();
});

test('what goes on with kept work stays, whatever the rules say of its own files', () => {
  const stay = { rule: 'keys', origin: 'settings' } as const;
  expect(stayOf(policyWith(), taskWith({ stay }))).toEqual(stay);
});

test('while the type of a question is not known, a rule for any type may hold', () => {
  const policy = kept({ path: ['secret/**'], taskType: ['debug'], minLines: 50, critical: true });
  const asked = chat({ seen: [{ path: 'secret/a.ts' }] });
  expect(stayOf(policy, asked)).toBeUndefined();
  expect(stayOfUnknown(policy, asked)).toMatchObject({ rule: 'keys' });
  expect(stayOfUnknown(policy, chat({ seen: [{ path: 'src/a.ts' }] }))).toBeUndefined();
});

test('a rule may keep work here, choose a tier, or both', () => {
  const { policy, problems } = parsePolicyFile(
    {
      rules: [
        { name: 'both', when: { path: 'a/**' }, use: 'fast', local: true },
        { name: 'stay', when: { path: 'b/**' }, local: true },
        { name: 'tier', when: { path: 'c/**' }, use: 'fast' },
      ],
    },
    ['fast'],
  );
  expect(problems).toEqual([]);
  expect(policy.rules.map(({ name }) => name)).toEqual(['both', 'tier']);
  expect(policy.localRules?.map(({ name, origin }) => [name, origin])).toEqual([
    ['both', 'repository'],
    ['stay', 'repository'],
  ]);
});

test('a rule that says neither, and one that would let work go, are problems at their places', () => {
  const rules = [{ when: {} }, { when: {}, use: 'fast', local: false }];
  const { problems } = parsePolicyFile({ rules }, ['fast']);
  expect(problems.map(({ path }) => path)).toEqual([
    ['rules', 0, 'use'],
    ['rules', 1, 'local'],
  ]);
  expect(problems[1]!.message).toMatch(/^Write true, or leave it out/);
});

test('rules that cannot be read keep everything here when one of them may have kept something', () => {
  const task = taskWith();
  const read = (written: unknown) => {
    const { localRules = [] } = parseRulesSetting(written, ['fast']);
    return stayOf(policyWith({ localRules }), task);
  };
  const faulty = { when: { path: 7 } };
  expect(read([faulty, { when: { path: 'x' }, local: true }])?.rule).toMatch(/error/);
  expect(read([{ ...faulty, local: 'yes' }])).toBeDefined();
  expect(read([faulty])).toBeUndefined();
});

test.each(['local: true', '  "local" : true', "{ when: {}, 'local': yes }", 'local:\n  true'])(
  'a text that says %j may keep something here',
  (text) => {
    expect(mayDemandLocal(text)).toBe(true);
    expect(mayDemandLocal('rules:\n  - when: { path: locales/** }\n    use: fast\n')).toBe(false);
  },
);

// A matcher that goes back takes minutes for each of these.
const slow = [`${'*a'.repeat(20)}b`, `${'**/x*/'.repeat(10)}y`];
test.each(slow)('the pattern %s takes no long time on a long path', (glob) => {
  const { policy, problems } = parsePolicyFile({ rules: [{ when: { path: glob }, local: true }] }, [
    'fast',
  ]);
  expect(problems).toEqual([]);
  const path = `${'a'.repeat(400)}/${'x1/'.repeat(200)}z`;
  expect(stayOf(policyWith({ localRules: policy.localRules! }), taskWith({ path }))).toBe(
    undefined,
  );
});

test('a pattern that is too complicated keeps every file here', () => {
  expect(stayOf(kept({ path: ['a'.repeat(2000)] }), taskWith({ path: 'b.ts' }))).toMatchObject({
    rule: 'keys',
  });
});
