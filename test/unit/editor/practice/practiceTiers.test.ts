import { expect, test } from 'vitest';
import { practiceTiers } from '../../../../src/editor/practice/practiceTiers.ts';

const practice = { fast: ['p/small'], balanced: ['p/medium'], reasoning: ['p/large'] };

test('the user’s tiers keep their names, the cheapest with the smallest model, the strongest with the largest', () => {
  expect(practiceTiers(['a', 'b', 'c'], practice)).toEqual({
    a: ['p/small'],
    b: ['p/medium'],
    c: ['p/large'],
  });
  expect(practiceTiers(['a', 'b', 'c', 'd'], practice)).toEqual({
    a: ['p/small'],
    b: ['p/medium'],
    c: ['p/medium'],
    d: ['p/large'],
  });
  expect(practiceTiers(['a', 'b'], practice)).toEqual({ a: ['p/small'], b: ['p/large'] });
  expect(practiceTiers(['only'], practice)).toEqual({ only: ['p/large'] });
});
