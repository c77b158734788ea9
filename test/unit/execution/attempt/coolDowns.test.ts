import { expect, test } from 'vitest';
import { createCoolDowns, isOutage } from '../../../../src/execution/attempt/coolDowns.ts';
import { ProviderError, type ProviderErrorKind } from '../../../../src/providers/providerError.ts';
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

const failed = { error: 'overloaded' } as const;
const limited = { error: 'rateLimited' } as const;
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
  ['an hour, if it asks', [{ ...failed, retryAfterMs: 3_600_000 }], { p: 3600 }],
  ['a day at most', [{ ...failed, retryAfterMs: 999_999_999 }], { p: 86_400 }],
  ['a model alone whose rate is limited', [limited], { 'p/small': 15 }],
  ['the limited model, though another answers', [limited, { model: 'p/large' }], { 'p/small': 15 }],
  ['not the limited model once it answers', [limited, {}], {}],
  ['an account without credit, for an hour', [{ error: 'billing' }], { p: 3600 }],
  ['an account whose key is refused, for long', [{ error: 'badKey' }], { p: 43_200 }],
  ['an account that may not, for long', [{ error: 'forbidden' }], { p: 43_200 }],
  ['an address with nothing at it, for long', [{ error: 'wrongAddress' }], { p: 43_200 }],
  [
    'the model that cannot be paid, when another of its account answers for nothing',
    [{ error: 'billing' }, { model: 'p/free' }],
    { 'p/small': 3600 },
  ],
  ['not a server whose certificate is not trusted', [{ error: 'certificate' }], {}],
  ['not what has answered since', [failed, {}], {}],
  [
    'only the model that failed, when another of its endpoint answers',
    [failed, { model: 'p/large' }],
    { 'p/small': 15 },
  ],
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
  ['not for a task that is too long', [{ error: 'tooLong' }], {}],
];
test.each(cases)('is left alone: %s', (_, notes, expected, waited) => {
  expect(leftAlone(notes, waited)).toEqual(expected);
});

test('a change of a key or a setting ends the rests of accounts and addresses alone', () => {
  const coolDowns = createCoolDowns(() => 0);
  coolDowns.note('p/small', failure('billing'));
  coolDowns.note('q/small', failure('wrongAddress'));
  coolDowns.note('r/small', failure('overloaded'));
  coolDowns.note('s/small', failure('rateLimited'));
  coolDowns.changed('p');
  expect([...coolDowns.current().keys()]).toEqual(['q', 'r', 's/small']);
  coolDowns.changed();
  expect([...coolDowns.current().keys()]).toEqual(['r', 's/small']);
});

test('a refusal that names the model rests that model alone', () => {
  const coolDowns = createCoolDowns(() => 0);
  const fields = { provider: 'p', origin: 'http://127.0.0.1', message: 'No.' } as const;
  coolDowns.note('p/small', new ProviderError({ kind: 'forbidden', failed: 'model', ...fields }));
  expect([...coolDowns.current().keys()]).toEqual(['p/small']);
});

const outages: [ProviderErrorKind, string | undefined, isOutage: boolean][] = [
  ['rateLimited', 'rate limited', true],
  ['overloaded', 'overloaded', true],
  ['unreachable', 'not reachable', true],
  ['timeout', 'too slow to answer', true],
  ['modelNotFound', 'no such model', true],
  ['noKey', 'without a key', true],
  ['badKey', 'key refused', true],
  ['forbidden', 'access refused', true],
  ['billing', 'out of credit', true],
  ['wrongAddress', 'nothing at its address', true],
  ['certificate', undefined, true],
  ['redirected', undefined, true],
  ['notAnAnswer', 'no answer of a model', true],
  ['malformed', 'no answer of a model', true],
  ['badRequest', undefined, false],
  ['contentPolicy', undefined, false],
  ['tooLong', undefined, false],
  ['aborted', undefined, false],
  ['overBudget', undefined, false],
];
test.each(outages)('%s rests as %j; another model may stand in: %s', (kind, why, isOut) => {
  const coolDowns = createCoolDowns(() => 0);
  coolDowns.note('p/small', failure(kind));
  expect([...coolDowns.current().values()][0]?.why).toBe(why);
  expect(isOutage(failure(kind))).toBe(isOut);
});
