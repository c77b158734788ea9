import { expect, test } from 'vitest';
import {
  isTestName,
  patternOf,
  placeOf,
  testNamesOf,
} from '../../../../src/editor/selection/testNames.ts';
import { matchesGlob } from 'node:path';

test.each([
  ['price.ts', 'typescript', 'price.test.ts'],
  ['price.py', 'python', 'test_price.py'],
  ['price.go', 'go', 'price_test.go'],
  ['Price.java', 'java', 'PriceTest.java'],
  ['tool', 'javascript', 'tool.test.js'],
  ['Makefile', 'makefile', 'Makefile.test'],
  ['.eslintrc', 'json', '.eslintrc.test.json'],
  ['[slug].tsx', 'typescriptreact', '[slug].test.tsx'],
])('the tests of %s in %s are in %s', (fileName, language, expected) => {
  expect(testNamesOf(fileName, language)[0]).toBe(expected);
});

test.each([
  ['price.test.ts', true],
  ['price_spec.rb', true],
  ['price_test.go', true],
  ['test_price.py', true],
  ['PriceTest.java', true],
  ['PriceTests.cs', true],
  ['latest.ts', false],
  ['test.ts', false],
  ['testNames.ts', false],
  ['Contest.java', false],
])('%s is a file of tests: %s', (fileName, expected) => {
  expect(isTestName(fileName)).toBe(expected);
});

test.each([
  ['src/price.ts', 'test/price.test.ts', true],
  ['src/a/index.ts', 'src/a/index.test.ts', true],
  ['src/a/index.ts', 'src/b/index.test.ts', false],
  ['packages/till/src/index.ts', 'packages/till/test/index.test.ts', true],
  ['packages/till/src/index.ts', 'packages/shop/test/index.test.ts', false],
  ['src/main/java/shop/Price.java', 'src/test/java/shop/PriceTest.java', true],
])('%s and %s have one place: %s', (source, tests, expected) => {
  expect(placeOf(source) === placeOf(tests)).toBe(expected);
});

test('a pattern finds names with marks of patterns in them', () => {
  const pattern = patternOf(['[slug].test.tsx', '{a}.spec.tsx']);
  expect(matchesGlob('app/[slug].test.tsx', pattern)).toBe(true);
  expect(matchesGlob('app/{a}.spec.tsx', pattern)).toBe(true);
  expect(matchesGlob('app/s.test.tsx', pattern)).toBe(false);
});
