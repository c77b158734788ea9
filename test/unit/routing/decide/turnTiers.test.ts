import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import type { Decision } from '../../../../src/routing/decision.ts';
import { explain } from '../../../../src/routing/explain.ts';
import type { Policy, Rule } from '../../../../src/routing/policy/policy.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { NamedTurns, TurnTiers } from '../../../../src/routing/policy/turnPolicy.ts';
import type { Escalation, Situation } from '../../../../src/routing/situation.ts';
import type { Task, TaskType } from '../../../../src/routing/task.ts';
import { turnKinds, type Turn } from '../../../../src/routing/turns/turn.ts';
import { loopSituation, turnTask } from '../../../support/loops.ts';
import { standingWith } from '../../../support/tasks.ts';

/** The tier of a direct plan, with its effort. */
function tierOf({ plan }: Decision): string {
  if (plan.kind === 'refuse') return plan.refusal.kind;
  if (plan.kind !== 'direct') return plan.kind;
  return plan.choice.tier + (plan.choice.effort ? `@${plan.choice.effort}` : '');
}

const turnsOf = (tiers: TurnTiers, origin: NamedTurns['origin'] = 'settings') => [
  { tiers, origin },
];
const ruled = (use: Rule['use'], when: Rule['when'] = {}): Rule => ({
  name: 'mine',
  when,
  use,
  origin: 'settings',
});
const withRule = (use: Rule['use']): Partial<Policy> => {
  const { rules } = loopSituation().policy;
  return { rules: [ruled(use), ...rules] };
};
const everyKind = (task: (kind: Turn['kind']) => Task, situation: Situation) =>
  Object.fromEntries(turnKinds.map((kind) => [kind, tierOf(decide(task(kind), situation))]));

// What the shipped defaults say, by what the loop is about.
const shipped: [TaskType, Record<string, string>][] = [
  [
    'docs',
    {
      plan: 'balanced',
      read: 'fast',
      choose: 'fast',
      edit: 'fast',
      repair: 'balanced',
      answer: 'fast',
    },
  ],
  [
    'feature',
    {
      plan: 'reasoning',
      read: 'fast',
      choose: 'fast',
      edit: 'balanced',
      repair: 'balanced',
      answer: 'balanced',
    },
  ],
  [
    'debug',
    {
      plan: 'reasoning',
      read: 'fast',
      choose: 'fast',
      edit: 'balanced',
      repair: 'reasoning',
      answer: 'reasoning',
    },
  ],
];
test.each(shipped)('the defaults for a loop about %s', (type, expected) => {
  expect(everyKind((kind) => turnTask({ kind }, { type }), loopSituation())).toEqual(expected);
});

test('plan strong, execute cheap is one line', () => {
  const policy = { turns: turnsOf({ plan: 'reasoning', execute: 'fast' }) };
  const task = (kind: Turn['kind']) => turnTask({ kind }, { type: 'debug' });
  expect(everyKind(task, loopSituation({}, policy))).toEqual({
    plan: 'reasoning',
    read: 'fast',
    choose: 'fast',
    edit: 'fast',
    repair: 'fast',
    answer: 'fast',
  });
});

const named: [string, TurnTiers, Partial<Turn>, string][] = [
  ['a kind before execute', { execute: 'fast', edit: 'reasoning' }, { kind: 'edit' }, 'reasoning'],
  ['execute is not plan', { execute: 'balanced' }, { kind: 'plan' }, 'reasoning'],
  [
    'a subagent before its kind',
    { subagent: 'fast', plan: 'reasoning' },
    planBy('subagent'),
    'fast',
  ],
  ['a subagent without a tier of its own', { plan: 'balanced' }, planBy('subagent'), 'balanced'],
  ['no subagent is expensive by default', {}, planBy('subagent'), 'balanced'],
  ['plan mode', { planMode: 'balanced', plan: 'fast' }, planBy('planner'), 'balanced'],
  ['plan mode plans', { plan: 'reasoning', read: 'fast' }, readBy('planner'), 'reasoning'],
  ['what plan mode answers with is a plan', {}, { kind: 'answer', by: 'planner' }, 'reasoning'],
  ['auto is the default', { execute: 'reasoning', read: 'auto' }, { kind: 'read' }, 'fast'],
  ['a side call', { side: 'balanced' }, { kind: 'side', side: 'title' }, 'balanced'],
  ['execute is no side call', { execute: 'reasoning' }, { kind: 'side', side: 'title' }, 'fast'],
  ['what was checked is only told', {}, { kind: 'answer', ...checked() }, 'fast'],
];
test.each(named)('%s', (_, tiers, turn, expected) => {
  const { loop, ...rest } = turn;
  const task = turnTask({ ...rest, ...(loop && { loop }) });
  expect(tierOf(decide(task, loopSituation({}, { turns: turnsOf(tiers) })))).toBe(expected);
});

function planBy(by: Turn['by']): Partial<Turn> {
  return { kind: 'plan', by };
}
function readBy(by: Turn['by']): Partial<Turn> {
  return { kind: 'read', by };
}
function checked(): Partial<Turn> {
  return { loop: { ...turnTask().turn!.loop, isChecked: true } };
}

const up: Escalation = { from: 'balanced', to: 'next' };
const fastTurns = { turns: turnsOf({ execute: 'fast', plan: 'fast' }) };
const order: [string, Partial<Situation>, Partial<Policy>, string, Escalation?][] = [
  [
    'an escalation before a pick',
    { pick: { tier: 'fast', pinned: {} } },
    fastTurns,
    'reasoning',
    up,
  ],
  ['a pin', { pick: { tier: 'fast', pinned: { feature: 'balanced' } } }, fastTurns, 'balanced'],
  ['a pick', { pick: { tier: 'reasoning', pinned: {} } }, fastTurns, 'reasoning'],
  ['a rule of one’s own', {}, { ...fastTurns, ...withRule('balanced') }, 'balanced'],
  ['turns before the shipped rules', {}, fastTurns, 'fast'],
  [
    'settings before the repository',
    {},
    {
      turns: [
        { tiers: { execute: 'balanced' }, origin: 'settings' },
        { tiers: { read: 'reasoning' }, origin: 'repository' },
      ],
    },
    'balanced',
  ],
  ['a cascade has the kind’s tier', {}, withRule({ cascade: ['fast', 'reasoning'] }), 'fast'],
  [
    'but none that it does not name',
    {},
    withRule({ cascade: ['balanced', 'reasoning'] }),
    'balanced',
  ],
  ['nor one above', {}, { ...withRule({ speculate: ['fast', 'balanced'] }) }, 'fast'],
  ['auto has the kind’s tier', {}, withRule('auto'), 'fast'],
  [
    'auto keeps to its pool',
    {},
    { ...withRule('auto'), auto: { tiers: ['balanced', 'reasoning'] } },
    'balanced',
  ],
];
test.each(order)('%s decides a turn', (_, situation, policy, expected, escalation) => {
  expect(tierOf(decide(turnTask(), loopSituation(situation, policy), escalation))).toBe(expected);
});

test('a turn above what a rule names has the highest of it', () => {
  const policy = withRule({ cascade: ['fast', 'balanced'] });
  expect(tierOf(decide(turnTask({ kind: 'plan' }), loopSituation({}, policy)))).toBe('balanced');
});

test.each(['reasoning', 'balanced'])('a side call costs little although %s is picked', (tier) => {
  const side = turnTask({ kind: 'side', side: 'title' });
  const situation = loopSituation({ pick: { tier, pinned: { feature: tier } } }, withRule(tier));
  const decision = decide(side, situation);
  expect(tierOf(decision)).toBe('fast');
  expect(explain(side, decision)).toBe('Implement goes to fast (small): the default for titles.');
});

const critical: [string, Partial<Policy>, string][] = [
  ['the shipped rule’s tier', {}, 'balanced'],
  ['all of a cascade', withRule({ cascade: ['fast', 'balanced', 'reasoning'] }), 'reasoning'],
  ['the default tier of auto', withRule('auto'), 'balanced'],
  ['turns that name a cheap tier', fastTurns, 'balanced'],
  ['a planner that has cheap tiers only', { auto: { tiers: ['fast'] } }, 'balanced'],
];
test.each(critical)('critical work is not below %s', (_, policy, expected) => {
  const task = turnTask({ kind: 'read' }, { critical: true });
  const decision = decide(task, loopSituation({}, policy));
  expect(tierOf(decision)).toBe(expected);
  expect(decision.turn?.critical).toBe(true);
});

test('where a rule says that a mistake costs much, no turn is below the shipped rule’s tier', () => {
  const costRules = [{ name: 'pay', when: {}, origin: 'settings', cost: 'high' } as const];
  const task = turnTask({ kind: 'read' });
  const decision = decide(task, loopSituation({}, { costRules }));
  expect(tierOf(decision)).toBe('balanced');
  expect(explain(task, decision)).toContain('a wrong answer costs much here (your rule “pay”)');
  expect(tierOf(decide(task, loopSituation()))).toBe('fast');
});

test('work that must stay here finds no other model', () => {
  const localRules = [{ name: 'keys', when: {}, origin: 'settings' } as const];
  const decision = decide(turnTask(), loopSituation({}, { localRules }));
  expect(tierOf(decision)).toBe('noModelReady');
});

const gone = toTiers({ fast: ['gone/x'], balanced: ['p/medium'], reasoning: ['p/large'] });
test('a loop goes on with the next tier when the models of its own are not ready', () => {
  const decision = decide(turnTask(), loopSituation({}, { tiers: gone }));
  expect(tierOf(decision)).toBe('balanced');
  expect(decision.lifted).toEqual(['fast']);
});

test('but nothing dearer stands in for the declared tier of a subagent', () => {
  const policy = { tiers: gone, turns: turnsOf({ subagent: 'fast' }) };
  expect(tierOf(decide(turnTask({ by: 'subagent' }), loopSituation({}, policy)))).toBe(
    'noModelReady',
  );
});

test('little money takes a turn down', () => {
  const budgets = [
    standingWith({ budget: { id: '$5 per day', period: 'day' }, spentNanoUsd: 5e9 }),
  ];
  const decision = decide(turnTask({ kind: 'edit' }), loopSituation({ budgets }));
  expect(tierOf(decision)).toBe('fast');
  expect(decision.pressure?.change).toEqual({ kind: 'down', tiers: 1 });
});

test('without the names of the shipped tiers the order decides', () => {
  const tiers = toTiers({ cheap: ['p/small'], best: ['p/large'] });
  const situation = loopSituation({}, { tiers, rules: [] });
  expect(everyKind((kind) => turnTask({ kind }), situation)).toEqual({
    plan: 'best',
    read: 'cheap',
    choose: 'cheap',
    edit: 'best',
    repair: 'best',
    answer: 'best',
  });
});

test('without tiers nothing can run', () => {
  expect(tierOf(decide(turnTask(), loopSituation({}, { tiers: [], rules: [] })))).toBe(
    'unknownTier',
  );
});

const sentences: [string, Partial<Policy>, Partial<Turn>, string][] = [
  ['shipped', {}, { kind: 'read' }, 'Implement goes to fast (small): the default for reading.'],
  [
    'settings',
    fastTurns,
    { kind: 'plan' },
    'Implement goes to fast (small): your tier for planning.',
  ],
  [
    'a repository',
    { turns: turnsOf({ edit: 'balanced' }, 'repository') },
    { kind: 'edit', by: 'subagent' },
    'Implement goes to balanced (medium): the repository’s tier for editing in a subagent.',
  ],
  [
    'a rule',
    withRule('balanced'),
    { kind: 'read' },
    'Implement goes to balanced (medium): your rule “mine”.',
  ],
  [
    'a rule that leaves it open',
    withRule('auto'),
    { kind: 'read' },
    'Implement goes to fast (small): your rule “mine”, the default for reading.',
  ],
];
test.each(sentences)('the reason names %s', (_, policy, turn, expected) => {
  const { loop: __, ...rest } = turn;
  const task = turnTask(rest);
  expect(explain(task, decide(task, loopSituation({}, policy)))).toBe(expected);
});

test('a tier of turns that is gone is refused by name', () => {
  const decision = decide(turnTask(), loopSituation({}, { turns: turnsOf({ read: 'gone' }) }));
  expect(decision.plan).toMatchObject({ refusal: { kind: 'unknownTier', tier: 'gone' } });
});

const learned = [
  { turn: 'edit', rung: 'p/medium', tries: 60, worked: 20 },
  { turn: 'edit', rung: 'p/large', tries: 60, worked: 58 },
] as const;
test('evidence of earlier loops moves what nobody named, and says why', () => {
  const task = turnTask({ kind: 'edit' });
  const decision = decide(task, loopSituation({ turnEvidence: learned }));
  expect(tierOf(decision)).toBe('reasoning');
  expect(decision.turn).toMatchObject({
    from: 'evidence',
    usual: 'reasoning',
    learned: { instead: 'balanced' },
  });
  expect(explain(task, decision)).toMatch(
    /^Implement goes to reasoning \(large\): not balanced for editing, because balanced works in only 20 of 60 /,
  );
  const own = loopSituation({ turnEvidence: learned }, { turns: turnsOf({ edit: 'balanced' }) });
  expect(tierOf(decide(task, own))).toBe('balanced');
  const left = loopSituation({ turnEvidence: learned }, { turns: turnsOf({ edit: 'auto' }) });
  expect(tierOf(decide(task, left))).toBe('reasoning');
});
