import { expect, test } from 'vitest';
import { contextHints, type GitState } from '../../../../src/routing/classify/promptContext.ts';

const staged: GitState = { conflict: false, staged: true };

function hintsOf(git: Partial<GitState>, words = 0) {
  const context = { git: { conflict: false, staged: false, ...git } };
  return contextHints(context, words).map(({ signal, type, strength }) => [signal, type, strength]);
}

const branches: [branch: string, hint: readonly [string, string] | undefined][] = [
  ['main', undefined],
  ['fix/empty-cart', ['branch: fix', 'debug']],
  ['ada/Bugfix-17', ['branch: bugfix', 'debug']],
  ['prefix/suffix', undefined],
  ['docs/readme', ['branch: docs', 'docs']],
  ['latest', undefined],
  ['more-tests', ['branch: tests', 'test']],
  ['cleanup_old_api', ['branch: cleanup', 'refactor']],
  ['feat/search', ['branch: feat', 'feature']],
  ['featured', undefined],
];
test.each(branches)('the branch %s', (branch, hint) => {
  expect(hintsOf({ branch }).map(([signal, type]) => [signal, type])).toEqual(hint ? [hint] : []);
});

test('a conflict speaks for debugging, and the changes of its merge for nothing', () => {
  expect(hintsOf({ conflict: true, staged: true })).toEqual([['a merge conflict', 'debug', 1]]);
});

test('staged changes speak for a review', () => {
  expect(hintsOf({ staged: true })).toEqual([['staged changes', 'review', 0.4]]);
});

test('a long prompt leans on git less than a short one', () => {
  const strengthAt = (words: number) => contextHints({ git: staged }, words)[0]!.strength;
  expect(strengthAt(80)).toBeLessThan(strengthAt(2) / 4);
});
