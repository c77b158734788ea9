import { expect, test } from 'vitest';
import { unnamedLmStudio } from '../../../../src/editor/firstRun/lmStudio.ts';
import {
  keysOfServices,
  offeredKeys,
  placesOf,
  type Readiness,
} from '../../../../src/editor/firstRun/readiness.ts';
import { readyPage, readyStatus } from '../../../../src/editor/firstRun/readyPage.ts';
import { builtInProviders } from '../../../../src/providers/providerConfig.ts';
import type { ProviderFacts, ProviderState } from '../../../../src/routing/situation.ts';

const noKey: ProviderState = { state: 'noKey' };
const ready: ProviderState = { state: 'ready' };
const facts = (states: Record<string, ProviderState>): ReadonlyMap<string, ProviderFacts> =>
  new Map(Object.entries(states).map(([id, state]) => [id, { name: id, state, simulated: false }]));

const nothing: Readiness = {
  tiers: [
    { name: 'fast', isReady: false, words: 'not ready: Haiku: no key for Anthropic' },
    { name: 'reasoning', isReady: false, words: 'not ready: this tier names no model' },
  ],
  places: [],
  offered: [],
  services: [],
};

test('without any model the page says what to do first', () => {
  expect(readyStatus(nothing)).toBe('No tier has a model yet');
  const page = readyPage(nothing);
  expect(page).toContain('no task can run. Set a key, start a local model server');
  expect(page).toContain('- **fast**: not ready: Haiku: no key for Anthropic');
  expect(page).not.toContain('environment');
});

test('with some models the page says how to begin, and which tiers have none', () => {
  const [fast, reasoning] = nothing.tiers;
  const some = { ...nothing, tiers: [{ ...fast!, isReady: true }, reasoning!] };
  expect(readyStatus(some)).toBe('1 of 2 tiers have a model');
  expect(readyPage(some)).toContain('Without a model are reasoning;');
  const all = { ...nothing, tiers: [{ ...fast!, isReady: true }] };
  expect(readyStatus(all)).toBe('Every tier has a model');
  expect(readyPage(all)).not.toContain('Without a model');
});

test('each place says whether it has a key, answers, and what it offers', () => {
  const models = new Set(['a`b', ...'123456789']);
  const places = placesOf(
    builtInProviders,
    facts({
      anthropic: noKey,
      openai: ready,
      ollama: { state: 'ready', models },
      vscode: { state: 'unavailable', why: 'it offers no models here' },
    }),
  );
  const page = readyPage({ ...nothing, places });
  expect(page).toContain('- **anthropic**: no key yet');
  expect(page).toContain('- **openai**: a key is set');
  expect(page).toContain('- **ollama**: ready, with `ab`, `1`, `2`');
  expect(page).toContain('`7` and 2 more');
  expect(page).toContain('- **vscode**: it offers no models here');
  const empty = placesOf(
    builtInProviders,
    facts({ ollama: { state: 'ready', models: new Set() } }),
  );
  expect(readyPage({ ...nothing, places: empty })).toContain('answers, but offers no models');
});

test('a key of the environment is offered by its name, for a provider that has none at its own address', () => {
  const asked: string[] = [];
  const isSet = (variable: string) => {
    asked.push(variable);
    return true;
  };
  const [anthropic, openai, ollama] = builtInProviders;
  const gateway = { ...openai!, id: 'gateway', baseUrl: 'https://gateway.example.com/v1' };
  const states = facts({ anthropic: noKey, openai: ready, ollama: ready, gateway: noKey });
  const offered = offeredKeys([anthropic!, openai!, ollama!, gateway], states, isSet);
  expect(offered.map(({ variable, provider }) => [variable, provider])).toEqual([
    ['ANTHROPIC_API_KEY', 'anthropic'],
  ]);
  expect(asked).toEqual(['ANTHROPIC_API_KEY']);
  expect(offeredKeys([anthropic!], states, () => false)).toEqual([]);
  const page = readyPage({ ...nothing, offered });
  expect(page).toContain('`ANTHROPIC_API_KEY` is set. Tierwise has not read it.');
  expect(page).toContain('press *Use ANTHROPIC_API_KEY…*');
  expect(page).toContain('sends it to https://api.anthropic.com only');
});

test('an LM Studio that no setting names is shown with the next step', () => {
  const page = readyPage({ ...nothing, lmStudio: ['qwen3-4b'] });
  expect(page).toContain(
    'offers `qwen3-4b`. To use it, press *Add Provider…* and choose LM Studio',
  );
  expect(readyPage({ ...nothing, lmStudio: [] })).toContain('offers no models yet');
  const [anthropic, , ollama] = builtInProviders;
  const at = (baseUrl: string) => [{ ...ollama!, baseUrl }];
  const isNamed = (...given: Parameters<typeof unnamedLmStudio>) =>
    unnamedLmStudio(...given) === undefined;
  expect(isNamed([anthropic!, ollama!])).toBe(false);
  expect(isNamed(at('http://localhost:1234/v1'))).toBe(true);
  expect(isNamed(at('http://127.0.0.1:1234/v1'))).toBe(true);
  expect(isNamed(at('http://studio.example.com:1234/v1'))).toBe(false);
});

test('a key of a service that no setting names is told, by the variable that is set', () => {
  const set = new Set(['GOOGLE_API_KEY', 'GROQ_API_KEY', 'OPENAI_API_KEY']);
  const groq = { ...builtInProviders[1]!, id: 'mine', baseUrl: 'https://api.groq.com/openai/v1' };
  const services = keysOfServices([...builtInProviders, groq], (name) => set.has(name));
  expect(services).toEqual([{ variable: 'GOOGLE_API_KEY', name: 'Google Gemini' }]);
  expect(readyPage({ ...nothing, services })).toContain(
    '`GOOGLE_API_KEY` is set. Tierwise has not read it. To use it for Google Gemini',
  );
});
