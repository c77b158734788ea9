import { type Job, read } from '../job.ts';

const before = `  const days = Math.floor((end - start) / dayMs);
  return days;`;
const right = `  // Both ends count, and a range may be written backwards.
  const days = Math.round(Math.abs(end - start) / dayMs) + 1;
  return days;`;
const wrong = `  const days = Math.ceil((end - start) / dayMs);
  return days;`;

/** A bug whose test fails: about a dozen turns. */
export const fixDates: Job = {
  id: 'fixDates',
  words:
    'A test of the rental dates fails since yesterday. Find out why, fix the code and run the tests.',
  files: {
    'package.json': '{ "name": "rental", "type": "module", "private": true }\n',
    'src/dates.mjs': `const dayMs = 24 * 60 * 60 * 1000;

/** The day of a date such as 2026-03-01, in milliseconds. */
export function dayOf(text) {
  const [year, month, day] = text.split('-').map(Number);
  return Date.UTC(year, month - 1, day);
}

/** For how many days something is rented; both days count. */
export function rentalDays(from, to) {
  const start = dayOf(from);
  const end = dayOf(to);
${before}
}
`,
    'src/price.mjs': `import { rentalDays } from './dates.mjs';

export function rentalPrice(perDay, from, to) {
  return perDay * rentalDays(from, to);
}
`,
    'test/dates.test.mjs': `import assert from 'node:assert/strict';
import test from 'node:test';
import { rentalDays } from '../src/dates.mjs';

test('one day', () => assert.equal(rentalDays('2026-03-01', '2026-03-01'), 1));
test('a week', () => assert.equal(rentalDays('2026-03-01', '2026-03-07'), 7));
`,
  },
  hidden: {
    'hidden/dates.test.mjs': `import assert from 'node:assert/strict';
import test from 'node:test';
import { rentalDays } from '../src/dates.mjs';
import { rentalPrice } from '../src/price.mjs';

test('backwards', () => assert.equal(rentalDays('2026-03-07', '2026-03-01'), 7));
test('a price', () => assert.equal(rentalPrice(10, '2026-03-01', '2026-03-03'), 30));
`,
  },
  stages: [
    { kind: 'look', tool: 'list_dir', given: { path: '.' } },
    { kind: 'check', command: 'node --test --test-isolation=none test/*.test.mjs', mayFail: true },
    read('test/dates.test.mjs'),
    read('src/dates.mjs'),
    { kind: 'look', tool: 'grep_search', given: { query: 'rentalDays', isRegexp: false } },
    read('src/price.mjs'),
    {
      kind: 'edit',
      name: 'count both ends',
      needs: 'subtle',
      path: 'src/dates.mjs',
      before,
      right,
      wrong,
    },
    { kind: 'check', command: 'node --test --test-isolation=none test/*.test.mjs' },
    { kind: 'look', tool: 'get_errors', given: { filePaths: ['src/dates.mjs'] } },
  ],
  done: 'The days of a rental were counted without the first one. Both ends count now, and the tests pass.',
};
