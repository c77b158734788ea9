import { expect, test } from 'vitest';
import type { WarmCache } from '../../../../src/routing/caches/warmCache.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { climbOf } from '../../../../src/routing/decide/loopClimb.ts';
import type { Decision } from '../../../../src/routing/decision.ts';
import { explain } from '../../../../src/routing/explain.ts';
import type { ModelReference } from '../../../../src/routing/models/model.ts';
import { type Rule, tiersUsed } from '../../../../src/routing/policy/policy.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import { type Task, type TaskType, taskTypes } from '../../../../src/routing/task.ts';
import type { LoopState, Trouble, Turn } from '../../../../src/routing/turns/turn.ts';
import { turnKinds } from '../../../../src/routing/turns/turn.ts';
import { loopModels, loopSituation, turnTask } from '../../../support/loops.ts';
import { policyWith } from '../../../support/tasks.ts';

const failed = (turn: number, what = 'runTests failed'): Trouble => ({
  kind: 'checkFailed',
  turn,
  what,
});
const execute = { turns: [{ tiers: { execute: 'fast' }, origin: 'settings' as const }] };

function tierOf({ plan }: Decision): string {
  if (plan.kind !== 'direct') return plan.kind;
  return plan.choice.tier + (plan.choice.effort ? `@${plan.choice.effort}` : '');
}

/** Plays the turns of a loop one after the other; each model's cache is what it read last. */
function play(states: readonly (Partial<LoopState> & { kind?: Turn['kind'] })[], base: Situation) {
  const caches = new Map<ModelReference, WarmCache>();
  return states.map(({ kind = 'repair', ...loop }, index) => {
    const nowMs = base.nowMs + index * 20_000;
    const task = turnTask({ kind, loop: { turns: index + 1, ...loop } });
    const decision = decide(task, { ...base, nowMs, caches: [...caches.values()] });
    if (decision.plan.kind === 'direct') {
      const { reference } = decision.plan.choice.model;
      caches.set(reference, {
        model: reference,
        prefixTokens: 20_000 + 2_000 * index,
        atMs: nowMs,
      });
    }
    return { tier: tierOf(decision), said: explain(task, decision), turn: decision.turn };
  });
}

test('a loop that stalls on fast climbs within three turns and comes down afterwards', () => {
  const troubles = [failed(1), failed(2)];
  const played = play(
    [
      { troubles: [failed(1)] },
      { troubles },
      { troubles: [...troubles, failed(3)] },
      { kind: 'edit', troubles: [...troubles, failed(3)] },
      { kind: 'choose', isChecked: true },
      { kind: 'read', isChecked: true },
    ],
    loopSituation({}, execute),
  );
  expect(played.map(({ tier }) => tier)).toEqual([
    'fast',
    'balanced',
    'reasoning',
    'reasoning',
    'fast',
    'fast',
  ]);
  expect(played[1]!.said).toBe('Implement climbs to balanced (medium): runTests failed twice.');
  expect(played[2]!.said).toBe('Implement climbs to reasoning (large): runTests failed 3 times.');
  expect(played[1]!.turn?.climbed).toEqual({
    because: 'runTests failed twice',
    by: 'tier',
  });
});

test('effort is raised before the model where that costs less', () => {
  const catalog = loopModels({ capabilities: { reasoning: true } }) as Situation['catalog'];
  const climbing = (count: number) => {
    const troubles = Array.from({ length: count }, (_, index) => failed(index + 1));
    const base = loopSituation({ catalog }, execute);
    const conversation = { ...turnTask().conversation!, system: 'word '.repeat(20_000) };
    const task = turnTask({ kind: 'repair', loop: { turns: count, troubles } }, { conversation });
    return decide(task, base);
  };
  expect([1, 2, 3, 4, 5, 6, 9].map((count) => tierOf(climbing(count)))).toEqual([
    'fast',
    'fast@high',
    'balanced',
    'balanced@high',
    'reasoning',
    'reasoning@high',
    'reasoning@high',
  ]);
  expect(climbing(2).turn?.climbed).toMatchObject({ by: 'effort' });
});

test('a model that takes no effort is not asked for more', () => {
  const none = loopModels({ capabilities: { reasoning: true }, efforts: [] });
  const troubles = [failed(1), failed(2)];
  const task = turnTask({ kind: 'repair', loop: { turns: 2, troubles } });
  const situation = loopSituation({ catalog: none as Situation['catalog'] }, execute);
  expect(tierOf(decide(task, situation))).toBe('balanced');
});

const old = { kind: 'toolFailed', what: 'read_file failed' } as const;
const climbs: [string, Partial<LoopState>, number | undefined][] = [
  ['nothing went wrong', {}, undefined],
  ['one failed check is everyday work', { turns: 1, troubles: [failed(1)] }, undefined],
  ['two failed checks', { turns: 9, troubles: [failed(1), failed(2)] }, 1],
  ['four of them', { turns: 9, troubles: [1, 2, 3, 4].map((turn) => failed(turn)) }, 3],
  ['a repeated call', { turns: 4, troubles: [{ kind: 'sameCall', turn: 4, what: 'again' }] }, 1],
  ['no progress', { turns: 4, troubles: [{ kind: 'noProgress', turn: 4, what: 'stuck' }] }, 1],
  [
    'a tool that failed long ago and was let be',
    {
      turns: 12,
      troubles: [
        { ...old, turn: 2 },
        { ...old, turn: 3 },
      ],
    },
    undefined,
  ],
  [
    'a tool that failed just now',
    {
      turns: 4,
      troubles: [
        { ...old, turn: 3 },
        { ...old, turn: 4 },
      ],
    },
    1,
  ],
  [
    'what passed its checks since',
    { turns: 4, isChecked: true, troubles: [failed(1), failed(2)] },
    undefined,
  ],
  [
    'who repeats what passed',
    { turns: 6, isChecked: true, troubles: [{ kind: 'sameCall', turn: 6, what: 'again' }] },
    1,
  ],
];
test.each(climbs)('%s', (_, fields, steps) => {
  const { turn } = turnTask({ loop: fields });
  expect(climbOf(turn!.loop)?.steps).toBe(steps);
});

test('the troubles that happened most often are named', () => {
  const troubles = [failed(1, 'lint failed'), failed(2), failed(3), failed(4, 'edit failed')];
  expect(climbOf(turnTask({ loop: { turns: 4, troubles } }).turn!.loop)?.because).toBe(
    'runTests failed twice and lint failed',
  );
});

const troubles = [failed(1), failed(2), failed(3), failed(4)];
const held: [string, Partial<Situation>, Partial<Situation['policy']>, Turn['by'], string][] = [
  ['a pick', { pick: { tier: 'fast', pinned: {} } }, {}, 'agent', 'fast'],
  ['a pin', { pick: { tier: 'auto', pinned: { feature: 'balanced' } } }, {}, 'agent', 'balanced'],
  ['a rule that names one tier', {}, { rules: [ruleFor('fast')] }, 'agent', 'fast'],
  [
    'the highest tier of a rule',
    {},
    { rules: [ruleFor({ cascade: ['fast', 'balanced'] })] },
    'agent',
    'balanced',
  ],
  [
    'the declared tier of a subagent',
    {},
    { turns: [{ tiers: { subagent: 'fast' }, origin: 'settings' }] },
    'subagent',
    'fast',
  ],
];
test.each(held)('no trouble climbs above %s', (_, situation, policy, by, expected) => {
  const task = turnTask({ kind: 'read', by, loop: { turns: 4, troubles } });
  expect(tierOf(decide(task, loopSituation(situation, policy)))).toBe(expected);
});

function ruleFor(use: Rule['use']): Rule {
  return { name: 'mine', when: {}, use, origin: 'settings' };
}

const names = ['fast', 'balanced', 'reasoning'];

const leastOfCritical: Readonly<Record<TaskType, string>> = {
  boilerplate: 'fast',
  docs: 'fast',
  feature: 'balanced',
  refactor: 'balanced',
  test: 'balanced',
  explain: 'balanced',
  debug: 'reasoning',
  review: 'reasoning',
  design: 'reasoning',
  other: 'balanced',
};

/** What may serve a turn, told without the rooms that decide. */
function allowedTiers(
  { turn, type, critical }: Task,
  { picked, use = 'auto' }: { readonly picked: string; readonly use: Rule['use'] | undefined },
): readonly string[] {
  if (turn?.kind === 'side') return ['fast'];
  if (picked !== 'auto') return [picked];
  if (typeof use === 'string' && use !== 'auto') return [use];
  const own = typeof use === 'string' ? names : tiersUsed({ use });
  if (!critical) return own;
  const least = own === names ? leastOfCritical[type] : own.at(-1)!;
  return own.filter((name) => names.indexOf(name) >= names.indexOf(least));
}

// Any loop in any situation: thousands of them, drawn with a fixed seed.
test('no turn leaves what was picked, what a rule names, or what critical work needs', () => {
  const random = randomFrom(7);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const models = ['p/small', 'p/medium', 'p/large'] as const;
  for (let round = 0; round < 3_000; round += 1) {
    const picked = pick(['auto', 'auto', ...names]);
    const use = pick<Rule['use'] | undefined>([
      undefined,
      'auto',
      ...names,
      { cascade: ['fast', 'reasoning'] },
      { speculate: ['balanced', 'reasoning'] },
    ]);
    const critical = random() < 0.3;
    const type = pick(taskTypes);
    const situation = loopSituation(
      {
        pick: { tier: picked, pinned: {} },
        caches: models
          .filter(() => random() < 0.5)
          .map((model) => ({
            model,
            prefixTokens: Math.floor(random() * 150_000),
            atMs: Date.UTC(2026, 10, 21, 12) - Math.floor(random() * 900_000),
          })),
      },
      {
        rules: [...(use === undefined ? [] : [ruleFor(use)]), ...policyWith().rules],
        turns:
          random() < 0.5 ? [{ tiers: { [pick(turnKinds)]: pick(names) }, origin: 'settings' }] : [],
      },
    );
    const turns = Math.floor(random() * 12);
    const count = Math.floor(random() * 5);
    const task = turnTask(
      {
        kind: pick([...turnKinds, 'side']),
        by: pick(['agent', 'subagent', 'planner']),
        loop: {
          turns,
          isChecked: random() < 0.2,
          troubles: Array.from({ length: count }, () => failed(Math.ceil(random() * turns))),
        },
      },
      { type, critical },
    );
    expect(allowedTiers(task, { picked, use })).toContain(tierOf(decide(task, situation)));
  }
});
