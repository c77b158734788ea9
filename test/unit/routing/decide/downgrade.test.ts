import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { explain } from '../../../../src/routing/explain.ts';
import type { Rule } from '../../../../src/routing/policy/policy.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Escalation, Situation } from '../../../../src/routing/situation.ts';
import { type TaskType, taskTypes } from '../../../../src/routing/task.ts';
import { policyWith, situationWith, standingWith, taskWith } from '../../../support/tasks.ts';

const usd = 1_000_000_000;
const spent = {
  generous: 2.5 * usd,
  careful: 4 * usd,
  sparing: 4.58 * usd,
  spent: 5 * usd,
};
type Level = keyof typeof spent;

const under = (level: Level): Partial<Situation> => ({
  budgets: [
    standingWith({
      budget: { id: '$5.00 per day', period: 'day' },
      spentNanoUsd: spent[level],
    }),
  ],
});
const usedBy = (use: Rule['use'], critical: string[] = []): Partial<Situation> => ({
  policy: policyWith({ rules: [{ name: 'mine', when: {}, use, origin: 'settings' }], critical }),
});

/** The tiers of a plan, and how they are used. */
function planOf(type: TaskType, situation: Partial<Situation>, escalation?: Escalation): string {
  const { plan } = decide(taskWith({ type }), situationWith(situation), escalation);
  if (plan.kind === 'refuse') return plan.refusal.kind;
  if (plan.kind === 'direct') return plan.choice.tier;
  return [plan.kind, ...plan.ladder.map(({ tier }) => tier)].join(' ');
}

// What the shipped rules take, by level.
const shipped: Record<TaskType, Record<Level, string>> = {
  boilerplate: { generous: 'fast', careful: 'fast', sparing: 'fast', spent: 'fast' },
  docs: { generous: 'fast', careful: 'fast', sparing: 'fast', spent: 'fast' },
  feature: { generous: 'balanced', careful: 'fast', sparing: 'fast', spent: 'fast' },
  refactor: { generous: 'balanced', careful: 'fast', sparing: 'fast', spent: 'fast' },
  test: { generous: 'balanced', careful: 'fast', sparing: 'fast', spent: 'fast' },
  explain: { generous: 'balanced', careful: 'fast', sparing: 'fast', spent: 'fast' },
  other: { generous: 'balanced', careful: 'fast', sparing: 'fast', spent: 'fast' },
  debug: { generous: 'reasoning', careful: 'reasoning', sparing: 'balanced', spent: 'balanced' },
  review: { generous: 'reasoning', careful: 'reasoning', sparing: 'balanced', spent: 'balanced' },
  design: { generous: 'reasoning', careful: 'reasoning', sparing: 'balanced', spent: 'balanced' },
};
test.each(taskTypes)('%s goes down as money runs low', (type) => {
  const found = Object.keys(spent).map((level) => [level, planOf(type, under(level as Level))]);
  expect(Object.fromEntries(found)).toEqual(shipped[type]);
});

const three = ['fast', 'balanced', 'reasoning'];
const uses: [use: Rule['use'], type: TaskType, level: Level, plan: string][] = [
  ['reasoning', 'refactor', 'careful', 'balanced'],
  ['reasoning', 'refactor', 'sparing', 'fast'],
  ['reasoning', 'boilerplate', 'careful', 'balanced'],
  ['fast', 'debug', 'spent', 'fast'],
  [{ cascade: three }, 'refactor', 'generous', 'cascade fast balanced reasoning'],
  [{ cascade: three }, 'refactor', 'careful', 'cascade fast balanced'],
  [{ cascade: three }, 'refactor', 'sparing', 'cascade fast'],
  [{ cascade: three }, 'debug', 'careful', 'cascade fast balanced reasoning'],
  [{ cascade: three }, 'debug', 'sparing', 'cascade fast balanced'],
  [{ cascade: three }, 'debug', 'spent', 'cascade fast balanced'],
  [{ cascade: ['balanced', 'reasoning'] }, 'refactor', 'sparing', 'cascade balanced'],
  [{ cascade: ['fast', 'fast'] }, 'refactor', 'careful', 'cascade fast'],
  [{ cascade: ['reasoning'] }, 'refactor', 'careful', 'cascade balanced'],
  [{ cascade: ['reasoning'] }, 'refactor', 'sparing', 'cascade fast'],
  [{ cascade: ['fast'] }, 'refactor', 'sparing', 'cascade fast'],
  [{ speculate: three }, 'refactor', 'careful', 'speculation fast balanced'],
  [{ speculate: three }, 'refactor', 'sparing', 'cascade fast'],
  [{ speculate: three }, 'debug', 'careful', 'speculation fast balanced reasoning'],
  [{ speculate: three }, 'debug', 'sparing', 'cascade fast'],
  [{ speculate: ['fast', 'reasoning'] }, 'refactor', 'careful', 'cascade fast'],
];
test.each(uses)('%j for %s, money %s: %s', (use, type, level, plan) => {
  expect(planOf(type, { ...under(level), ...usedBy(use) })).toBe(plan);
});

const untouched: [string, Partial<Situation>, plan: string, Escalation?][] = [
  ['a manual pick', { pick: { tier: 'reasoning', pinned: {} } }, 'reasoning'],
  ['a pin', { pick: { tier: 'auto', pinned: { refactor: 'reasoning' } } }, 'reasoning'],
  ['an escalation', {}, 'reasoning', { from: 'balanced', to: 'next' }],
  ['a critical task', usedBy('reasoning', ['src/**']), 'reasoning'],
  [
    'a critical cascade',
    usedBy({ cascade: three }, ['src/cart.ts']),
    'cascade fast balanced reasoning',
  ],
  ['a tier that is gone', usedBy('gone'), 'unknownTier'],
];
test.each(untouched)('%s is never taken down', (_, situation, plan, escalation) => {
  const wanted = { ...under('spent'), ...situation };
  expect(planOf('refactor', wanted, escalation)).toBe(plan);
  const decision = decide(taskWith(), situationWith(wanted), escalation);
  expect(decision.pressure).toBeUndefined();
});

test('what is critical elsewhere is taken down', () => {
  expect(planOf('refactor', { ...under('spent'), ...usedBy('balanced', ['docs/**']) })).toBe(
    'fast',
  );
});

const readiness: [string, tiers: Record<string, string[]>, Rule['use'], Level, plan: string][] = [
  [
    'the next lower one is not ready',
    { fast: ['p/small'], balanced: ['gone/x'], reasoning: ['p/large'] },
    'reasoning',
    'careful',
    'reasoning',
  ],
  [
    'the cheapest is not ready',
    { fast: ['gone/x'], balanced: ['p/medium'], reasoning: ['p/large'] },
    'reasoning',
    'sparing',
    'balanced',
  ],
  [
    'only a lower one is ready',
    { fast: ['p/small'], balanced: ['gone/x'], reasoning: ['gone/y'] },
    'balanced',
    'careful',
    'fast',
  ],
  [
    'none is ready',
    { fast: ['gone/x'], balanced: ['gone/y'] },
    'balanced',
    'sparing',
    'noModelReady',
  ],
  [
    'the cheapest rung is not ready',
    { fast: ['gone/x'], balanced: ['p/medium'], reasoning: ['p/large'] },
    { cascade: three },
    'sparing',
    'cascade balanced',
  ],
  [
    'one rung is ready, and the tier below it is not',
    { fast: ['p/small'], balanced: ['gone/x'], reasoning: ['p/large'] },
    { cascade: ['balanced', 'reasoning'] },
    'careful',
    'cascade reasoning',
  ],
  [
    'one rung is ready',
    { fast: ['p/small'], balanced: ['gone/x'], reasoning: ['p/large'] },
    { cascade: ['balanced', 'reasoning'] },
    'sparing',
    'cascade fast',
  ],
];
test.each(readiness)('where %s', (_, tiers, use, level, plan) => {
  const rule: Rule = { name: 'mine', when: {}, use, origin: 'settings' };
  const policy = policyWith({ tiers: toTiers(tiers), rules: [rule] });
  expect(planOf('refactor', { ...under(level), policy })).toBe(plan);
});

test('a rung that is left out leaves why others were passed over', () => {
  const tiers = toTiers({ fast: ['gone/x'], balanced: ['p/medium'], reasoning: ['p/large'] });
  const rule: Rule = { name: 'mine', when: {}, use: { cascade: three }, origin: 'settings' };
  const policy = policyWith({ tiers, rules: [rule] });
  const decision = decide(taskWith(), situationWith({ ...under('careful'), policy }));
  expect(decision.rejected.map(({ model }) => model.reference)).toEqual(['gone/x']);
});

const hurry = { latencyBudgets: { debug: 1, refactor: 1 } };
const hurried: [TaskType, Level, string][] = [
  ['refactor', 'generous', 'speculation fast balanced reasoning'],
  ['refactor', 'careful', 'speculation fast balanced'],
  ['debug', 'careful', 'speculation fast balanced reasoning'],
  ['debug', 'sparing', 'cascade fast balanced'],
  ['debug', 'spent', 'cascade fast balanced'],
];
test.each(hurried)('%s in a hurry, money %s: %s', (type, level, plan) => {
  expect(planOf(type, { ...under(level), ...usedBy({ cascade: three }), ...hurry })).toBe(plan);
});

test('a critical task in a hurry starts together whatever is left', () => {
  const wanted = { ...under('spent'), ...usedBy({ cascade: three }, ['**']), ...hurry };
  expect(planOf('debug', wanted)).toBe('speculation fast balanced reasoning');
});

test('what a rule says of its checks stays when one rung is left', () => {
  const use = { speculate: ['fast', 'reasoning'], gates: ['complete'], maxUsd: 0.25 } as const;
  const { plan } = decide(taskWith(), situationWith({ ...under('spent'), ...usedBy(use) }));
  expect(plan).toMatchObject({
    kind: 'cascade',
    gates: ['complete'],
    caps: { attempts: 1, nanoUsd: 250_000_000 },
  });
});

const complete = { gates: ['complete'] } as const;
const sentences: [TaskType, Level, Partial<Situation>, says: string][] = [
  [
    'refactor',
    'sparing',
    {},
    'Refactor goes to fast (small): shipped rule “everyday work is balanced”, one tier down because $0.420 of $5.00 per day is left.',
  ],
  [
    'other',
    'careful',
    {},
    'Ask goes to fast (small): no rule names this task, so the default tier is used, one tier down because $1.00 of $5.00 per day is left.',
  ],
  [
    'refactor',
    'spent',
    usedBy('reasoning'),
    'Refactor goes to fast (small): your rule “mine”, 2 tiers down because nothing of $5.00 per day is left.',
  ],
  [
    'refactor',
    'careful',
    usedBy({ cascade: three, ...complete }),
    'Refactor tries fast (small), then balanced (medium) until complete pass: your rule “mine”, without reasoning because $1.00 of $5.00 per day is left.',
  ],
  [
    'refactor',
    'sparing',
    usedBy({ speculate: three, ...complete }),
    'Refactor tries fast (small) until complete pass: your rule “mine”, without balanced and reasoning because $0.420 of $5.00 per day is left.',
  ],
  [
    'refactor',
    'careful',
    { ...usedBy({ cascade: three, ...complete }), latencyBudgets: { refactor: 20 } },
    'Refactor starts fast (small) and balanced (medium) together and takes the first that passes complete: your rule “mine”, without reasoning because $1.00 of $5.00 per day is left, and you want an answer within 20 s while how long they take is not known yet.',
  ],
];
test.each(sentences)('%s, money %s: the decision says so', (type, level, situation, says) => {
  const task = taskWith({ type });
  const decision = decide(task, situationWith({ ...under(level), ...situation }));
  expect(explain(task, decision)).toBe(says);
});

test.each(taskTypes)('plenty of money changes nothing about %s', (type) => {
  const decided = (situation: Partial<Situation>) =>
    decide(taskWith({ type }), situationWith(situation));
  expect(decided(under('generous'))).toEqual(decided({}));
});

test('the decision holds which budget changed it, and how', () => {
  const { pressure } = decide(taskWith(), situationWith(under('sparing')));
  expect(pressure).toEqual({
    level: 'sparing',
    budget: under('sparing').budgets?.[0]?.budget,
    money: 'real',
    leftNanoUsd: 420_000_000,
    change: { kind: 'down', tiers: 1 },
  });
});
