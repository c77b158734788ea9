import { expect, test } from 'vitest';
import { gitStateOf } from '../../../../src/editor/selection/gitState.ts';

const file = { uri: 'src/cart.ts' };
const clean = { HEAD: { name: 'main' }, mergeChanges: [], indexChanges: [] };

test.each([
  ['nothing changed', clean, { conflict: false, staged: false, branch: 'main' }],
  [
    'a merge left a conflict',
    { ...clean, mergeChanges: [file] },
    { conflict: true, staged: false, branch: 'main' },
  ],
  [
    'a change is staged',
    { ...clean, indexChanges: [file] },
    { conflict: false, staged: true, branch: 'main' },
  ],
  ['no branch is checked out', { ...clean, HEAD: {} }, { conflict: false, staged: false }],
  ['nothing was committed yet', { ...clean, HEAD: undefined }, { conflict: false, staged: false }],
])('%s', (_, state, expected) => {
  expect(gitStateOf(state)).toEqual(expected);
});
