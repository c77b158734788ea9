import { expect, test } from 'vitest';
import { createCoolDowns, isOutage } from '../../../../src/execution/attempt/coolDowns.ts';
import type { ProviderErrorKind } from '../../../../src/providers/providerError.ts';
import type { ModelReference } from '../../../../src/routing/models/model.ts';
import { failure } from '../../../support/scriptedRun.ts';

/** `after` seconds have passed since the note before. */
interface Note {
  readonly after?: number;
  readonly model?: ModelReference;
  /** Omitted when the model answered. */
  readonly error?: ProviderErrorKind;
  readonly retryAfterMs?: number;
}

/** What is cooling down at the end, and for how many seconds. */
function leftAlone(notes: readonly Note[], waited = 0): Record<string, number> {
  let now = 1_000_000;
  const coolDowns = createCoolDowns(() => now);
  for (const { after = 0, model = 'p/small', error, retryAfterMs } of notes) {
    now += after * 1000;
    coolDowns.note(model, error && failure(error, retryAfterMs));
  }
  now += waited * 1000;
  return Object.fromEntries(
    [...coolDowns.current()].map(([key, { secondsLeft }]) => [key, secondsLeft]),
  );
}

const failed = { error: 'rateLimited' } as const;
const cases: [string, Note[], Record<string, number>, waited?: number][] = [
  ['nothing at first', [], {}],
  ['an endpoint that fails', [failed], { p: 15 }],
  ['an endpoint, whichever of its models failed', [{ ...failed, model: 'p/large' }], { p: 15 }],
  ['what is left of the time', [failed], { p: 5 }, 10],
  ['the last part of a second', [failed], { p: 1 }, 14.5],
  ['nothing when the time is over', [failed], {}, 15],
  ['a missing model and not its endpoint', [{ error: 'modelNotFound' }], { 'p/small': 15 }],
  ['longer with each failure in a row', [failed, failed, failed], { p: 60 }],
  ['longer, also when the time was over between', [failed, { ...failed, after: 60 }], { p: 30 }],
  ['five minutes at most', Array.from({ length: 12 }, () => failed), { p: 300 }],
  ['as long as the provider asks', [{ ...failed, retryAfterMs: 40_000 }], { p: 40 }],
  ['as long as it asks, be it short', [failed, { ...failed, retryAfterMs: 2_000 }], { p: 2 }],
  ['not an hour, though it asks', [{ ...failed, retryAfterMs: 3_600_000 }], { p: 300 }],
  ['not what has answered since', [failed, {}], {}],
  ['not the endpoint of another model that answered', [failed, { model: 'p/large' }], {}],
  ['not a model that answered', [{ error: 'modelNotFound' }, {}], {}],
  [
    'a missing model, though another of its endpoint answers',
    [{ error: 'modelNotFound' }, { model: 'p/large' }],
    { 'p/small': 15 },
  ],
  ['other endpoints never', [failed, { model: 'q/small' }], { p: 15 }],
  ['as at first, after a success', [failed, failed, {}, failed], { p: 15 }],
  ['two at once', [failed, { ...failed, model: 'q/x', retryAfterMs: 1_000 }], { p: 15, q: 1 }],
  ['not what was asked wrongly', [{ error: 'badRequest' }], {}],
  ['not for a wrong key, which is no success either', [failed, { error: 'badKey' }], { p: 15 }],
];
test.each(cases)('is left alone: %s', (_, notes, expected, waited) => {
  expect(leftAlone(notes, waited)).toEqual(expected);
});

const outages: [ProviderErrorKind, string | undefined][] = [
  ['rateLimited', 'rate limited'],
  ['overloaded', 'overloaded'],
  ['unreachable', 'not reachable'],
  ['timeout', 'too slow to answer'],
  ['modelNotFound', 'no such model'],
  ['noKey', undefined],
  ['badKey', undefined],
  ['forbidden', undefined],
  ['billing', undefined],
  ['badRequest', undefined],
  ['tooLong', undefined],
  ['redirected', undefined],
  ['notAnAnswer', undefined],
  ['malformed', undefined],
  ['aborted', undefined],
];
test.each(outages)('%s is an outage only where it has words: %s', (kind, why) => {
  const coolDowns = createCoolDowns(() => 0);
  coolDowns.note('p/small', failure(kind));
  expect([...coolDowns.current().values()][0]?.why).toBe(why);
  expect(isOutage(failure(kind))).toBe(why !== undefined);
});
