import { expect, test } from 'vitest';
import { mergePolicies } from '../../../../src/editor/situation/mergePolicies.ts';
import { parsePolicyFile } from '../../../../src/routing/policy/parsePolicy.ts';
import { readTurnTiers } from '../../../../src/routing/policy/parseTurns.ts';
import { gatingOf, turnsInForce } from '../../../../src/routing/policy/turnPolicy.ts';

const tiers = ['fast', 'balanced', 'reasoning'];
const inSettings = { base: [], inRepository: false };

test('a policy file names tiers for turns', () => {
  const written = { turns: { plan: 'reasoning', execute: 'fast', subagent: 'auto' } };
  expect(parsePolicyFile(written, tiers)).toEqual({
    policy: { rules: [], critical: [], turnTiers: written.turns },
    places: new Map(),
    problems: [],
    notices: [],
  });
});

const wrong: [string, unknown, (string | number)[], string][] = [
  [
    'a kind that is not known',
    { plan: 'fast', excute: 'fast' },
    ['excute'],
    'There is no kind of turn "excute". Did you mean "execute"?',
  ],
  [
    'a kind that is like none',
    { everything: 'fast' },
    ['everything'],
    'There is no kind of turn "everything". Known here: plan, read, choose, edit, repair, answer, execute, subagent, planMode, side, gate.',
  ],
  [
    'a tier that is not known',
    { plan: 'resoning' },
    ['plan'],
    'There is no tier "resoning". Did you mean "reasoning"?',
  ],
  [
    'a model',
    { read: 'ollama/qwen3:4b' },
    ['read'],
    '"ollama/qwen3:4b" names a model, and a kind of turn has a tier. The tiers are fast, balanced, reasoning. Put the model into one of them, in `tierwise.tiers`.',
  ],
  [
    'a number',
    { read: 3 },
    ['read'],
    'Name a tier such as `fast`, or `auto`. Put it in quotes: "3".',
  ],
  [
    'a check that there is not',
    { plan: 'fast', gate: 'always' },
    ['gate'],
    'Write one of edits, all, none.',
  ],
  ['an empty name', { read: '' }, ['read'], 'Name a tier such as `fast`, or `auto`.'],
  [
    'a list',
    ['fast'],
    [],
    'Name kinds of turns, each with a tier, such as `{ plan: reasoning, execute: fast }`.',
  ],
];
test.each(wrong)(
  '%s is told at its place, and nothing of it is used',
  (_, written, path, message) => {
    expect(readTurnTiers(written, tiers, inSettings)).toEqual({
      tiers: {},
      problems: [{ path, message }],
    });
  },
);

test('settings and a policy file say which answers are checked; the settings come first', () => {
  const { policy, problems } = parsePolicyFile({ turns: { gate: 'all' } }, tiers);
  expect([policy.turnTiers, problems]).toEqual([{ gate: 'all' }, []]);
  const settings = readTurnTiers({ gate: 'none', plan: 'fast' }, tiers, inSettings);
  expect(settings).toEqual({ tiers: { plan: 'fast', gate: 'none' }, problems: [] });
  expect(gatingOf(turnsInForce({}, policy.turnTiers))).toBe('all');
  expect(gatingOf(turnsInForce({ plan: 'fast' }, policy.turnTiers))).toBe('all');
  expect(gatingOf(turnsInForce(settings.tiers, policy.turnTiers))).toBe('none');
});

test('edits are checked where nobody says otherwise', () => {
  expect(gatingOf(turnsInForce({}, undefined))).toBe('edits');
});

test('a repository names no model, and its problems stand under `turns`', () => {
  const { problems } = parsePolicyFile({ turns: { read: 'ollama/qwen3:4b' } }, tiers);
  expect(problems).toEqual([
    {
      path: ['turns', 'read'],
      message: expect.stringMatching(
        /^"ollama\/qwen3:4b" names a model, and a repository names tiers only/,
      ),
    },
  ]);
});

test('an object’s own names are no kinds of turns', () => {
  const { problems } = readTurnTiers(JSON.parse('{"constructor":"fast"}'), tiers, inSettings);
  expect(problems).toHaveLength(1);
});

test('nothing is in force where nobody names anything', () => {
  expect(turnsInForce({}, undefined)).toEqual([]);
  expect(turnsInForce({ plan: 'fast' }, { read: 'fast' }).map(({ origin }) => origin)).toEqual([
    'settings',
    'repository',
  ]);
});

test('of several folders the first that names tiers for turns counts', () => {
  const empty = { rules: [], critical: [] };
  const merged = mergePolicies([
    empty,
    { ...empty, turnTiers: { plan: 'fast' } },
    { ...empty, turnTiers: { read: 'fast' } },
  ]);
  expect(merged.policy.turnTiers).toEqual({ plan: 'fast' });
  expect(merged.unused).toEqual([[], [], ['turns']]);
});
