import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { driveFinder } from '../../../../src/evaluation/finder/driveFinder.ts';
import { resumeFinder } from '../../../../src/evaluation/finder/finder.ts';
import { finderResult } from '../../../../src/evaluation/finder/result.ts';
import {
  type Asked,
  keptTrials,
  type ScorerSet,
  type TrialMaker,
} from '../../../../src/evaluation/run/keptTrials.ts';
import type { TrialFact } from '../../../../src/evaluation/run/trialFacts.ts';
import { openTrialStore } from '../../../../src/evaluation/run/trialStore.ts';
import type { Scorer } from '../../../../src/evaluation/scorers/scorer.ts';
import { valueScorer } from '../../../../src/evaluation/scorers/valueScorers.ts';
import { readJournal } from '../../../../src/execution/workflow/journal/journal.ts';
import { candidateOf, finderInput, fixturesOf } from '../../../support/trials.ts';

const folder = mkdtempSync(join(tmpdir(), 'tierwise-trials-'));
afterAll(() => rmSync(folder, { recursive: true }));
const never = new AbortController().signal;
let files = 0;

const input = finderInput({
  candidates: [candidateOf('fast', 1), candidateOf('balanced', 10)],
  fixtures: fixturesOf(30),
  thresholds: { minPassRate: 0.7 },
  concurrency: 4,
});

function answered(text: string): Asked {
  return {
    kind: 'answered',
    answer: { text, atMs: 5, cost: { source: 'computed', nanoUsd: 7 }, latencyMs: 3 },
  };
}

function scorersOf(...scorers: readonly Scorer[]): ScorerSet {
  return { scorers, dispose: async () => undefined };
}

/** Runs, or goes on with, what a file holds. */
async function evaluate(path: string, more: Partial<TrialMaker> = {}, from = input) {
  const asked: string[] = [];
  const store = await openTrialStore(path, { runId: more.runId ?? 'r' });
  const maker: TrialMaker = {
    runId: 'r',
    store,
    keyOf: ({ candidate, fixture }) => `${candidate.id} ${fixture.id}`,
    reserve: () => Promise.resolve(true),
    ask: async ({ candidate, fixture }) => {
      asked.push(`${candidate.id} ${fixture.id}`);
      await Promise.resolve();
      return answered(candidate.id === 'fast' ? 'no' : 'yes');
    },
    scorersFor: async () => scorersOf(valueScorer({ kind: 'exact', expected: 'yes' })),
    now: () => 5,
    ...more,
  };
  const start = resumeFinder(from, store.before.soFar.trials);
  try {
    const driven = await driveFinder(start, keptTrials(maker, never), never);
    const result = finderResult(driven.state, driven.end);
    return { asked, smallest: result.smallest?.candidate.id, calls: driven.state.calls };
  } finally {
    await store.close();
  }
}

function fileWith(text = ''): string {
  const path = join(folder, `${(files += 1)}.jsonl`);
  writeFileSync(path, text);
  return path;
}

test.each([1, 4])(
  'killed between any two facts, or within one, a run of %i at a time pays for no answer twice',
  async (concurrency) => {
    const path = fileWith();
    const from = { ...input, concurrency };
    const whole = await evaluate(path, {}, from);
    expect(whole.smallest).toBe('balanced');
    const lines = readFileSync(path, 'utf8').split(/(?<=\n)/);
    expect(lines.length).toBe(3 * whole.asked.length);
    for (const [cut, next] of lines.entries()) {
      const kept = lines.slice(0, cut).map((line) => JSON.parse(line) as TrialFact);
      const paid = new Set(
        kept.flatMap((fact) =>
          fact.kind === 'answered' ? [`${fact.candidateId} ${fact.fixtureId}`] : [],
        ),
      );
      const torn = next.slice(0, cut % 2 === 0 ? 0 : 20);
      const resumed = await evaluate(fileWith(lines.slice(0, cut).join('') + torn), {}, from);
      expect(resumed.asked.filter((each) => paid.has(each))).toEqual([]);
      // Trials that run beside the deciding one depend on the order in which they come.
      const more = resumed.asked.length + paid.size - whole.asked.length;
      expect(Math.abs(more)).toBeLessThan(concurrency);
      expect(resumed.smallest).toBe('balanced');
    }
  },
);

test('a later run pays nothing for what is known', async () => {
  const path = fileWith();
  await evaluate(path);
  const again = await evaluate(path, { runId: 'later' });
  expect(again.asked).toEqual([]);
});

test('two candidates that stand for the same model are paid once, also at the same time', async () => {
  const asked: string[] = [];
  const { calls } = await evaluate(
    fileWith(),
    {
      keyOf: ({ fixture }) => fixture.id,
      ask: async ({ fixture }) => {
        asked.push(fixture.id);
        await Promise.resolve();
        return answered('yes');
      },
    },
    { ...input, sideBySide: 2, wholeGrid: true },
  );
  expect(asked.toSorted()).toEqual(input.fixtures.map(({ id }) => id).toSorted());
  expect(calls).toBe(30);
});

test('an answer that could not be scored is kept, and is scored later without another call', async () => {
  const path = fileWith();
  const stuck = {
    name: 'judge',
    settings: {},
    score: () => ({ kind: 'couldNotRun', why: 'The judge is away.' }) as const,
  };
  const first = await evaluate(path, { scorersFor: async () => scorersOf(stuck) });
  expect(first.smallest).toBeUndefined();
  expect(new Set(first.asked).size).toBe(first.asked.length);
  const second = await evaluate(path, { runId: 'later' }, input);
  expect(second.asked).toEqual([]);
});

test('what failed through no fault of the candidate is asked again', async () => {
  const path = fileWith();
  const away = { kind: 'failed', why: 'The server is away.', cost: { source: 'unknown' } } as const;
  const first = await evaluate(path, { ask: () => Promise.resolve(away) });
  expect(first.smallest).toBeUndefined();
  const second = await evaluate(path, { runId: 'later' });
  expect(second.asked.length).toBeGreaterThan(0);
});

test('a refusal fails without being scored', async () => {
  const path = fileWith();
  const refusal = answered('');
  if (refusal.kind !== 'answered') throw new Error('It is an answer.');
  const ask = () =>
    Promise.resolve({ ...refusal, answer: { ...refusal.answer, fault: 'It refused.' } });
  const scorersFor = () => {
    throw new Error('Nothing is scored.');
  };
  const { smallest } = await evaluate(path, { ask, scorersFor });
  expect(smallest).toBeUndefined();
  const facts = await readJournal<TrialFact>(path);
  const last = facts.findLast((fact) => fact.kind === 'tried');
  expect(JSON.stringify(last)).toContain('It refused.');
});
