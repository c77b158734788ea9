import { expect, test } from 'vitest';
import { kitOf } from '../../../src/execution/gates/gate.ts';
import { createJudgeGate } from '../../../src/execution/gates/judge/judge.ts';
import { decideRequest, runRequest } from '../../../src/execution/request.ts';
import type { Purpose } from '../../../src/ledger/facts.ts';
import type { Rule } from '../../../src/routing/policy/policy.ts';
import { says, scriptedWorld, writes } from '../../support/scriptedRun.ts';
import { policyWith, situationWith, taskWith } from '../../support/tasks.ts';

const opinion = (pass: boolean) =>
  says(JSON.stringify({ pass, problems: pass ? [] : [{ line: null, message: 'no' }] }));

/** What the ledger learns of a request whose gate asks another model. */
async function recorded(use: Rule['use'], purpose: Purpose | undefined) {
  const world = scriptedWorld({
    'p/small': [writes('one')],
    'p/medium': [writes('two')],
    'p/large': [opinion(false), opinion(true)],
  });
  const rule: Rule = { name: 'measured', when: {}, use, origin: 'settings' };
  const situation = situationWith({ policy: policyWith({ rules: [rule] }) });
  const { task, decision } = decideRequest(taskWith(), situation);
  const { plan } = decision;
  if (plan.kind === 'refuse') throw new Error(JSON.stringify(plan));
  const request = {
    task,
    decision,
    plan,
    asker: { requestId: 'request', sessionId: 's', workspace: 'w', subject: 's' },
    maxOutputTokens: 1000,
    budgetGuard: { limits: () => [], askToRaise: async () => false },
    mustPass: true,
    gates: async () =>
      kitOf([
        createJudgeGate({
          requestId: 'request',
          judges: [{ tier: 'reasoning', model: situation.catalog.get('p/large')! }],
          context: world.context,
          ...(purpose && { purpose }),
        }),
      ]),
    ...(purpose && { purpose }),
  };
  for await (const _ of runRequest(request, world.context, world.controller.signal));
  return {
    purposes: world.reservations.map((fact) => `${fact.model} ${fact.purpose}`).toSorted(),
    baselines: world.settlements.filter(({ baseline }) => baseline).length,
  };
}

const cascade = { cascade: ['fast', 'balanced'], gates: ['judge'] } as const;
const speculation = { speculate: ['fast', 'balanced'], gates: ['judge'] } as const;

test.each<[string, Rule['use'], string[]]>([
  ['one call', 'fast', ['p/small evaluate']],
  [
    'a cascade',
    cascade,
    ['p/large evaluate', 'p/large evaluate', 'p/medium evaluate', 'p/small evaluate'],
  ],
])('all calls of %s in an evaluation are to measure', async (_, use, expected) => {
  expect((await recorded(use, 'evaluate')).purposes).toEqual(expected);
});

test('those that start together as well', async () => {
  const { purposes } = await recorded(speculation, 'evaluate');
  expect(purposes.length).toBeGreaterThan(2);
  expect(purposes.filter((each) => !each.endsWith(' evaluate'))).toEqual([]);
});

test('nothing is compared with the strongest model, as everywhere else', async () => {
  expect((await recorded('fast', undefined)).baselines).toBe(1);
  expect((await recorded('fast', 'evaluate')).baselines).toBe(0);
  expect((await recorded(cascade, 'evaluate')).baselines).toBe(0);
});

test('without an evaluation, a cascade answers and its gate judges', async () => {
  expect((await recorded(cascade, undefined)).purposes).toEqual([
    'p/large judge',
    'p/large judge',
    'p/medium answer',
    'p/small answer',
  ]);
});
