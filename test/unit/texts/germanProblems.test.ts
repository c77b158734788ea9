import { LineCounter } from 'yaml';
import { expect, test } from 'vitest';
import { parseWatchSettings } from '../../../src/evaluation/watching/watchSettings.ts';
import { parseGateCommands } from '../../../src/execution/gates/command/parseGateCommands.ts';
import { readGlobList } from '../../../src/execution/safety/globList.ts';
import { parseInstructionLimits } from '../../../src/execution/projectInstructions.ts';
import { readLocalHosts } from '../../../src/providers/localHosts.ts';
import { parseProviders } from '../../../src/providers/parseProviders.ts';
import { parseAdvisor } from '../../../src/routing/budgets/parseAdvisor.ts';
import { parseBudgets } from '../../../src/routing/budgets/parseBudgets.ts';
import { parseExtensionCaps } from '../../../src/routing/budgets/parseExtensionCaps.ts';
import { parseRequestLimits } from '../../../src/routing/budgets/parseRequestLimits.ts';
import { usualLimits } from '../../../src/routing/budgets/requestLimits.ts';
import { parseExperiments } from '../../../src/routing/experiments/parseExperiments.ts';
import { readAtOnce, readSoundYaml } from '../../../src/routing/input/yaml.ts';
import { parseModels } from '../../../src/routing/models/parseModels.ts';
import { parseAim } from '../../../src/routing/policy/aims.ts';
import { parseLatencyBudgets } from '../../../src/routing/policy/parseLatencyBudgets.ts';
import {
  parsePolicyFile,
  parseRulesSetting,
  parseTiersSetting,
} from '../../../src/routing/policy/parsePolicy.ts';
import { inEnglish, type Say } from '../../../src/routing/say.ts';
import { l10n } from '../../support/germanVscode.ts';

// What is wrong in settings and in the policy file is told in the reader's language, whoever finds it.
const tiers = ['fast', 'reasoning'];
type Told = readonly { readonly message: string }[];

function ofPolicy(written: unknown, say: Say): Told {
  const { problems, notices } = parsePolicyFile(written, tiers, usualLimits.request, say);
  return [...problems, ...notices];
}

function ofYaml(text: string, say: Say): Told {
  const read = readSoundYaml(text, new LineCounter(), readAtOnce, say);
  return 'problems' in read ? read.problems : [];
}

const rule = { when: { taskType: 'debug' }, use: 'fast' };
const price = { from: '2026-11-10', source: 'here', input: 1, output: 1 };

test.each<[string, (say: Say) => Told]>([
  ['a key that is not known', (say) => ofPolicy({ rulez: [] }, say)],
  ['a list without its name', (say) => ofPolicy([rule], say)],
  ['a key of a rule at the top', (say) => ofPolicy({ when: {}, use: 'fast' }, say)],
  ['a key of settings', (say) => ofPolicy({ tiers: {} }, say)],
  ['a model in a repository', (say) => ofPolicy({ rules: [{ when: {}, use: 'p/m' }] }, say)],
  ['a tier that there is not', (say) => ofPolicy({ rules: [{ when: {}, use: 'fsat' }] }, say)],
  ['a rule behind one that takes all', (say) => ofPolicy({ rules: [rule, rule] }, say)],
  [
    'a language by another name',
    (say) => ofPolicy({ rules: [{ ...rule, when: { language: 'js' } }] }, say),
  ],
  [
    'a cap that is too wide',
    (say) => ofPolicy({ rules: [{ when: {}, use: { cascade: tiers, maxUsd: 1000 } }] }, say),
  ],
  ['a kind of turn that there is not', (say) => ofPolicy({ turns: { edti: 'fast' } }, say)],
  ['a word in place of a number', (say) => ofPolicy({ auto: { floor: '90 %' } }, say)],
  ['a glob with an open bracket', (say) => ofPolicy({ critical: ['src/[a'] }, say)],
  ['a glob that is too long', (say) => ofPolicy({ critical: ['a'.repeat(2000)] }, say)],
  ['a tier’s name with a space', (say) => parseTiersSetting({ ' fast': ['p/m'] }, say).problems],
  ['no model reference', (say) => parseTiersSetting({ fast: ['m'] }, say).problems],
  ['an effort that there is not', (say) => parseTiersSetting({ fast: ['p/m@hihg'] }, say).problems],
  [
    'a misspelt task type',
    (say) => parseRulesSetting([{ ...rule, when: { taskType: 'debgu' } }], tiers, say).problems,
  ],
  [
    'a price per thousand',
    (say) => parseModels({ 'p/m': { prices: [{ ...price, input: 9000 }] } }, { say }).problems,
  ],
  [
    'a price per token',
    (say) =>
      parseModels({ 'p/m': { prices: [{ ...price, input: 2e-6, output: 1e-5 }] } }, { say })
        .problems,
  ],
  ['a day twice', (say) => parseModels({ 'p/m': { prices: [price, price] } }, { say }).problems],
  ['a budget without a period', (say) => parseBudgets([{ usd: 5 }], say).problems],
  ['a budget with an odd period', (say) => parseBudgets([{ usd: 5, per: 'year' }], say).problems],
  [
    'limits of the wrong kind',
    (say) => parseRequestLimits({ request: { calls: 'many' } }, say).problems,
  ],
  ['caps below zero', (say) => parseExtensionCaps({ usdPerDay: -1 }, say).problems],
  ['an advisor without a tier', (say) => parseAdvisor({ tier: 'huge' }, tiers, say).problems],
  [
    'an experiment with one plan',
    (say) =>
      parseExperiments([{ name: 'a', taskType: 'debug', plans: ['fast'] }], tiers, say).problems,
  ],
  ['an aim that there is not', (say) => parseAim('cheap', say).problems],
  ['a latency of no time', (say) => parseLatencyBudgets({ debug: 0 }, say).problems],
  [
    'a gate command in one text',
    (say) => parseGateCommands([{ name: 'a', argv: ['npm test'] }], say).problems,
  ],
  ['an odd setting of evaluations', (say) => parseWatchSettings({ maxAgeDays: 0 }, say).problems],
  ['a key in settings', (say) => parseProviders({ groq: { apiKey: 'k' } }, say).problems],
  [
    'an address without its wire',
    (say) => parseProviders({ mine: { baseUrl: 'https://a.test' } }, say).problems,
  ],
  [
    'an address that is not encrypted',
    (say) => parseProviders({ mine: { wire: 'openai', baseUrl: 'http://a.test' } }, say).problems,
  ],
  [
    'a header that is two',
    (say) =>
      parseProviders(
        { mine: { wire: 'openai', baseUrl: 'https://a.test', headers: { 'a b': 'c' } } },
        say,
      ).problems,
  ],
  ['a host with a port', (say) => readLocalHosts(['gpu.lan:80'], say).problems],
  ['a text for a list of globs', (say) => readGlobList('*.pem', say).problems],
  ['odd instructions', (say) => parseInstructionLimits({ read: 'yes' }, say).problems],
  ['a tab in YAML', (say) => ofYaml('rules:\n\t- a\n', say)],
  ['an open quote in YAML', (say) => ofYaml('a: "b\n', say)],
  ['a name twice in YAML', (say) => ofYaml('a: 1\na: 2\n', say)],
  ['an anchor in YAML', (say) => ofYaml('a: &b 1\n', say)],
])('%s is told in German', (_, told) => {
  const english = told(inEnglish).map(({ message }) => message);
  const german = told(l10n.t).map(({ message }) => message);
  expect(english).not.toEqual([]);
  expect(german).toHaveLength(english.length);
  for (const message of german) {
    expect(english).not.toContain(message);
    expect(message).not.toMatch(/\b(?:Write|There is|The|This|Did you|is not|known)\b/);
  }
});
