import { expect, onTestFinished, test, vi } from 'vitest';
import { momentWords, recentMoment } from '../../../../src/editor/platform/moments.ts';

const window = vi.hoisted(() => ({ language: 'en', bundle: undefined as unknown, zone: '' }));

vi.mock('vscode', () => ({
  l10n: {
    get bundle() {
      return window.bundle;
    },
  },
  env: {
    get language() {
      return window.language;
    },
  },
  workspace: { getConfiguration: () => ({ inspect: () => ({ globalValue: window.zone }) }) },
}));

const atMs = Date.parse('2026-11-30T23:30:00Z');

test.each([
  ['in English', 'en', undefined, 'UTC', '30 Nov 2026, 23:30'],
  ['in German', 'de', {}, 'Europe/Berlin', '01.12.2026, 00:30'],
  [
    'in English beside English texts, where there are no others',
    'fr',
    undefined,
    'UTC',
    '30 Nov 2026, 23:30',
  ],
])('a moment is told %s', (_, language, bundle, zone, words) => {
  Object.assign(window, { language, bundle, zone });
  expect(momentWords(atMs)).toBe(words);
});

test.each([
  ['today', '2026-12-01T22:00:00Z', '00:30'],
  ['the day before', '2026-12-01T23:00:00Z', '1 Dec 2026, 00:30'],
  ['a year later', '2027-12-01T12:00:00Z', '1 Dec 2026, 00:30'],
])('%s in the time zone of the settings', (_, now, words) => {
  Object.assign(window, { language: 'en', bundle: undefined, zone: 'Europe/Berlin' });
  vi.useFakeTimers({ now: Date.parse(now) });
  onTestFinished(() => void vi.useRealTimers());
  expect(recentMoment(atMs)).toBe(words);
});
