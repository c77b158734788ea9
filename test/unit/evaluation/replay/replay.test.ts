import { expect, test } from 'vitest';
import {
  replay,
  type Replay,
  whyLeftOut,
  type WhyLeftOut,
} from '../../../../src/evaluation/replay/replay.ts';
import type { PastAttempt, PastWork } from '../../../../src/ledger/learning/pastWork.ts';
import type { Experience } from '../../../../src/routing/evidence/evidence.ts';
import { mergeModels } from '../../../../src/routing/models/catalog.ts';
import { parseModels } from '../../../../src/routing/models/parseModels.ts';
import { climbingCost } from '../../../../src/routing/planner/prior.ts';
import type { CascadeUse, Rule, SpeculateUse } from '../../../../src/routing/policy/policy.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';

const price = (from: string, usd: number) => ({ from, source: 's', input: usd, output: usd });
const { models } = parseModels({
  'a/cheap': { prices: [price('2026-01-01', 1), price('2026-06-01', 3)] },
  'a/strong': { prices: [price('2026-01-01', 10)] },
});
/** What 2000 tokens cost. */
const [cheap, strong] = [2_000_000, 20_000_000];
const usage = { inputTokens: 1000, outputTokens: 1000 };

function situation(rules: readonly Omit<Rule, 'name' | 'origin'>[]): Situation {
  const named = rules.map((rule) => ({ ...rule, name: 'r', origin: 'repository' }) as const);
  return {
    policy: {
      tiers: toTiers({ fast: ['a/cheap'], reasoning: ['a/strong'] }),
      rules: named,
      critical: ['src/money/**'],
    },
    catalog: mergeModels(models, new Map()),
    providers: new Map([['a', { name: 'a', simulated: false, state: { state: 'ready' } }]]),
    pick: { tier: 'auto', pinned: {} },
    coolingDown: new Map(),
    latencyBudgets: {},
    latencies: new Map(),
    evidence: new Map(),
    budgets: [],
    workspace: '',
    today: '',
    nowMs: 0,
  };
}

function answer(fields: Partial<PastAttempt> = {}): PastAttempt {
  return {
    purpose: 'answer',
    tier: 'reasoning',
    model: 'a/strong',
    simulated: false,
    isStanding: true,
    usage,
    nanoUsd: 21_000_000,
    ...fields,
  };
}

function work(fields: Partial<PastWork> = {}): PastWork {
  return {
    atMs: Date.parse('2026-03-01'),
    workspace: 'shop',
    subject: 'src/cart.ts:10-24',
    taskType: 'debug',
    attempts: [answer()],
    ...fields,
  };
}

type Use = Rule['use'];
const all = (use: Use) => [{ when: {}, use }];
const cascade: CascadeUse = { cascade: ['fast', 'reasoning'] };
const speculate: SpeculateUse = { speculate: ['fast', 'reasoning'] };

function costOf(use: Use, works = [work()], past: readonly Experience[] = []): Replay {
  return replay(works, situation(all(use)), past);
}

test('a model that was not asked is priced by the tokens of the one that was', () => {
  expect(costOf('fast')).toMatchObject({
    requests: 1,
    known: 0,
    estimated: 1,
    onPriors: 0,
    simulated: false,
    total: {
      requests: 1,
      paidNanoUsd: 21_000_000,
      policyNanoUsd: cheap,
      strongestNanoUsd: strong,
      cheapestNanoUsd: cheap,
    },
  });
});

test.each<[string, PastAttempt[], known: number, nanoUsd: number]>([
  ['the model that answered at once', [answer()], 1, 21_000_000],
  ['it with another effort', [answer({ effort: 'high' })], 0, strong],
  [
    'the one that answered last',
    [answer({ model: 'a/cheap', isStanding: false, nanoUsd: 5 }), answer()],
    0,
    strong,
  ],
])('asking %s is known or estimated', (_, attempts, known, nanoUsd) => {
  const { total, ...counts } = costOf('reasoning', [work({ attempts })]);
  expect([counts.known, counts.estimated, total.policyNanoUsd]).toEqual([
    known,
    1 - known,
    nanoUsd,
  ]);
});

test('prices are those of the day', () => {
  const later = work({ atMs: Date.parse('2026-06-01') });
  expect(costOf('fast', [later]).total.policyNanoUsd).toBe(3 * cheap);
});

function judged(passed: boolean, count: number): Experience[] {
  const answers = [{ rung: 'a/cheap', passed }];
  return Array.from({ length: count }, () => ({
    taskType: 'debug',
    answers,
    wrong: false,
    ...(passed && { taken: 0 }),
  }));
}

test.each<[string, Experience[], low: number, high: number, onPriors: number]>([
  ['always passed', judged(true, 300), 1, 1.8, 0],
  ['never passed', judged(false, 300), 1 + 9.5 * climbingCost, 1 + 10 * climbingCost, 0],
  ['was never judged', [], 2, 10, 1],
  ['was judged hardly ever', judged(true, 3), 2, 10, 1],
])('a cascade whose first rung %s', (_, past, low, high, onPriors) => {
  const replayed = costOf(cascade, [work()], past);
  const cost = replayed.total.policyNanoUsd / cheap;
  expect(cost).toBeGreaterThan(low);
  expect(cost).toBeLessThan(high);
  expect([replayed.onPriors, replayed.estimated]).toEqual([onPriors, 1]);
});

test.each<[string, Use, number]>([
  ['a speculation pays for all that it starts', speculate, cheap + strong],
  ['a cascade of one rung is that rung', { cascade: ['fast'] }, cheap],
  ['a cap on attempts ends a cascade', { ...cascade, maxAttempts: 1 }, cheap],
  ['a cap on money ends a cascade', { ...cascade, maxUsd: 0.021 }, cheap],
])('%s', (_, use, nanoUsd) => {
  expect(costOf(use).total.policyNanoUsd).toBe(nanoUsd);
});

test.each<[string, Use, Experience[], low: number, high: number]>([
  ['one tier', 'fast', [], 0, 0],
  ['a cascade that rarely climbs', cascade, judged(true, 300), 0.001, 0.1],
  ['a cascade that nearly always climbs', cascade, judged(false, 300), 0.9, 1],
  ['a speculation', speculate, [], 1, 1],
  ['the same tier twice', { cascade: ['reasoning'], retry: true }, [], 0, 0],
])('how often a second tier is expected to be asked: %s', (_, use, past, low, high) => {
  const { was, would } = costOf(use, [work()], past).escalated;
  expect(was).toBe(0);
  expect(would).toBeGreaterThanOrEqual(low);
  expect(would).toBeLessThanOrEqual(high);
});

test('work that asked two tiers was escalated; a second try of one tier is none', () => {
  const first = answer({ tier: 'fast', model: 'a/cheap', isStanding: false, nanoUsd: 5 });
  const climbed = work({ attempts: [first, answer()] });
  const again = work({ attempts: [answer({ isStanding: false }), answer()] });
  const judge = answer({ purpose: 'judge', tier: 'fast', isStanding: false });
  const checked = work({ attempts: [judge, answer()] });
  expect(costOf('reasoning', [climbed, again, checked]).escalated).toEqual({ was: 1, would: 0 });
});

test('asking again is expected to cost more than asking once, and less than twice', () => {
  const { policyNanoUsd } = costOf({ cascade: ['reasoning'], retry: true }).total;
  expect(policyNanoUsd).toBeGreaterThan(strong);
  expect(policyNanoUsd).toBeLessThan(2 * strong);
});

test('what a retry is worth is learnt from retries', () => {
  const answers = [
    { rung: 'a/cheap', passed: false },
    { rung: 'a/cheap+retry', passed: true },
  ];
  const mended = { taskType: 'debug', answers, taken: 1, wrong: false } as const;
  const past = Array.from({ length: 300 }, () => mended);
  const { policyNanoUsd } = costOf({ ...cascade, retry: true }, [work()], past).total;
  expect(policyNanoUsd / cheap).toBeGreaterThan(1 + 0.95 * climbingCost);
  expect(policyNanoUsd / cheap).toBeLessThan(2 + climbingCost);
});

test('the answer that stood in the end tells the tokens', () => {
  const first = answer({ usage: { inputTokens: 9, outputTokens: 9 } });
  expect(costOf('fast', [work({ attempts: [first, answer()] })]).total).toMatchObject({
    paidNanoUsd: 42_000_000,
    policyNanoUsd: cheap,
  });
});

test.each<[WhyLeftOut, PastWork, Use]>([
  ['noUsage', work({ attempts: [] }), 'fast'],
  ['noUsage', work({ attempts: [{ ...answer(), usage: undefined! }] }), 'fast'],
  ['noUsage', work({ attempts: [answer({ isStanding: false })] }), 'fast'],
  ['unknownCost', work({ attempts: [{ ...answer(), nanoUsd: undefined! }] }), 'fast'],
  ['noPrice', work({ atMs: Date.parse('2025-12-31') }), 'fast'],
  ['noPrice', work({ atMs: Date.parse('2025-12-31') }), cascade],
  ['refused', work(), 'nowhere'],
])('%s is left out and counted', (why, left, use) => {
  const { leftOut, total, requests } = costOf(use, [left]);
  expect([requests, total.requests, total.paidNanoUsd]).toEqual([1, 0, 0]);
  expect(leftOut).toEqual(
    Object.fromEntries(whyLeftOut.map((each) => [each, Number(each === why)])),
  );
});

test.each<[string, Rule['when'], Partial<PastWork>, boolean]>([
  ['its task type', { taskType: ['debug'] }, {}, true],
  ['its language', { language: ['go'] }, { language: 'go' }, true],
  ['another language', { language: ['go'] }, {}, false],
  ['its path', { path: ['src/*.ts'] }, {}, true],
  ['a path with a colon', { path: ['a:1-2/*'] }, { subject: 'a:1-2/b:3-4' }, true],
  ['its lines', { minLines: 15, maxLines: 15 }, {}, true],
  ['fewer lines', { maxLines: 14 }, {}, false],
  ['a critical path', { critical: true }, { subject: 'src/money/a.ts:1-1' }, true],
  ['words, which nobody kept', { keywords: ['defect'] }, {}, false],
  ['any path, but it was a chat', { path: ['**/*.ts'] }, { subject: 'chat' }, false],
])('a rule for %s', (_, when, fields, matches) => {
  const rules = [
    { when, use: 'fast' },
    { when: {}, use: 'reasoning' },
  ];
  const { byTier } = replay([work(fields)], situation(rules), []);
  expect(byTier.find(({ tier }) => tier === 'fast')?.policyNanoUsd).toBe(matches ? cheap : 0);
});

test('in a chat, gates that need a file check nothing: the strongest of the cascade answers', () => {
  const chat = work({ subject: 'chat', attempts: [answer({ nanoUsd: 7 })] });
  expect(costOf(cascade, [chat])).toMatchObject({ known: 1, total: { policyNanoUsd: 7 } });
});

test('parts add up to the whole, and tiers that are gone keep what was paid', () => {
  const gone = answer({ tier: 'old', model: 'b/gone', nanoUsd: 9 });
  const works = [work(), work({ taskType: 'docs' }), work({ attempts: [gone, answer()] })];
  const { total, byTaskType, byTier } = costOf(cascade, works);
  const sum = (rows: readonly { paidNanoUsd: number; policyNanoUsd: number }[]) =>
    rows.reduce((sums, row) => [sums[0]! + row.paidNanoUsd, sums[1]! + row.policyNanoUsd], [0, 0]);
  expect(sum(byTaskType)).toEqual([total.paidNanoUsd, total.policyNanoUsd]);
  expect(sum(byTier)).toEqual([total.paidNanoUsd, total.policyNanoUsd]);
  expect(byTaskType.map(({ taskType, requests }) => [taskType, requests])).toEqual([
    ['debug', 2],
    ['docs', 1],
  ]);
  expect(byTier.map(({ tier }) => tier)).toEqual(['fast', 'reasoning', 'old']);
  expect(byTier.at(-1)).toEqual({ tier: 'old', paidNanoUsd: 9, policyNanoUsd: 0 });
});

test.each<[string, Partial<PastAttempt>, number | undefined]>([
  ['known', { nanoUsd: 4 }, 4],
  ['unknown', { nanoUsd: undefined! }, undefined],
])('judges are told apart from answers: %s', (_, fields, checksNanoUsd) => {
  const judge = { ...answer({ purpose: 'judge', isStanding: false }), ...fields };
  const replayed = costOf('reasoning', [work({ attempts: [answer(), judge] })]);
  expect(replayed).toMatchObject({ known: 1, total: { paidNanoUsd: 21_000_000 } });
  expect(replayed.checksNanoUsd).toBe(checksNanoUsd);
});

test('what practice models did is in no sum of real work', () => {
  const byPractice = work({ attempts: [answer({ simulated: true, nanoUsd: 5 })] });
  const practiceJudge = answer({
    purpose: 'judge',
    isStanding: false,
    simulated: true,
    nanoUsd: 3,
  });
  const works = [work({ attempts: [answer(), practiceJudge] }), byPractice];
  const replayed = costOf('reasoning', works);
  expect(replayed).toMatchObject({
    requests: 2,
    simulated: false,
    checksNanoUsd: 0,
    leftOut: { practice: 1 },
    total: { requests: 1, paidNanoUsd: 21_000_000 },
  });
  expect(costOf('reasoning', [byPractice])).toMatchObject({
    requests: 1,
    simulated: true,
    total: { requests: 1, paidNanoUsd: 5 },
  });
});

test('where a rule leaves it to the planner, it decides with what is known now', () => {
  const replayed = (past: Experience[]) => costOf('auto', [work()], past).total.policyNanoUsd;
  expect(replayed(judged(false, 300))).toBe(21_000_000);
  expect(replayed(judged(true, 300))).toBeLessThan(2 * cheap);
});
