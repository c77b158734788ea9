import { expect, test } from 'vitest';
import { traceOf } from '../../../../../src/execution/workflow/journal/trace.ts';
import { whatIf, type WhatIf } from '../../../../../src/execution/workflow/compare/whatIf.ts';
import type { Model } from '../../../../../src/routing/models/model.ts';
import type { Situation } from '../../../../../src/routing/situation.ts';
import { costOfOne, says } from '../../../../support/scriptedRun.ts';
import { modelWith, policyWith, situationWith } from '../../../../support/tasks.ts';
import { played, workflowFrom, workflowWorld } from '../../../../support/workflowWorld.ts';

const yaml = `
description: Trial
steps:
  one: { prompt: a, model: fast }
  two: { prompt: b, model: reasoning, when: 'one != "never"' }
  three: { prompt: c, taskType: debug }
`;

async function lastRun() {
  const world = workflowWorld({
    'p/small': [says('1')],
    'p/large': [says('2'), says('3')],
  });
  const { events } = await played({ workflow: await workflowFrom(yaml) }, world);
  return traceOf(events);
}

/** The large model at ten times the price of the others. */
function withLarge(fields: Partial<Model> = {}): Situation {
  const prices = [{ from: '2026-01-01', source: 'test', input: 10e9, output: 50e9 }];
  const small = ['p/small', 'p/medium'] as const;
  const models = [
    ...small.map((each) => modelWith(each)),
    modelWith('p/large', { prices, ...fields }),
  ];
  return situationWith({ catalog: new Map(models.map((model) => [model.reference, model])) });
}

const changes: [
  what: string,
  change: WhatIf,
  plans: (string | undefined)[],
  would: number | undefined,
][] = [
  [
    'as it was, at today’s prices',
    { situation: withLarge() },
    ['fast (small)', 'reasoning (large)', 'reasoning (large)'],
    21 * costOfOne,
  ],
  [
    'all on one tier',
    { situation: withLarge(), everywhere: 'balanced' },
    ['balanced (medium)', 'balanced (medium)', 'balanced (medium)'],
    3 * costOfOne,
  ],
  [
    'one step moved',
    { situation: withLarge(), steps: { two: 'fast' } },
    ['fast (small)', 'fast (small)', 'reasoning (large)'],
    12 * costOfOne,
  ],
  [
    'another policy, which auto follows',
    { situation: { ...withLarge(), policy: policyWith({ rules: [] }) } },
    ['fast (small)', 'reasoning (large)', 'balanced (medium)'],
    12 * costOfOne,
  ],
  [
    'a model of unknown price',
    { situation: withLarge({ prices: [] }), steps: { three: 'fast' } },
    ['fast (small)', 'reasoning (large)', 'fast (small)'],
    undefined,
  ],
  [
    'a tier that is not there',
    { situation: withLarge(), steps: { two: 'huge' } },
    ['fast (small)', undefined, 'reasoning (large)'],
    undefined,
  ],
];
test.each(changes)('%s', async (_what, change, plans, would) => {
  const answer = whatIf(await lastRun(), change);
  expect(answer.was).toEqual({ real: 3 * costOfOne, practice: 0 });
  expect(answer.steps.map(({ plan }) => plan)).toEqual(plans);
  const all = would === undefined ? undefined : { real: would, practice: 0 };
  const range = all && { low: all, high: all };
  expect(answer.would).toEqual(range);
});

test('it says what cannot be known', async () => {
  const { unknown } = whatIf(await lastRun(), {
    situation: withLarge({ prices: [], capabilities: { reasoning: true }, contextTokens: 4_000 }),
  });
  expect(unknown).toEqual([
    'large may think before it answers; that cost is not included.',
    'The price of large is unknown.',
    'Another model writes longer or shorter answers; these are the tokens of the last run.',
  ]);
});

test('a price by the hour is that of the time at which the step ran', async () => {
  const prices = [
    {
      from: '2026-01-01',
      source: 'test',
      input: 1e9,
      output: 5e9,
      tiers: { always: { input: 2e9, output: 10e9 } },
      hours: { always: [{ fromMinute: 0, untilMinute: 0 }] },
    },
  ];
  const { would } = whatIf(await lastRun(), { situation: withLarge({ prices }) });
  expect(would?.high.real).toBe((1 + 2 + 2) * costOfOne);
});
