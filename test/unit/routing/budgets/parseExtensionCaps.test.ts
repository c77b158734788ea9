import { expect, test } from 'vitest';
import {
  parseExtensionCaps,
  usualExtensionCaps,
} from '../../../../src/routing/budgets/parseExtensionCaps.ts';

test.each([
  [undefined, usualExtensionCaps],
  [{}, usualExtensionCaps],
  [{ usdPerDay: 0.5 }, { ...usualExtensionCaps, nanoUsdPerDay: 500_000_000 }],
  [
    { usdPerDay: 0, requestsPerHour: 0 },
    { nanoUsdPerDay: 0, requestsPerHour: 0 },
  ],
])('%j', (written, caps) => {
  expect(parseExtensionCaps(written)).toEqual({ caps, problems: [] });
});

test.each([
  [5, [], 'Write an object with `usdPerDay` and `requestsPerHour`.'],
  [
    { usdPerDay: '5' },
    ['usdPerDay'],
    'Write an amount in USD as a plain number, such as 1. Write it without quotes: 5.',
  ],
  [{ usdPerDay: -1 }, ['usdPerDay'], 'Write zero USD or more.'],
  [
    { usdPerDay: Number.NaN },
    ['usdPerDay'],
    'Write an amount in USD as a plain number, such as 1.',
  ],
  [{ requestsPerHour: 1.5 }, ['requestsPerHour'], 'Write a whole number of requests.'],
])('%j is told, and the usual caps hold', (written, path, message) => {
  const { caps, problems } = parseExtensionCaps(written);
  expect(caps).toEqual(usualExtensionCaps);
  expect(problems).toEqual([expect.objectContaining({ path, message })]);
});
