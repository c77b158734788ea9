import { expect, test } from 'vitest';
import { builtInProviders, type ProviderConfig } from '../../../src/providers/providerConfig.ts';
import { runsHere } from '../../../src/providers/runsHere.ts';
import { resolveTier } from '../../../src/routing/candidates/resolveTier.ts';
import { noRequirements } from '../../../src/routing/candidates/requirements.ts';
import { modelWith, situationWith } from '../../support/tasks.ts';

const ollama = builtInProviders.find(({ id }) => id === 'ollama')!;

test.each<[string, Partial<ProviderConfig>, boolean]>([
  ['as shipped', {}, true],
  ['by another name of this machine', { baseUrl: 'http://localhost:1234/v1' }, true],
  ['on another machine', { baseUrl: 'http://192.168.1.7:11434/v1' }, false],
  [
    'on a name that looks like this machine',
    { baseUrl: 'https://localhost.example.com/v1' },
    false,
  ],
  ['that wants a key', { auth: 'bearer' }, false],
  // LiteLLM's proxy stands on 127.0.0.1:4000 and hands on to paid models (docs.litellm.ai).
  ['that may be a gateway', { discover: false }, false],
])('a server %s', (_what, fields, expected) => {
  expect(runsHere({ ...ollama, ...fields })).toBe(expected);
});

test('a model that runs here costs nothing where no price is known, and its price where one is', () => {
  const priced = modelWith('here/priced');
  const situation = situationWith({
    catalog: new Map([[priced.reference, priced]]),
    providers: new Map([
      ['here', { name: 'Here', simulated: false, state: { state: 'ready' }, isFree: true }],
      ['far', { name: 'Far', simulated: false, state: { state: 'ready' } }],
    ]),
  });
  const worst = (reference: 'here/free' | 'here/free:120b-cloud' | 'far/free') =>
    resolveTier({ name: 'fast', choices: [{ reference }] }, noRequirements, situation).choice?.model
      .worstCaseNanoUsd;
  expect([worst('here/free'), worst('far/free')]).toEqual([0, undefined]);
  // A local server hands it on to another, which charges for it.
  expect(worst('here/free:120b-cloud')).toBeUndefined();
});
