import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { gatherEvidence } from '../../../../src/routing/evidence/gatherEvidence.ts';
import type { ModelReference } from '../../../../src/routing/models/model.ts';
import type { Rule } from '../../../../src/routing/policy/policy.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Escalation, Situation } from '../../../../src/routing/situation.ts';
import { catalogAt, requests } from '../../../support/experiences.ts';
import {
  policyWith,
  readyProvider,
  situationWith,
  standingWith,
  taskWith,
} from '../../../support/tasks.ts';

/** Five tiers, each with a provider of its own, from the cheapest. */
const usdByReference: Record<ModelReference, number> = {
  'one/m': 1,
  'two/m': 2,
  'three/m': 4,
  'four/m': 10,
  'five/m': 40,
};
const references = Object.keys(usdByReference) as ModelReference[];
const tiers = toTiers({
  tiny: ['one/m'],
  fast: ['two/m'],
  balanced: ['three/m'],
  strong: ['four/m'],
  reasoning: ['five/m'],
});

/** A map that counts how often each key is read. */
class CountingMap<Value> extends Map<string, Value> {
  readonly reads: string[] = [];
  override get(key: string): Value | undefined {
    this.reads.push(key);
    return super.get(key);
  }
}

const past = [
  ...requests(100, { 'one/m': true }),
  ...requests(5, { 'one/m': false, 'five/m': true }),
  ...references.slice(1).flatMap((reference) => requests(60, { [reference]: true })),
].map((each) => ({ ...each, taskType: 'explain' }) as const);

const evidence = new Map([['explain', gatherEvidence(past, { taskType: 'explain' })] as const]);
const careful = [standingWith({ budget: { nanoUsd: 100e9 }, spentNanoUsd: 65e9 })];
const all = tiers.map(({ name }) => name);

const decisions: [string, Rule['use'], Partial<Situation>, Escalation | undefined, plan: object][] =
  [
    [
      'the planner and a judge',
      'auto',
      { evidence },
      undefined,
      { kind: 'cascade', judges: [{ tier: 'balanced' }, { tier: 'reasoning' }] },
    ],
    [
      'a cascade, a judge and a downgrade',
      { cascade: all, judge: 'strong' },
      { budgets: careful },
      undefined,
      { ladder: { length: 4 }, judges: [{ tier: 'strong' }, { tier: 'reasoning' }] },
    ],
    [
      'an escalation',
      'fast',
      {},
      { from: 'strong', to: 'next' },
      { kind: 'direct', choice: { tier: 'reasoning' } },
    ],
  ];
test.each(decisions)('a decision with %s resolves no tier twice', (_, use, given, up, plan) => {
  const catalog = new CountingMap(catalogAt(usdByReference));
  const providers = new CountingMap(
    references.map((reference) => [reference.split('/')[0]!, readyProvider]),
  );
  const rules: Rule[] = [{ name: 'mine', when: {}, use, origin: 'settings' }];
  const situation = { catalog, providers, policy: policyWith({ tiers, rules }), ...given };
  const task = taskWith({ type: 'explain', answerKind: 'prose' });
  expect(decide(task, situationWith(situation), up).plan).toMatchObject(plan);
  for (const { reads } of [catalog, providers]) {
    expect(reads).not.toEqual([]);
    expect(new Set(reads).size).toBe(reads.length);
  }
});
