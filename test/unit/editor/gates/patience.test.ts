import { expect, test } from 'vitest';
import { Patience } from '../../../../src/editor/gates/patience.ts';

const usual = 30_000;
const short = 5_000;

test('a language that is never judged costs half a minute once, and a few seconds from then on', () => {
  const patience = new Patience();
  expect(patience.for('javascript', 'shop.js')).toBe(usual);
  patience.note('javascript', 'shop.js', false);
  expect(patience.for('javascript', 'shop.js')).toBe(short);
  expect(patience.for('javascript', 'cart.js')).toBe(short);
  expect(patience.for('typescript', 'shop.ts')).toBe(usual);
});

test('a server that answers within the short time has all of its time again', () => {
  const patience = new Patience();
  patience.note('javascript', 'shop.js', false);
  patience.note('javascript', 'shop.js', true);
  expect(patience.for('javascript', 'shop.js')).toBe(usual);
  expect(patience.for('javascript', 'cart.js')).toBe(usual);
});

test('one file that is not judged says nothing of the others, once the language was judged', () => {
  const patience = new Patience();
  patience.note('typescript', 'shop.ts', true);
  patience.note('typescript', 'unchecked.ts', false);
  expect(patience.for('typescript', 'unchecked.ts')).toBe(short);
  expect(patience.for('typescript', 'shop.ts')).toBe(usual);
});
