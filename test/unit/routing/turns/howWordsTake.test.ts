import { expect, test } from 'vitest';
import { howWordsTake } from '../../../../src/routing/turns/howWordsTake.ts';

test.each([
  'No, the total must include the discount.',
  'That’s not what I asked for.',
  'this doesn’t compile',
  'It still fails with the same error',
  'You forgot the tests',
  'undo that please',
  'I said to keep the old name.',
  'Why did you delete the helper?',
  'the button does not work',
])('a correction: %s', (words) => {
  expect(howWordsTake(words)).toBe('correction');
});

test.each([
  'Thanks! Now add a test for the empty cart.',
  'now rename it to basket and update the imports',
  'Great',
  'continue',
  'Add a discount code to the cart.',
])('goes on: %s', (words) => {
  expect(howWordsTake(words)).toBe('goesOn');
});

test.each([
  // A question about the answer, or about something else.
  'What does this function do?',
  'is that safe',
  // May be a new task or a complaint.
  'The build has an error in cart.ts, fix it',
  'use a map instead',
  'handle the case where the list is never filled',
  // Another language, and no words at all.
  'Das stimmt so nicht, bitte ändere es',
  'カートを直して',
  '',
  'src/cart.ts',
])('unclear: %s', (words) => {
  expect(howWordsTake(words)).toBe('unclear');
});

test('only the beginning of long words is looked at', () => {
  expect(howWordsTake(`Add a page for orders. ${'More about it. '.repeat(40)}`)).toBe('goesOn');
  const late = `Add a page for the orders. ${'And more about it. '.repeat(40)} It does not work.`;
  expect(howWordsTake(late)).toBe('goesOn');
});
