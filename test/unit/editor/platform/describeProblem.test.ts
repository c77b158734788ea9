import { expect, test } from 'vitest';
import {
  describeLastingError,
  describeProviderError,
  describeRefusal,
} from '../../../../src/editor/platform/describeProblem.ts';
import { ProviderError, type ProviderErrorKind } from '../../../../src/providers/providerError.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { modelWith, situationWith, taskWith } from '../../../support/tasks.ts';

const choice = { tier: 'fast', model: modelWith('p/small') };
const origin = 'http://127.0.0.1:1';
const describe = (kind: ProviderErrorKind, status?: number) =>
  describeProviderError(
    new ProviderError({ kind, provider: 'P', origin, message: 'M.', status }),
    choice,
  );

test.each<[ProviderErrorKind, number | undefined, RegExp, string | undefined]>([
  ['noKey', undefined, /no key for P at http:\/\/127.0.0.1:1/, 'Set API Key'],
  ['badKey', 401, /did not accept the key.*\(401\).*Set a valid key/, 'Set API Key'],
  ['forbidden', 403, /does not allow/, 'Set API Key'],
  ['billing', 402, /cannot pay/, 'Pick Another Tier'],
  ['modelNotFound', 404, /no model named “p\/small”.*\(404\).*tier fast/, 'Open Settings'],
  ['wrongAddress', 404, /nothing at this address.*\(404\).*`baseUrl`.*\/v1/, 'Open Settings'],
  [
    'certificate',
    undefined,
    /does not trust.*http\.systemCertificates.*http\.proxy/,
    'Open Settings',
  ],
  [
    'contentPolicy',
    400,
    /because of what the request says.*Change the request/,
    'Pick Another Tier',
  ],
  ['badRequest', 400, /refused the request/, 'Pick Another Tier'],
  ['tooLong', 413, /too long.*Select less/, 'Pick Another Tier'],
  [
    'tooManyTools',
    400,
    /small does not take so many tools \(400\): M\. Turn some off/,
    'Pick Another Tier',
  ],
  ['rateLimited', 429, /limiting the rate/, 'Pick Another Tier'],
  ['overloaded', 529, /could not answer now/, 'Pick Another Tier'],
  ['unreachable', undefined, /Nothing answers at.*Start the server/, 'Open Settings'],
  ['timeout', undefined, /stopped answering/, 'Pick Another Tier'],
  ['redirected', 302, /does not follow redirects/, 'Open Settings'],
  ['notAnAnswer', 200, /not a model's answer/, 'Open Settings'],
  ['malformed', 200, /not a model's answer/, 'Open Settings'],
  ['aborted', undefined, /cancelled/, undefined],
])('%s names the next step', (kind, status, message, step) => {
  const error = describe(kind, status);
  expect(error.message).toMatch(message);
  expect(error.steps[0]?.label).toBe(step);
});

test.each<[ProviderErrorKind, boolean]>([
  ['billing', true],
  ['badKey', true],
  ['forbidden', true],
  ['wrongAddress', true],
  ['certificate', true],
  ['rateLimited', false],
  ['overloaded', false],
  ['unreachable', false],
  ['modelNotFound', false],
])('%s lasts until the developer does something: %s', (kind, lasts) => {
  const error = new ProviderError({ kind, provider: 'P', origin, message: 'M.' });
  const told = describeLastingError(error, choice);
  expect(told?.endsWith('Until then, other models of the tier answer.')).toBe(lasts || undefined);
});

test('a rate limit says how long to wait', () => {
  const error = new ProviderError({
    kind: 'rateLimited',
    provider: 'P',
    origin,
    message: '',
    retryAfterMs: 1500,
  } as const);
  expect(describeProviderError(error, choice).message).toContain('wait 2 s');
});

test.each<[ProviderErrorKind, string, string]>([
  ['modelNotFound', 'Name another model for the tier fast.', 'Open Settings'],
  ['forbidden', 'Allow it when VS Code asks, or pick another tier.', 'Pick Another Tier'],
  ['rateLimited', 'Try again, or pick another tier.', 'Pick Another Tier'],
])('%s of a model inside VS Code speaks of no address and no key', (kind, next, step) => {
  const error = describeProviderError(
    new ProviderError({ kind, provider: 'VS Code', origin: '', message: 'It said so' }),
    choice,
  );
  expect(error.message).toBe(`small of VS Code did not answer: It said so. ${next}`);
  expect(error.steps.map(({ label }) => label)).toEqual([step]);
});

test('when no model is ready, each one says why', () => {
  const providers = new Map([
    ['p', { name: 'P', simulated: false, state: { state: 'noKey' } as const }],
  ]);
  const task = taskWith();
  const { message, steps } = describeRefusal(task, decide(task, situationWith({ providers })));
  expect(message).toBe(
    'Refactor could not run: no model of the tier balanced is ready. medium: no key for P. ' +
      'Set a key, start a local model server, or name another model for this tier.',
  );
  expect(steps.map(({ label }) => label)).toEqual([
    'Set API Key',
    'Show What Is Ready',
    'Open Settings',
  ]);
});
