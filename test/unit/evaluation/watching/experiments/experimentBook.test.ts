import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import {
  describeEnd,
  describeSoFar,
  proposedRule,
} from '../../../../../src/evaluation/watching/experiments/describeExperiment.ts';
import { ExperimentBook } from '../../../../../src/evaluation/watching/experiments/experimentBook.ts';
import { experimentKey } from '../../../../../src/evaluation/watching/experiments/experimentFacts.ts';
import { decideRequest } from '../../../../../src/execution/request.ts';
import { requestStory } from '../../../../../src/ledger/report/requestStory.ts';
import type { Experiment } from '../../../../../src/routing/experiments/experiment.ts';
import { isDrawn } from '../../../../../src/routing/experiments/experiment.ts';
import { randomFrom } from '../../../../../src/routing/planner/random.ts';
import { dayMs, hourMs } from '../../../../../src/routing/time.ts';
import { situationWith, taskWith } from '../../../../support/tasks.ts';
import { ledgerWith, type Request } from '../../../ledger/recordedRequests.ts';

const cheaper: Experiment = {
  name: 'cheaper refactors',
  taskType: 'refactor',
  plans: { A: 'reasoning', B: 'fast' },
  mode: 'split',
  share: 0.5,
};
let file: string;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tierwise-experiments-'));
  file = join(folder, 'kept', 'experiments.jsonl');
  onTestFinished(() => rm(folder, { recursive: true }));
});

/** A book over a real ledger with these requests. */
function bookOver(...requests: readonly Request[]) {
  const database = ledgerWith(...requests);
  onTestFinished(() => database.close());
  return new ExperimentBook(file, { requestStory: async (id) => requestStory(database, id) });
}

function request(id: string, more: Partial<Request> = {}): Request {
  const cost = { source: 'computed', nanoUsd: 1e6 } as const;
  return { id, attempts: [{ outcome: 'complete', cost }], chosen: 0, ...more };
}

function decided(id: string, experiments: readonly Experiment[] = [cheaper]) {
  return decideRequest(taskWith(), situationWith({ experiments }), { drawFor: id }).decision;
}

async function drawAll(book: ExperimentBook, ids: readonly string[], set = [cheaper]) {
  for (const id of ids) await book.drawn(id, decided(id, set), set, 0);
}

const planOf = (id: string) => (isDrawn(cheaper, id) ? 'B' : 'A');

test('what the developer does with an answer counts, and an accepted one only after an hour', async () => {
  const book = bookOver(
    request('good', { outcomes: ['shown', 'accepted'] }),
    request('bad', { outcomes: ['accepted', 'undone'] }),
    request('open', { outcomes: ['shown'] }),
  );
  await drawAll(book, ['good', 'bad', 'open']);
  const [soon] = await book.collect([cheaper], hourMs / 2);
  expect(soon!.open.map(({ requestId }) => requestId)).toEqual(['good', 'open']);
  const [later] = await book.collect([cheaper], hourMs);
  expect(later!.open.map(({ requestId }) => requestId)).toEqual(['open']);
  const { A, B } = later!.plans;
  expect([A.cases + B.cases, A.sum + B.sum]).toEqual([2, 1]);
  expect(A.spent.real + B.spent.real).toBe(2e6);
});

test('where the developer says nothing for a day, the gates of the answer that was shown do', async () => {
  const attempt = (verdict: 'pass' | 'fail' | 'couldNotRun') => [
    {
      outcome: 'complete' as const,
      cost: { source: 'computed' as const, nanoUsd: 1 },
      verdicts: { syntax: verdict },
    },
  ];
  const book = bookOver(
    request('passed', { attempts: attempt('pass') }),
    request('failed', { attempts: attempt('fail') }),
    request('unjudged', { attempts: attempt('couldNotRun') }),
  );
  await drawAll(book, ['passed', 'failed', 'unjudged']);
  const [before] = await book.collect([cheaper], dayMs - 1);
  expect(before!.open).toHaveLength(3);
  const [after] = await book.collect([cheaper], dayMs);
  const { A, B } = after!.plans;
  expect([after!.open, A.cases + B.cases, A.sum + B.sum]).toEqual([[], 2, 1]);
});

test('a deleted request is given up after two days, without an outcome', async () => {
  const book = bookOver();
  await drawAll(book, ['gone']);
  expect((await book.collect([cheaper], 2 * dayMs - 1))[0]!.open).toHaveLength(1);
  const [after] = await book.collect([cheaper], 2 * dayMs);
  expect(after!.open).toEqual([]);
  expect(after!.plans[planOf('gone')]).toMatchObject({ tasks: 1, cases: 0 });
});

test('requests that an experiment did not decide are not kept', async () => {
  const book = bookOver();
  await book.drawn('a', decided('a', []), [cheaper], 0);
  await book.drawn('a', decided('a'), [{ ...cheaper, name: 'another' }], 0);
  const [standing] = await book.standings([cheaper], 0);
  expect(standing!.open).toEqual([]);
});

test('a second window and a restart see the same, and count nothing twice', async () => {
  const good = request('good', { outcomes: ['accepted'] });
  const one = bookOver(good);
  await drawAll(one, ['good']);
  const other = bookOver(good);
  await Promise.all([one.collect([cheaper], dayMs), other.collect([cheaper], dayMs)]);
  const [standing] = await bookOver(good).standings([cheaper], dayMs);
  expect(standing!.plans[planOf('good')]).toMatchObject({ tasks: 1, cases: 1, sum: 1 });
});

test('a line that was cut off is passed over', async () => {
  const book = bookOver();
  await drawAll(book, ['a']);
  await appendFile(file, '{"kind":"settled","requ');
  const [standing] = await book.standings([cheaper], 0);
  expect(standing!.open).toHaveLength(1);
});

test('other plans under the same name are another experiment', async () => {
  const book = bookOver();
  await drawAll(book, ['a']);
  const changed = { ...cheaper, plans: { A: 'reasoning', B: 'balanced' } };
  const [standing] = await book.standings([changed], 0);
  expect(standing).toMatchObject({ open: [], plans: { A: { tasks: 0 }, B: { tasks: 0 } } });
});

/** Plays outcomes at these rates into a book until the experiment is over, with at most so many tasks. */
async function play(
  rates: Readonly<Record<'A' | 'B', number>>,
  { experiment = cheaper, tasks = 700, seed = 1, nanoUsd = 1e6 } = {},
) {
  const random = randomFrom(seed);
  const book = bookOver();
  const key = experimentKey(experiment);
  let lines = 0;
  for (let task = 0; task < tasks; task += 1) {
    const requestId = `${seed}-${task}`;
    const plan = isDrawn(experiment, requestId) ? 'B' : 'A';
    const value = random() < rates[plan] ? 1 : 0;
    await book.append({ kind: 'drawn', key, requestId, plan, atMs: task });
    const cost = { real: nanoUsd, practice: 0 };
    await book.append({ kind: 'settled', key, requestId, atMs: task, value, cost });
    lines += 2;
    if (task % 20 !== 0) continue;
    const [standing] = await book.standings([experiment], task);
    if (standing!.end !== undefined) return standing!;
  }
  expect(lines).toBe(2 * tasks);
  const [standing] = await book.standings([experiment], tasks);
  return standing!;
}

test('a worse plan B ends an experiment with nothing changed', async () => {
  const standing = await play({ A: 0.95, B: 0.5 });
  expect(standing).toMatchObject({ end: 'decided', split: { verdict: 'currentBetter' } });
  expect(proposedRule(standing)).toBeUndefined();
  expect(describeEnd(standing)).toMatch(
    /^The experiment “cheaper refactors” is over: plan A \(reasoning\) does refactor tasks better than plan B \(fast\), so nothing changes\. Plan A: \d+ tasks, \d+ of \d+ were good, \$0\.\d+; plan B: /,
  );
});

test('a plan B that is no worse proposes its rule', async () => {
  const standing = await play({ A: 0.4, B: 0.9 });
  expect(standing).toMatchObject({ end: 'decided', split: { verdict: 'otherNoWorse' } });
  expect(proposedRule(standing)).toEqual({
    name: 'from the experiment cheaper refactors',
    when: { taskType: 'refactor' },
    use: 'fast',
  });
});

test('plan B ends at its cap, and what runs counts at the most that is expected of it', async () => {
  const capped = { ...cheaper, maxUsd: 0.02 };
  const standing = await play({ A: 0.9, B: 0.9 }, { experiment: capped });
  expect(standing.end).toBe('money');
  expect(standing.plans.B.spent.real).toBeGreaterThanOrEqual(2e7);
  const book = bookOver();
  const key = experimentKey({ ...capped, name: 'pending' });
  await book.append({
    kind: 'drawn',
    key,
    requestId: 'x',
    plan: 'B',
    atMs: 0,
    expectedNanoUsd: 2e7,
  });
  const [pending] = await book.standings([{ ...capped, name: 'pending' }], 0);
  expect(pending!.end).toBe('money');
});

test('an experiment ends the day after its last one', async () => {
  const book = bookOver();
  const until = { ...cheaper, until: '2026-11-30' };
  const [last] = await book.standings([until], Date.UTC(2026, 10, 30, 23, 59));
  const [after] = await book.standings([until], Date.UTC(2026, 11, 1));
  expect([last!.end, after!.end]).toEqual([undefined, 'until']);
  expect(describeSoFar(last!)).toBe(
    'The experiment “cheaper refactors” is still running. Plan A: 0 tasks, no outcome yet, $0.00; plan B: 0 tasks, no outcome yet, $0.00.',
  );
  expect(describeEnd(after!)).toContain('nothing is proven, so nothing changes; its last day');
});
