import { expect, test } from 'vitest';
import * as z from 'zod';
import { readShape } from '../../../../src/routing/input/readShape.ts';

const meal = z.strictObject({
  dish: z.enum(['soup', 'salad', 'stew']).optional(),
  guests: z.int().min(1).optional(),
  price: z.number().max(90).optional(),
  vegan: z.boolean().optional(),
  spices: z.array(z.string().min(1)).optional(),
  course: z.union([z.enum(['first', 'main']), z.array(z.enum(['first', 'main']))]).optional(),
  wine: z
    .union([z.string(), z.strictObject({ red: z.string(), year: z.int().optional() })])
    .optional(),
});

function told(written: unknown, shape: z.ZodType = meal): string[] {
  const read = readShape(shape, written);
  return read.success
    ? []
    : read.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test.each<[string, unknown, string]>([
  ['a misspelt key', { gests: 3 }, 'gests: "gests" is not known here. Did you mean "guests"?'],
  [
    'a key in another style',
    { Dish: 'soup' },
    'Dish: "Dish" is not known here. Did you mean "dish"?',
  ],
  [
    'a key that is like none',
    { table: 4 },
    'table: "table" is not known here. Known here: dish, guests, price, vegan, spices, course, wine.',
  ],
  [
    'an equals sign',
    { 'guests = 3': null },
    'guests = 3: Write "guests: 3", with a colon and a space.',
  ],
  [
    'a missing space',
    { 'guests:3': null },
    'guests:3: Write "guests: 3", with a colon and a space.',
  ],
  [
    'a comment of another language',
    { '// for two "guests"': 2 },
    '// for two "guests": A comment begins with # here, and has a line of its own.',
  ],
  [
    'decimals after a comma',
    { price: 4, 50: null },
    '50: "50" is not known here. If it ends the number before it, write a point: 0.50.',
  ],
  [
    'a misspelt word',
    { dish: 'suop' },
    'dish: Write one of soup, salad, stew. Did you mean "soup"?',
  ],
  [
    'a word in capitals',
    { dish: 'STEW' },
    'dish: Write one of soup, salad, stew. Did you mean "stew"?',
  ],
  [
    'curly quotes',
    { dish: '“stew”' },
    'dish: Write one of soup, salad, stew. Did you mean "stew"?',
  ],
  ['a word that is like none', { dish: 'bread' }, 'dish: Write one of soup, salad, stew.'],
  [
    'a misspelt word or list',
    { course: 'mian' },
    'course: Write one of first, main. Did you mean "main"?',
  ],
  ['a number in quotes', { guests: '4' }, 'guests: Write a number. Write it without quotes: 4.'],
  ['half a guest', { guests: 2.5 }, 'guests: Write a whole number.'],
  ['no guest', { guests: 0 }, 'guests: Write at least 1.'],
  [
    'a comma in a number',
    { price: '4,50' },
    'price: Write a number. Write a point before decimals: 4.50.',
  ],
  [
    'a currency',
    { price: '$4' },
    'price: Write a number. Write the number alone, without a unit or a sign.',
  ],
  ['per cent', { price: '25%' }, 'price: Write a number. Write 0.25 for 25 %.'],
  ['too much', { price: 91 }, 'price: Write at most 90.'],
  [
    'yes',
    { vegan: 'yes' },
    'vegan: Write true or false. "yes" is a text here, and true without quotes is meant.',
  ],
  [
    'one text for a list',
    { spices: 'salt' },
    'spices: Write a list. Brackets make a list of it: [salt].',
  ],
  ['a number for a text', { spices: [7] }, 'spices.0: Write a text. Put it in quotes: "7".'],
  ['an empty text', { spices: [''] }, 'spices.0: It is empty: write something, or leave it out.'],
  ['a list for names', ['soup'], ': Write names with values, such as `name: value`.'],
])('%s is one problem that says what to write', (_, written, message) => {
  expect(told(written)).toEqual([message]);
});

test('a misspelt key is not told as a missing one as well', () => {
  expect(told({ wine: { rde: 'Rioja' } })).toEqual([
    'wine.rde: "rde" is not known here. Did you mean "red"?',
  ]);
  expect(told({ wine: { year: 'old' } })).toEqual([
    'wine.red: Write a text.',
    'wine.year: Write a number.',
  ]);
});

test('a whole whose part is wrong is not told as well, and a place is told once', () => {
  const shape = z
    .strictObject({ low: z.number().min(2, 'Too low.').multipleOf(2, 'Odd.') })
    .refine(() => false, 'The whole is wrong.');
  expect(told({ low: 1 }, shape)).toEqual(['low: Too low.']);
  expect(told({ low: 2 }, shape)).toEqual([': The whole is wrong.']);
});

test('paths begin where the value stands', () => {
  const read = readShape(meal, { guest: 1 }, ['menus', 2]);
  expect(read.success ? [] : read.problems.map(({ path }) => path)).toEqual([
    ['menus', 2, 'guest'],
  ]);
});
