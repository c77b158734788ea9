import { expect, test } from 'vitest';
import type { WarmCache } from '../../../../src/routing/caches/warmCache.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import type { Decision } from '../../../../src/routing/decision.ts';
import { explain } from '../../../../src/routing/explain.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import { afterATool, loopModels, loopSituation, turnTask } from '../../../support/loops.ts';
import { modelWith, standingWith } from '../../../support/tasks.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
/** The loop was on this model a minute ago, which has read so many tokens. */
const on = (model: WarmCache['model'], prefixTokens = 100_000, agoMs = 60_000): WarmCache => ({
  model,
  prefixTokens,
  atMs: nowMs - agoMs,
});
/** A conversation of about 100,000 tokens. */
const system = 'word '.repeat(74_000);
const long = (turn: Parameters<typeof turnTask>[0], messages = afterATool()): Task =>
  turnTask(turn, { conversation: { system, messages, tools: turnTask().conversation!.tools } });

function modelOf({ plan }: Decision): string {
  return plan.kind === 'direct' ? `${plan.choice.tier} ${plan.choice.model.reference}` : plan.kind;
}

// Balanced is worth half of reasoning: a switch at these prices costs 12 times what reading the cache does.
const nearTheEnd: Task = long({ kind: 'answer', loop: { turns: 20 } });

test('a turn stays where it is when a switch costs more than it saves, and says the amount', () => {
  const decision = decide(nearTheEnd, loopSituation({ caches: [on('p/large')] }));
  expect(modelOf(decision)).toBe('reasoning p/large');
  expect(decision.turn).toMatchObject({
    usual: 'balanced',
    stays: { kind: 'costsNow', insteadOf: 'balanced' },
  });
  expect(explain(nearTheEnd, decision)).toMatch(
    /^Implement stays on reasoning \(large\) for this turn \(the final answer\): a switch to balanced would cost \$0\.\d+ now\.$/,
  );
});

const policyOf = (turns: Record<string, string>) => ({
  turns: [{ tiers: turns, origin: 'settings' as const }],
});
const reading = long({ kind: 'read', loop: { turns: 3 } });
const moves: [string, Task, Partial<Situation>, string][] = [
  ['down when that pays', reading, { caches: [on('p/large')] }, 'fast p/small'],
  [
    'down when the cache has gone cold',
    long({ kind: 'edit', loop: { turns: 20 } }),
    { caches: [on('p/large', 1e5, 7e6)] },
    'balanced p/medium',
  ],
  [
    'down to what is still warm itself',
    nearTheEnd,
    { caches: [on('p/medium', 1e5, 6e4), on('p/large', 1e5, 3e4)] },
    'balanced p/medium',
  ],
  ['up in any case', long({ kind: 'edit' }), { caches: [on('p/small')] }, 'balanced p/medium'],
  [
    'where the loop is on it already',
    nearTheEnd,
    { caches: [on('p/medium')] },
    'balanced p/medium',
  ],
  [
    'down when no price is known',
    nearTheEnd,
    { caches: [on('p/large')], catalog: new Map() },
    'balanced p/medium',
  ],
  [
    'away from a model that failed a moment ago',
    nearTheEnd,
    {
      caches: [on('p/large')],
      coolingDown: new Map([['p/large', { secondsLeft: 20, why: 'overloaded' }]]),
      policy: {
        ...loopSituation().policy,
        tiers: toTiers({
          fast: ['p/small'],
          balanced: ['p/medium'],
          reasoning: ['p/large', 'p/other'],
        }),
      },
      catalog: new Map([
        ...loopModels(),
        ['p/other', modelWith('p/other')],
      ]) as Situation['catalog'],
    },
    'balanced p/medium',
  ],
];
test.each(moves)('a loop moves %s', (_, task, situation, expected) => {
  const decision = decide(task, loopSituation(situation));
  expect(modelOf(decision)).toBe(expected);
  expect(decision.turn?.stays).toBeUndefined();
});

test('where all caches have gone cold, the last turn writes the one that the next plan will read', () => {
  const cold = loopSituation({ caches: [on('p/large', 1e5, 7e6)] });
  expect(modelOf(decide(nearTheEnd, cold))).toBe('reasoning p/large');
});

test('an escalation moves at once', () => {
  const situation = loopSituation({ caches: [on('p/medium')] });
  const decision = decide(nearTheEnd, situation, { from: 'balanced', to: 'next' });
  expect(modelOf(decision)).toBe('reasoning p/large');
});

test('a side call does not carry the model of the loop along', () => {
  const title = long({ kind: 'side', side: 'title' });
  expect(modelOf(decide(title, loopSituation({ caches: [on('p/large')] })))).toBe('fast p/small');
});

test('critical work does not stay below its tier', () => {
  const task = { ...reading, critical: true };
  expect(modelOf(decide(task, loopSituation({ caches: [on('p/small')] })))).toBe(
    'balanced p/medium',
  );
});

test('a turn does not stay on a tier that its rule does not name', () => {
  const rule = {
    name: 'mine',
    when: {},
    use: { cascade: ['fast', 'balanced'] },
    origin: 'settings',
  } as const;
  const situation = loopSituation({ caches: [on('p/large')] }, { rules: [rule] });
  expect(modelOf(decide(nearTheEnd, situation))).toBe('balanced p/medium');
});

const twoCalls = ['c1', 'c2'].map((id) => ({ id, name: 'runTests', argumentsJson: '{}' }));
test('in the middle of a step its model goes on, whatever pays or climbs', () => {
  const half = afterATool({ toolCalls: twoCalls });
  const edit = long({ kind: 'edit' }, half);
  const decision = decide(edit, loopSituation({ caches: [on('p/small')] }));
  expect(modelOf(decision)).toBe('fast p/small');
  expect(decision.turn?.stays).toEqual({ kind: 'openCalls', insteadOf: 'balanced' });
  const whole = [...half, { role: 'tool', callId: 'c2', text: 'ok' } as const];
  expect(
    modelOf(decide(long({ kind: 'edit' }, whole), loopSituation({ caches: [on('p/small')] }))),
  ).toBe('balanced p/medium');
});

test('but critical work does not go on below its tier even there', () => {
  const task = { ...long({ kind: 'edit' }, afterATool({ toolCalls: twoCalls })), critical: true };
  expect(modelOf(decide(task, loopSituation({ caches: [on('p/small')] })))).toBe(
    'balanced p/medium',
  );
});

const sibling = {
  policy: {
    ...loopSituation().policy,
    tiers: toTiers({ fast: ['p/small', 'p/twin'], balanced: ['p/medium'], reasoning: ['p/large'] }),
  },
  catalog: new Map([
    ...loopModels(),
    ['p/twin', { ...loopModels().get('p/small')!, reference: 'p/twin', name: 'twin' }],
  ]) as Situation['catalog'],
};
test('a loop stays on the fallback that took over, when the first model is back', () => {
  const last = long({ kind: 'read', loop: { turns: 20 } });
  const decision = decide(last, loopSituation({ ...sibling, caches: [on('p/twin')] }));
  expect(modelOf(decision)).toBe('fast p/twin');
  expect(decision.turn?.stays).toMatchObject({ kind: 'costsNow', insteadOf: 'small' });
  expect(decision.plan).toMatchObject({
    choice: { fallbacks: [{ model: { reference: 'p/small' } }] },
  });
});

test('what led to a tier still counts on a fallback of that tier', () => {
  const twinOfMedium = loopModels().get('p/medium')!;
  const catalog = new Map([
    ...loopModels(),
    ['p/twin', { ...twinOfMedium, reference: 'p/twin', name: 'twin' }],
  ]) as Situation['catalog'];
  const policy = {
    ...loopSituation({}, policyOf({ answer: 'reasoning' })).policy,
    tiers: toTiers({ fast: ['p/small'], balanced: ['p/medium', 'p/twin'], reasoning: ['p/large'] }),
  };
  const budget = { id: '$5 per day', period: 'day' } as const;
  const budgets = [standingWith({ budget, spentNanoUsd: 4e9 })];
  const caches = [on('p/twin')];
  const lowered = decide(nearTheEnd, loopSituation({ policy, catalog, budgets, caches }));
  expect(modelOf(lowered)).toBe('balanced p/twin');
  expect(lowered.pressure?.change).toEqual({ kind: 'down', tiers: 1 });
  const failed = (turn: number) =>
    ({ kind: 'checkFailed', turn, what: 'runTests failed' }) as const;
  const stuck = long({ kind: 'read', loop: { turns: 20, troubles: [failed(19), failed(20)] } });
  const climbs = decide(stuck, loopSituation({ policy, catalog, caches }));
  expect(modelOf(climbs)).toBe('balanced p/twin');
  expect(climbs.turn?.climbed).toMatchObject({ by: 'tier' });
});

test('thinking is not left behind for another model of the same tier', () => {
  const state = { provider: 'p', model: 'twin', items: [{}] };
  const cold = { ...sibling, caches: [on('p/twin', 1e5, 7e6), on('p/small', 1e5, 8e6)] };
  const thought = long({ kind: 'read' }, afterATool({ state }));
  const stays = decide(thought, loopSituation(cold)).turn?.stays;
  expect(stays).toEqual({ kind: 'thinking', insteadOf: 'small' });
  // It is no reason to go on at a higher price.
  const fromPlan = decide(thought, loopSituation({ caches: [on('p/large')] }));
  expect(modelOf(fromPlan)).toBe('fast p/small');
});

test('practice money is named as such', () => {
  const simulated = loopSituation({
    caches: [on('p/large')],
    catalog: loopModels({ simulated: true }) as Situation['catalog'],
  });
  expect(explain(nearTheEnd, decide(nearTheEnd, simulated))).toMatch(
    /would cost practice \$0\.\d+ now/,
  );
});

test('what little money would take down may stay, where that costs less', () => {
  const { policy } = loopSituation({}, policyOf({ answer: 'reasoning' }));
  const budget = { id: '$5 per day', period: 'day' } as const;
  const budgets = [standingWith({ budget, spentNanoUsd: 4e9 })];
  const down = decide(nearTheEnd, loopSituation({ policy, budgets }));
  expect(modelOf(down)).toBe('balanced p/medium');
  expect(down.pressure).toBeDefined();
  const stays = decide(nearTheEnd, loopSituation({ policy, budgets, caches: [on('p/large')] }));
  expect(modelOf(stays)).toBe('reasoning p/large');
  expect(stays.pressure).toBeUndefined();
});

test('a turn comes back to a model above that still has the loop, where its own would begin anew', () => {
  const last = long({ kind: 'answer', loop: { turns: 20 } });
  const caches = [on('p/small', 1e5, 2e4), on('p/large', 1e5, 6e4)];
  const decision = decide(last, loopSituation({ caches }));
  expect(modelOf(decision)).toBe('reasoning p/large');
  expect(explain(last, decision)).toMatch(
    /^Implement goes back to reasoning \(large\) for this turn/,
  );
});

test('a turn keeps the cache of a model above alive that would be lost before it is needed again', () => {
  // The plan of the next request needs the model above, and its cache has one more minute to live.
  const told = long({ kind: 'answer', loop: { turns: 8, isChecked: true } });
  const base = loopSituation();
  const anthropic = [...loopModels().values()].map((model) => {
    const reference = model.reference.replace('p/', 'anthropic/') as WarmCache['model'];
    return [reference, { ...model, reference }] as const;
  });
  const tiers = toTiers({
    fast: ['anthropic/small'],
    balanced: ['anthropic/medium'],
    reasoning: ['anthropic/large'],
  });
  const aged = (ageMs: number) =>
    decide(
      told,
      loopSituation({
        policy: { ...base.policy, tiers },
        catalog: new Map(anthropic) as Situation['catalog'],
        providers: new Map([['anthropic', base.providers.get('p')!]]),
        caches: [on('anthropic/small', 1e5, 2e4), on('anthropic/large', 1e5, ageMs)],
      }),
    );
  expect(modelOf(aged(10_000))).toBe('fast anthropic/small');
  const kept = aged(280_000);
  expect(modelOf(kept)).toBe('reasoning anthropic/large');
  expect(explain(told, kept)).toMatch(
    /its prompt cache would be lost before it is needed again\.$/,
  );
});

test('a summary that is asked for inside the loop is written where the prompt is cached, when that costs less', () => {
  const summary = (kind: Partial<Parameters<typeof turnTask>[0]> = {}) =>
    long({ kind: 'side', side: 'summary', loop: { turns: 0 }, ...kind }, [
      ...afterATool(),
      { role: 'user', text: 'Summarize the conversation so far.' },
    ]);
  const inLoop = { caches: [on('p/medium')] };
  // 100,000 tokens from the cache at 0.2 a million against writing them at 0.625.
  expect(modelOf(decide(summary(), loopSituation(inLoop)))).toBe('balanced p/medium');
  expect(modelOf(decide(summary(), loopSituation()))).toBe('fast p/small');
  // The whole prompt of a title is its own.
  expect(modelOf(decide(summary({ side: 'title' }), loopSituation({ caches: [] })))).toBe(
    'fast p/small',
  );
  // What somebody names holds.
  const named = loopSituation(inLoop, policyOf({ side: 'fast' }));
  expect(modelOf(decide(summary(), named))).toBe('fast p/small');
});

test('a loop is on the model that answered last in it, whatever other chats asked since', () => {
  const other: WarmCache = { ...on('p/large', 9_000, 1_000), isBranch: true };
  const edit = long({ kind: 'edit', loop: { turns: 20 } });
  const alone = decide(edit, loopSituation({ caches: [on('p/medium')] }));
  const beside = decide(edit, loopSituation({ caches: [on('p/medium'), other] }));
  expect(modelOf(beside)).toBe(modelOf(alone));
  expect(beside.turn?.stays).toBeUndefined();
  // After a summary there is nothing but what answered before.
  const after = decide(edit, loopSituation({ caches: [other] }));
  expect(after.plan.kind).toBe('direct');
});
