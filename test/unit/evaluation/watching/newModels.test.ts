import { expect, test } from 'vitest';
import type { Candidate } from '../../../../src/evaluation/candidate.ts';
import type { Evaluation } from '../../../../src/evaluation/files/evaluation.ts';
import {
  describeSuggestion,
  gainedModels,
  type KnownModels,
  modelsNow,
  suggestions,
  withModel,
} from '../../../../src/evaluation/watching/newModels.ts';
import type { ProviderFacts } from '../../../../src/routing/situation.ts';
import { candidateOf, fixturesOf } from '../../../support/trials.ts';
import { modelWith, readyProvider, situationWith } from '../../../support/tasks.ts';

const evaluation: Evaluation = {
  name: 'triage',
  subject: { kind: 'taskType', taskType: 'explain' },
  thresholds: { minPassRate: 0.9 },
  candidates: [{ id: 'balanced', name: 'balanced', subject: { kind: 'tier', tier: 'balanced' } }],
  scorers: [{ kind: 'gate', gate: 'complete' }],
  fixtures: fixturesOf(10),
  ownScorers: new Map(),
};
const smallest: Candidate = candidateOf('balanced', 10);
const price = (input: number) => [
  { from: '2026-01-01', source: 'test', input: input * 1e9, output: 5e9 },
];

function situationOf(
  models: Readonly<Record<`${string}/${string}`, number | undefined>>,
  p = readyProvider,
) {
  const base = situationWith();
  const written = Object.entries(models).map(([reference, input]) =>
    modelWith(reference as 'p/x', { prices: input === undefined ? [] : price(input) }),
  );
  const catalog = new Map(base.catalog);
  for (const model of written) catalog.set(model.reference, model);
  return situationWith({ catalog, providers: new Map([['p', p]]) });
}

const offering = (...names: string[]): ProviderFacts => ({
  ...readyProvider,
  state: { state: 'ready', models: new Set(names) },
});

test('the first look finds nothing new, the next one what the table has gained', () => {
  const before = modelsNow(situationOf({}));
  expect(gainedModels(undefined, before)).toEqual([]);
  expect(gainedModels(before, modelsNow(situationOf({ 'p/new': 1 }), before))).toEqual(['p/new']);
  expect(gainedModels(before, before)).toEqual([]);
});

test('a server’s new model is found, but not the list of one that could not be asked before', () => {
  const first = modelsNow(situationOf({}, offering('small')));
  const grown = modelsNow(situationOf({}, offering('small', 'tiny')), first);
  expect(gainedModels(first, grown)).toEqual(['p/tiny']);
  const silent = modelsNow(situationOf({}));
  expect(gainedModels(silent, modelsNow(situationOf({}, offering('small')), silent))).toEqual([]);
});

test('a server that cannot be asked for a while makes nothing new when it is back', () => {
  const first = modelsNow(situationOf({}, offering('small')));
  const away = { ...readyProvider, state: { state: 'unavailable', why: 'off' } } as const;
  const meanwhile = modelsNow(situationOf({}, away), first);
  expect(gainedModels(meanwhile, modelsNow(situationOf({}, offering('small')), meanwhile))).toEqual(
    [],
  );
});

test('what is known survives as JSON', () => {
  const known = modelsNow(situationOf({}, offering('small')));
  expect(JSON.parse(JSON.stringify(known)) as KnownModels).toEqual(known);
});

function suggested(input: number | undefined, chosen: Candidate | undefined = smallest) {
  const situation = situationOf({ 'p/new': input });
  const parts = { evaluation, ...(chosen && { smallest: chosen }) };
  return suggestions(['p/new'], [parts], situation);
}

test('a model that is cheaper or as dear is suggested, a dearer one and one without a price not', () => {
  expect(suggested(0.5)).toMatchObject([{ isCheaper: true, instead: { id: 'balanced' } }]);
  expect(suggested(1)).toMatchObject([{ isCheaper: false }]);
  expect([suggested(2), suggested(undefined)]).toEqual([[], []]);
});

test('where no candidate has passed, a dearer model is worth trying too', () => {
  expect(suggestions(['p/new'], [{ evaluation }], situationOf({ 'p/new': 2 }))).toHaveLength(1);
  expect(suggestions(['p/new'], [{ evaluation }], situationOf({ 'p/new': undefined }))).toEqual([]);
});

test('a model that cannot be asked, or is a candidate already, is not suggested', () => {
  const keyless = { ...readyProvider, state: { state: 'noKey' } } as const;
  const parts = [{ evaluation, smallest }];
  expect(suggestions(['p/new'], parts, situationOf({ 'p/new': 0.5 }, keyless))).toEqual([]);
  expect(suggestions(['p/medium'], parts, situationOf({}))).toEqual([]);
});

test('a free model of a local server is cheaper than one that costs money', () => {
  const local = { ...offering('medium', 'new'), isFree: true } as const;
  const base = situationOf({}, local);
  expect(suggestions(['p/new'], [{ evaluation, smallest }], base)).toMatchObject([
    { isCheaper: true },
  ]);
});

test('the words name the model, the one it may replace, and what trying it takes', () => {
  const [suggestion] = suggested(0.5);
  const amount = (calls: number, nanoUsd: number) => ({ calls, nanoUsd });
  const estimate = {
    low: amount(20, 2e6),
    expected: amount(25, 3e6),
    high: amount(50, 1e8),
    provable: true,
  };
  expect(describeSuggestion(suggestion!, estimate)).toBe(
    'new is new. It costs less than balanced, which triage has found. Trying it on triage takes up to 50 calls: $0.0020 to $0.100.',
  );
  expect(withModel(evaluation, suggestion!.model, 'beside').candidates.map(({ id }) => id)).toEqual(
    ['balanced', 'p/new'],
  );
  expect(withModel(evaluation, suggestion!.model, 'alone').candidates).toHaveLength(1);
});
