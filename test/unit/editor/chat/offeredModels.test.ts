import { expect, test } from 'vitest';
import { offeredModels } from '../../../../src/editor/chat/offeredModels.ts';
import type { Model, ModelReference } from '../../../../src/routing/models/model.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { ProviderFacts } from '../../../../src/routing/situation.ts';
import { modelWith, policyWith, readyProvider } from '../../../support/tasks.ts';

type Facts = Partial<Model>;
const noKey: ProviderFacts = { ...readyProvider, state: { state: 'noKey' } };
const unpriced = { prices: [] };

/** What VS Code is told of each model: input and output, tokens. */
function told(
  tiers: Record<string, readonly string[]>,
  models: Record<string, Facts>,
  providers: Record<string, ProviderFacts> = {},
): Record<string, readonly [number, number]> {
  const offer = {
    policy: policyWith({ tiers: toTiers(tiers) }),
    catalog: new Map(
      Object.entries(models).map(([name, facts]) => [
        name,
        modelWith(name as ModelReference, facts),
      ]),
    ),
    providers: new Map(Object.entries({ p: readyProvider, q: readyProvider, ...providers })),
    coolingDown: new Map(),
    today: '2026-11-29',
  };
  return Object.fromEntries(
    offeredModels(offer, 16_000).map(({ id, maxInputTokens, maxOutputTokens }) => [
      id,
      [maxInputTokens, maxOutputTokens],
    ]),
  );
}

// Too small a `maxInputTokens` ends VS Code's chat (github.com/microsoft/vscode/issues/325197, 2026), and too
// large a one loses the front of the prompt.
test('small models are told as they are, and Auto as its tiers', () => {
  const tiers = { fast: ['p/a'], balanced: ['p/b'] };
  const models = { 'p/a': { contextTokens: 8_192 }, 'p/b': { contextTokens: 16_384 } };
  expect(told(tiers, models)).toEqual({
    auto: [12_288, 4_096],
    fast: [6_144, 2_048],
    balanced: [12_288, 4_096],
  });
  const same = { 'p/a': { contextTokens: 8_192 }, 'p/b': { contextTokens: 8_192 } };
  expect(told(tiers, same)['auto']).toEqual([6_144, 2_048]);
});

test('a tier takes what the smallest model that may answer takes, with its own output cap', () => {
  const models = {
    'p/large': { contextTokens: 200_000, maxOutputTokens: 4_000 },
    'q/small': { contextTokens: 32_768 },
  };
  const tiers = { fast: ['p/large', 'q/small'] };
  expect(told(tiers, models)['fast']).toEqual([24_576, 4_000]);
});

test('a model that cannot answer is not counted: no key, dearer, or of unknown price beside a known one', () => {
  const models = {
    'p/first': { contextTokens: 200_000 },
    'q/small': { contextTokens: 4_096 },
    'k/tiny': { contextTokens: 2_048 },
  };
  expect(told({ fast: ['k/tiny', 'p/first'] }, models, { k: noKey })['fast']).toEqual([
    184_000, 16_000,
  ]);
  const local = { ...models, 'q/small': { contextTokens: 4_096, ...unpriced } };
  expect(told({ fast: ['p/first', 'q/small'] }, local)['fast']).toEqual([184_000, 16_000]);
});

test('Auto leaves out tiers that have no model ready', () => {
  const tiers = { fast: ['p/a'], reasoning: ['k/b'] };
  const models = { 'p/a': { contextTokens: 8_192 }, 'k/b': { contextTokens: 1_000_000 } };
  expect(told(tiers, models, { k: noKey })['auto']).toEqual([6_144, 2_048]);
});

test('where nothing is ready or known, models are told by what is written, or as usual', () => {
  const tiers = { fast: ['k/a'], reasoning: ['k/b'] };
  expect(told(tiers, { 'k/a': { contextTokens: 8_192 } }, { k: noKey })).toEqual({
    auto: [112_000, 16_000],
    fast: [6_144, 2_048],
    reasoning: [112_000, 16_000],
  });
});

test('the picker says which model a tier means now and what it costs; practice is named', () => {
  const priced = (input: number, fields: Partial<Model> = {}): Model =>
    modelWith('vscode/copilot/luna', {
      name: 'Luna',
      prices: [
        { from: '2026-01-01', source: 's', input, output: 5 * input, cacheRead: input / 10 },
      ],
      ...fields,
    });
  const offer = {
    policy: policyWith({
      tiers: toTiers({ fast: ['vscode/copilot/luna'], mid: ['p/m'], top: ['k/t'] }),
    }),
    catalog: new Map([
      ['vscode/copilot/luna', priced(0.1e9)],
      ['p/m', { ...priced(3e9, { name: 'Medium', simulated: true }), reference: 'p/m' as const }],
    ]),
    providers: new Map([
      ['vscode', readyProvider],
      ['p', readyProvider],
      ['k', noKey],
    ]),
    coolingDown: new Map(),
    today: '2026-11-29',
  };
  const [auto, fast, mid, top] = offeredModels(offer, 16_000);
  expect(auto).toMatchObject({ detail: 'chooses per request: fast … top' });
  expect(auto!.tooltip).toContain('mid: practice Medium, practice $3 in, $15 out');
  expect(fast).toMatchObject({
    detail: 'Luna · $0.10 in, $0.50 out',
    pricing: '$0.10 in, $0.50 out per million tokens; cached $0.01',
    inputCost: 10,
    outputCost: 50,
    cacheCost: 1,
  });
  expect(mid).toMatchObject({ detail: 'practice Medium · $3 in, $15 out' });
  // Only a plan's models take credits.
  expect(mid).not.toHaveProperty('inputCost');
  const nextStep = 'no model is ready: run “Tierwise: Show What Is Ready”';
  expect(top).toMatchObject({ detail: nextStep });
});
