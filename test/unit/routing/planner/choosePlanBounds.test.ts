import { expect, test } from 'vitest';
import { choosePlan, type Priced } from '../../../../src/routing/planner/choosePlan.ts';

const plan = (sequence: Priced['sequence'], fields: Partial<Priced>): Priced => ({
  sequence,
  quality: 1,
  standardDeviation: 0,
  loss: 0,
  cost: 40,
  reach: sequence.map(() => 1),
  ...fields,
});
const strongest = plan([1], { cost: 100 });
const large = { rung: 1, measured: Infinity };
const aims = { floor: 0.75, worst: 0.5, exploringShare: 0.005 };

interface Given {
  readonly cheap?: Partial<Priced>;
  readonly explored?: {
    readonly requests?: number;
    readonly loss?: number;
    readonly cost?: number;
  };
}
type Taken = 'cheap' | 'cheap, exploring' | 'strongest';

/** Small alone, or, where it climbs, the cascade over small and large; and large alone. */
function taken({ cheap, explored }: Given, sequence: Priced['sequence'] = [0, 1]): Taken {
  const all = { requests: 0, loss: 0, cost: 0, ...explored };
  const chosen = choosePlan([plan(sequence, cheap ?? {}), strongest], large, aims, all);
  if (chosen.plan === strongest) return 'strongest';
  return chosen.exploring ? 'cheap, exploring' : 'cheap';
}

// With a floor of 0.75 a quarter may be lost, and 0.1 of it (0.025 a request) by exploring, as if 60 requests had
// gone well before: 1.5 to begin with. A plan of quality 1 is not sure enough with a standard deviation of 0.6.
const unsure = { standardDeviation: 0.6 };
const bounds: [string, within: Given, Taken, beyond: Given, Taken][] = [
  ['a plan saves 3 %', { cheap: { cost: 97 } }, 'cheap', { cheap: { cost: 97.1 } }, 'strongest'],
  [
    'its quality keeps the floor',
    ...([{ cheap: { quality: 0.75 } }, 'cheap'] as const),
    ...([{ cheap: { quality: 0.749 } }, 'strongest'] as const),
  ],
  [
    'it keeps the limit of one task type if it turns out worse',
    ...([{ cheap: { standardDeviation: 0.5, loss: 0.3 } }, 'cheap'] as const),
    ...([{ cheap: { standardDeviation: 0.501, loss: 0.3 } }, 'cheap, exploring'] as const),
  ],
  [
    'exploring may lose as much as before 60 requests',
    ...([{ cheap: { ...unsure, loss: 0.5 }, explored: { loss: 1 } }, 'cheap, exploring'] as const),
    ...([{ cheap: { ...unsure, loss: 0.51 }, explored: { loss: 1 } }, 'strongest'] as const),
  ],
  [
    'exploring may lose more with every request',
    ...([
      { cheap: { ...unsure, loss: 0.5 }, explored: { requests: 100, loss: 3.5 } },
      'cheap, exploring',
    ] as const),
    ...([
      { cheap: { ...unsure, loss: 0.51 }, explored: { requests: 100, loss: 3.5 } },
      'strongest',
    ] as const),
  ],
  [
    'trials are taken while anything may be lost',
    ...([{ cheap: { trial: true }, explored: { loss: 1.49 } }, 'cheap, exploring'] as const),
    ...([{ cheap: { trial: true }, explored: { loss: 1.5 } }, 'strongest'] as const),
  ],
  [
    'exploring may cost its share of ten requests to begin with',
    ...([{ cheap: { ...unsure, loss: 0.2 }, explored: { cost: 5 } }, 'cheap, exploring'] as const),
    ...([{ cheap: { ...unsure, loss: 0.2 }, explored: { cost: 5.1 } }, 'strongest'] as const),
  ],
  [
    'exploring may cost its share of every request',
    ...([
      { cheap: { ...unsure, loss: 0.2 }, explored: { requests: 90, cost: 50 } },
      'cheap, exploring',
    ] as const),
    ...([
      { cheap: { ...unsure, loss: 0.2 }, explored: { requests: 90, cost: 50.1 } },
      'strongest',
    ] as const),
  ],
  [
    'exploring that saved money goes on',
    ...([{ cheap: { ...unsure, loss: 0.2 }, explored: { cost: -1 } }, 'cheap, exploring'] as const),
    ...([{ cheap: { ...unsure, loss: 2 }, explored: { cost: -1 } }, 'strongest'] as const),
  ],
];
test.each(bounds)('%s', (_, within, takenWithin, beyond, takenBeyond) => {
  expect([taken(within), taken(beyond)]).toEqual([takenWithin, takenBeyond]);
});

test('a plan that gives up early keeps the floor even where it turns out worse', () => {
  const [sure, unsure] = [0.125, 0.126].map((standardDeviation) => ({
    cheap: { quality: 0.875, standardDeviation },
  }));
  expect([taken(sure!, [0]), taken(unsure!, [0])]).toEqual(['cheap', 'strongest']);
  expect(taken(unsure!)).toBe('cheap');
});

test('quality decides between plans within 3 % of the cheapest', () => {
  const cheapest = plan([0], {});
  const chosenBeside = (better: Partial<Priced>) =>
    choosePlan([cheapest, plan([0, 1], { quality: 1.1, ...better }), strongest], large, aims, {
      requests: 0,
      loss: 0,
      cost: 0,
    }).plan.cost;
  expect(chosenBeside({ cost: 41.2 })).toBe(41.2);
  expect(chosenBeside({ cost: 41.21 })).toBe(40);
  // It must be better when it turns out worse by what is not known of it.
  expect(chosenBeside({ cost: 41, standardDeviation: 0.09 })).toBe(41);
  expect(chosenBeside({ cost: 41, standardDeviation: 0.11 })).toBe(40);
});

test('exploring saves 3 % over the plan that is settled, not only over the strongest', () => {
  const settled = plan([0, 1], { cost: 50 });
  const chosen = (cost: number) => {
    const tried = plan([0, 1], { cost, loss: 0.2, quality: 1.1, standardDeviation: 0.7 });
    return choosePlan([tried, settled, strongest], large, aims, { requests: 0, loss: 0, cost: 0 });
  };
  expect(chosen(48.4)).toMatchObject({ exploring: true, plan: { cost: 48.4 } });
  expect(chosen(48.6)).toMatchObject({ exploring: false, plan: { cost: 50 } });
});

test('a share of nothing explores nothing, once it cost anything', () => {
  const given = [plan([0, 1], { ...unsure, loss: 0.2 }), strongest] as const;
  const exploringAt = (cost: number) =>
    choosePlan(given, large, { ...aims, exploringShare: 0 }, { requests: 50, loss: 0, cost })
      .exploring;
  expect([exploringAt(0), exploringAt(0.001)]).toEqual([true, false]);
});
