import { expect, test } from 'vitest';
import { mergeModels, modelOf } from '../../../../src/routing/models/catalog.ts';
import { parseModelChoice } from '../../../../src/routing/models/model.ts';
import { parseModels } from '../../../../src/routing/models/parseModels.ts';
import { priceOn } from '../../../../src/routing/models/price.ts';
import shippedModels from '../../../../src/routing/models/shippedModels.json' with { type: 'json' };
import { shippedTiers } from '../../../../src/routing/policy/shippedPolicy.ts';

const shipped = parseModels(shippedModels);

test('the shipped models have no problem, and each price has its date and source', () => {
  expect(shipped.problems).toEqual([]);
  const again = parseModels(shippedModels, { shipped: shipped.models, today: '2026-11-21' });
  expect(again.problems).toEqual([]);
  for (const model of shipped.models.values()) {
    for (const { from, source } of model.prices ?? []) {
      expect(from).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(source).not.toBe('');
    }
  }
});

test('the shipped tiers name models that the catalog knows, dearer from tier to tier', () => {
  const catalog = mergeModels(shipped.models, new Map());
  for (const provider of ['anthropic', 'openai']) {
    const prices = Object.values(shippedTiers).map((references) => {
      const choice = parseModelChoice(references.find((each) => each.startsWith(`${provider}/`))!);
      return priceOn(catalog.get(choice!.reference)!.prices, '2026-11-21')!.output;
    });
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
  }
});

// GitHub's published table, per million tokens: github.com/github/docs, models-and-pricing.yml.
test.each([
  ['gpt-5-mini', 0.25, 0.025, 2],
  ['claude-sonnet-4.5', 3, 0.3, 15],
  ['claude-opus-5.5', 4, 0.2, 20],
  ['gpt-6-luna', 0.1, 0.01, 0.5],
])('Copilot’s %s has a price', (family, input, cacheRead, output) => {
  const { prices } = shipped.models.get(`vscode/copilot/${family}`)!;
  expect(priceOn(prices!, '2026-11-29')).toMatchObject({
    input: input * 1e9,
    cacheRead: cacheRead * 1e9,
    output: output * 1e9,
  });
});

test('a user entry is laid over the shipped one field by field', () => {
  const user = parseModels({ 'anthropic/claude-haiku-5-5': { name: 'Mine' } });
  const merged = mergeModels(shipped.models, user.models).get('anthropic/claude-haiku-5-5')!;
  expect(merged.name).toBe('Mine');
  expect(merged.prices.length).toBeGreaterThan(0);
});

test('a model that nobody catalogued is usable with everything unknown', () => {
  expect(modelOf(new Map(), 'p/new', false)).toEqual({
    reference: 'p/new',
    name: 'new',
    capabilities: {},
    prices: [],
    simulated: false,
  });
});

test.each([
  ['ollama/qwen3:8b', { reference: 'ollama/qwen3:8b' }],
  ['openai/gpt-6.1-sol@high', { reference: 'openai/gpt-6.1-sol', effort: 'high' }],
  ['vertex/claude@2026', { reference: 'vertex/claude@2026' }],
  ['vscode/copilot/x', { reference: 'vscode/copilot/x' }],
  ['nothing', undefined],
  ['/x', undefined],
  ['x/', undefined],
])('%s as a model choice', (text, choice) => {
  expect(parseModelChoice(text)).toEqual(choice);
});
