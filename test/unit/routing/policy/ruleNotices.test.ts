import { expect, test } from 'vitest';
import { parsePolicyFile } from '../../../../src/routing/policy/parsePolicy.ts';
import { pathGlobProblem } from '../../../../src/routing/globs/pathGlob.ts';

const tiers = ['fast', 'balanced', 'reasoning'];

function noticed(...rules: object[]): string[] {
  const { problems, notices } = parsePolicyFile({ rules }, tiers);
  expect(problems).toEqual([]);
  return notices.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('a rule for sizes that no code has is told', () => {
  expect(noticed({ when: { minLines: 50, maxLines: 5 }, use: 'fast' })).toEqual([
    'rules.0.when.maxLines: No code has at least 50 and at most 5 lines, so this rule is never used.',
  ]);
  expect(noticed({ when: { minLines: 5, maxLines: 5 }, use: 'fast' })).toEqual([]);
});

test.each([
  [{}, { taskType: 'docs' }],
  [{ taskType: ['docs', 'test'] }, { taskType: 'test', language: 'go' }],
  [{ maxLines: 80 }, { maxLines: 20, minLines: 3 }],
  [{ path: ['web/**', 'api/**'] }, { path: 'api/**' }],
  [{ keywords: ['typo', 'spelling'] }, { keywords: 'typo', critical: false }],
  [{ critical: true }, { critical: true, reasoning: 'high' }],
])('%j hides %j, which is told', (wider, narrower) => {
  const first = { name: 'wide', when: wider, use: 'fast' };
  expect(noticed(first, { when: narrower, use: 'reasoning' })).toEqual([
    'rules.1: This rule is never asked for a tier: "wide" stands before it and takes all of its work. Move this one up, or remove it.',
  ]);
  expect(noticed({ when: narrower, use: 'reasoning' }, first)).toEqual([]);
});

test.each([
  [{ taskType: 'docs' }, { taskType: ['docs', 'test'] }],
  [{ maxLines: 20 }, { maxLines: 80 }],
  [{ maxLines: 20 }, { taskType: 'docs' }],
  [{ path: 'api/**' }, { path: 'api/v1/**' }],
  [{ critical: true }, { critical: false }],
  [{ keywords: 'typo' }, {}],
])('%j does not hide %j for certain', (first, second) => {
  expect(noticed({ when: first, use: 'fast' }, { when: second, use: 'reasoning' })).toEqual([]);
});

test('a rule that keeps work here, or says what a mistake costs, hides no tier and is not hidden', () => {
  expect(
    noticed(
      { when: {}, local: true },
      { when: {}, mistakeCost: 'high' },
      { when: { taskType: 'docs' }, use: 'fast' },
      { when: { taskType: 'docs' }, local: true },
    ),
  ).toEqual([]);
});

test('languages are those of VS Code', () => {
  expect(noticed({ when: { language: ['ts', 'Python', 'rust', 'C#'] }, use: 'fast' })).toEqual([
    'rules.0.when.language: VS Code names no language "ts". Write "typescript".',
    'rules.0.when.language: VS Code names no language "Python". Write "python".',
    'rules.0.when.language: VS Code names no language "C#". Write "csharp".',
  ]);
});

test('a tier that stands twice in a list is told', () => {
  expect(noticed({ when: {}, use: { cascade: ['fast', 'fast', 'reasoning'] } })).toEqual([
    'rules.0.use.cascade: "fast" stands twice in this list. Take one out.',
  ]);
});

test.each([
  ['/src/**', /inside the workspace folder/],
  ['C:/shop/src/**', /inside the workspace folder/],
  ['~/shop/**', /inside the workspace folder/],
  ['../other/**', /inside the workspace folder/],
  ['src\\billing\\**', /Write \/ between folders/],
  ['src/[a-c/*.ts', /bracket is not closed/],
  ['src/{api,web/**', /bracket is not closed/],
])('%s matches no path of a workspace, which is a problem', (glob, message) => {
  expect(pathGlobProblem(glob)).toMatch(message);
  const { problems } = parsePolicyFile({ critical: [glob] }, tiers);
  expect(problems.map(({ path }) => path)).toEqual([['critical', 0]]);
});

test.each([
  'src/**',
  '!src/**',
  './src/**',
  '**/*.{ts,tsx}',
  'app/[[]id]/*',
  'a\\[b',
  'a\\*',
  '..rc',
  'src/{a,b}/[0-9]*',
  'web/…/x',
  '.github/**',
])('%s is a pattern of paths', (glob) => {
  expect(pathGlobProblem(glob)).toBeUndefined();
});

test('what belongs elsewhere says where that is, once', () => {
  const problemsOf = (written: unknown) =>
    parsePolicyFile(written, tiers).problems.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );
  expect(problemsOf({ name: 'a', when: {}, use: 'fast' })).toEqual([
    'name: A rule stands in the list `rules`: write `rules:`, and `- name: …` below it.',
  ]);
  expect(problemsOf({ tiers: {}, budgets: [] })).toEqual([
    'tiers: A repository does not say this. It stands in your own settings, as `tierwise.tiers`.',
    'budgets: A repository does not say this. It stands in your own settings, as `tierwise.budgets`.',
  ]);
});
