import { expect, test } from 'vitest';
import {
  createConfidenceGate,
  type ConfidenceGateContext,
} from '../../../../src/execution/gates/confidence.ts';
import type { Candidate, AttemptOrigin } from '../../../../src/execution/gates/gate.ts';
import type { KnownStatement } from '../../../../src/ledger/facts.ts';
import { LedgerError } from '../../../../src/ledger/ledger.ts';
import type { Verdict } from '../../../../src/routing/verdict.ts';
import type { Model } from '../../../../src/routing/models/model.ts';
import { modelWith, taskWith } from '../../../support/tasks.ts';

const said = (percent: number, count: number, right: number): KnownStatement[] =>
  Array.from({ length: count }, (_, index) => ({ percent, right: index < right }));

function candidateOf(statedPercent?: number, model: Model = modelWith('p/small')): Candidate {
  const origin: AttemptOrigin = {
    attemptId: 'attempt',
    choice: { model, tier: 'fast' },
    last: false,
    ...(statedPercent !== undefined && { statedPercent }),
  };
  return { task: taskWith(), text: 'x', outcome: 'complete', origin };
}

/** A gate with these statements of `p/small`, and everything that it recorded. */
function gateOver(known: readonly KnownStatement[], fields: Partial<ConfidenceGateContext> = {}) {
  const recorded: [attemptId: string, percent: number][] = [];
  const gate = createConfidenceGate({
    statements: async (model) => (model === 'p/small' ? known : []),
    record: async (...statement) => void recorded.push(statement),
    ...fields,
  });
  return { gate, recorded };
}

const noSignal = new AbortController().signal;
const failed = (message: string): Verdict => ({
  gate: 'confidence',
  kind: 'fail',
  evidence: [{ message }],
});
const unable = (why: string): Verdict => ({ gate: 'confidence', kind: 'couldNotRun', why });
const pass: Verdict = { gate: 'confidence', kind: 'pass' };

const overconfident = failed(
  'It stated 95 % confidence; about 50 % of such answers by small turned out right (n = 40)',
);
const twoLevels = [...said(60, 20, 4), ...said(95, 20, 19)];

test.each<[name: string, percent: number, known: KnownStatement[], verdict: Verdict]>([
  ['mostly right when it says so', 95, said(95, 40, 36), pass],
  ['right half of the time', 95, said(95, 40, 20), overconfident],
  ['modest and right', 50, said(50, 40, 38), pass],
  ['sure, where confidence matters', 95, twoLevels, pass],
  [
    'unsure, where confidence matters',
    60,
    twoLevels,
    failed(
      'It stated 60 % confidence; about 28 % of such answers by small turned out right (n = 20)',
    ),
  ],
  [
    'less sure than ever',
    20,
    said(95, 40, 38),
    failed(
      'It stated 20 % confidence, less than for any known answer of small: about 20 % of such answers are likely right',
    ),
  ],
  ['nine outcomes', 95, said(95, 9, 9), unable('Only 9 of 10 outcomes of small are known yet.')],
  ['no outcome', 95, [], unable('Only 0 of 10 outcomes of small are known yet.')],
  ['ten outcomes', 95, said(95, 10, 10), pass],
])('%s', async (_, percent, known, verdict) => {
  const { gate, recorded } = gateOver(known);
  const candidate = candidateOf(percent);
  expect(await gate.check(candidate, noSignal)).toEqual(verdict);
  expect(recorded).toEqual([['attempt', percent]]);
});

test('the floor and the least number of outcomes can be set', async () => {
  const known = said(95, 5, 3);
  const candidate = candidateOf(95);
  const check = (fields: Partial<ConfidenceGateContext>) =>
    gateOver(known, fields).gate.check(candidate, noSignal);
  expect(await check({ leastKnown: 5, floor: 0.5 })).toEqual(pass);
  expect((await check({ leastKnown: 5, floor: 0.6 })).kind).toBe('fail');
  expect((await check({ leastKnown: 6, floor: 0.5 })).kind).toBe('couldNotRun');
});

test('a probability right at the floor passes, and one below it never reads like it', async () => {
  const half = said(95, 40, 20);
  const check = (floor: number) => gateOver(half, { floor }).gate.check(candidateOf(95), noSignal);
  expect(await check(0.5)).toEqual(pass);
  expect(await check(0.501)).toEqual(overconfident);
  const almost = gateOver(said(95, 48, 34)).gate;
  expect(await almost.check(candidateOf(95), noSignal)).toEqual(pass);
  const justBelow = gateOver(said(95, 71, 50)).gate;
  expect(await justBelow.check(candidateOf(95), noSignal)).toEqual(
    failed(
      'It stated 95 % confidence; about 69 % of such answers by small turned out right (n = 71)',
    ),
  );
});

test('outcomes are those of the model that answered', async () => {
  const { gate } = gateOver(said(95, 40, 40));
  const other = modelWith('p/other', { name: 'Other', simulated: true });
  expect(await gate.check(candidateOf(95, other), noSignal)).toEqual(
    unable('Only 0 of 10 outcomes of practice Other are known yet.'),
  );
});

test('without a statement there is nothing to weigh or to keep', async () => {
  const { gate, recorded } = gateOver(said(95, 40, 40));
  expect(await gate.check(candidateOf(), noSignal)).toEqual(
    unable('The answer does not say how sure the model is.'),
  );
  expect(recorded).toEqual([]);
});

test('without an origin the model is unknown', async () => {
  const { gate, recorded } = gateOver(said(95, 40, 40));
  const { origin: _origin, ...candidate } = candidateOf(95);
  expect(await gate.check(candidate, noSignal)).toEqual(
    unable('It is not known which model wrote the answer.'),
  );
  expect(recorded).toEqual([]);
});

const full = new LedgerError('full', 'The disk is full. Free some space.');

test.each(['record', 'statements'] as const)(
  'a ledger that fails to answer %s has no say',
  async (name) => {
    const { gate } = gateOver(said(95, 40, 40), { [name]: () => Promise.reject(full) });
    expect(await gate.check(candidateOf(95), noSignal)).toEqual(
      unable('The disk is full. Free some space.'),
    );
  },
);

test('a bug is not taken for a ledger that cannot be used', async () => {
  const bug = new TypeError('bug');
  const { gate } = gateOver([], { statements: () => Promise.reject(bug) });
  await expect(gate.check(candidateOf(95), noSignal)).rejects.toBe(bug);
});

test('cancelled before it starts, it records nothing', async () => {
  const { gate, recorded } = gateOver(said(95, 40, 40));
  const reason = new Error('cancelled');
  const check = gate.check(candidateOf(95), AbortSignal.abort(reason));
  await expect(check).rejects.toBe(reason);
  expect(recorded).toEqual([]);
});

test('cancelled while it records, it asks no further and rejects with the reason', async () => {
  const cancel = new AbortController();
  const reason = new Error('cancelled');
  let asked = 0;
  const { gate } = gateOver([], {
    record: async () => cancel.abort(reason),
    statements: async () => said(95, (asked += 1), 0),
  });
  await expect(gate.check(candidateOf(95), cancel.signal)).rejects.toBe(reason);
  expect(asked).toBe(0);
});

test.each<[name: string, end: () => Promise<KnownStatement[]>]>([
  ['while it looks up outcomes', async () => said(95, 40, 40)],
  ['while the ledger breaks', () => Promise.reject(full)],
])('cancelled %s, it rejects with the reason', async (_, end) => {
  const cancel = new AbortController();
  const reason = new Error('cancelled');
  const { gate } = gateOver([], {
    statements: () => {
      cancel.abort(reason);
      return end();
    },
  });
  await expect(gate.check(candidateOf(95), cancel.signal)).rejects.toBe(reason);
});
