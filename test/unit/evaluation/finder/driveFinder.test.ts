import { expect, test } from 'vitest';
import { driveFinder, type FinderHost } from '../../../../src/evaluation/finder/driveFinder.ts';
import {
  type FinderInput,
  resumeFinder,
  startFinder,
  type TrialRequest,
} from '../../../../src/evaluation/finder/finder.ts';
import type { Trial } from '../../../../src/evaluation/trial.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';
import { finderInput, outcome, trialOf } from '../../../support/trials.ts';

interface Book extends FinderHost {
  readonly paid: Trial[];
  readonly reserved: string[];
  /** The most trials that ran at the same time. */
  most: number;
}

function hostOf(more: Partial<FinderHost> = {}): Book {
  let running = 0;
  const book: Book = {
    paid: [],
    reserved: [],
    most: 0,
    cached: async () => undefined,
    reserve: async ({ candidate, fixture }) => {
      book.reserved.push(`${candidate.id} ${fixture.id}`);
      return true;
    },
    run: async ({ candidate, fixture }) => {
      expect(book.reserved).toContain(`${candidate.id} ${fixture.id}`);
      running += 1;
      book.most = Math.max(book.most, running);
      await Promise.resolve();
      running -= 1;
      const trial = trialOf(candidate, fixture, outcome(candidate.id !== 'fast'));
      book.paid.push(trial);
      return trial;
    },
    ...more,
  };
  return book;
}
const never = () => new AbortController().signal;

test('it runs to the end, reserves before each call, and keeps to its concurrency', async () => {
  const host = hostOf();
  const { end, state } = await driveFinder(
    startFinder(finderInput({ concurrency: 3 })),
    host,
    never(),
  );
  expect(end).toBe('decided');
  expect(host.most).toBe(3);
  expect(state).toMatchObject({ running: [], calls: host.paid.length });
  expect(state.contenders[1]).toMatchObject({ verdict: 'passes' });
});

test('a trial from the cache is neither reserved nor paid', async () => {
  const host = hostOf({
    cached: async ({ candidate, fixture }) =>
      trialOf(candidate, fixture, outcome(true), { cached: true }),
  });
  const { state } = await driveFinder(startFinder(finderInput()), host, never());
  expect([host.reserved, host.paid, state.calls]).toStrictEqual([[], [], 0]);
  expect(state.contenders[0]).toMatchObject({ verdict: 'passes' });
});

test('it stops when no money can be set aside', async () => {
  let left = 4;
  const host = hostOf({
    reserve: async () => {
      left -= 1;
      return left >= 0;
    },
    run: async ({ candidate, fixture }) => trialOf(candidate, fixture, outcome(true)),
  });
  const driven = await driveFinder(startFinder(finderInput({ concurrency: 2 })), host, never());
  expect(driven.end).toBe('notReserved');
  expect(driven.state).toMatchObject({ calls: 4, running: [] });
});

test('after an abort nothing more starts, what runs is kept, and the rest goes on later', async () => {
  const controller = new AbortController();
  const first = hostOf();
  const cut: FinderHost = {
    ...first,
    run: async (request, signal) => {
      const trial = await first.run(request, signal);
      if (first.paid.length >= 5) controller.abort();
      return trial;
    },
  };
  const input = finderInput({ concurrency: 2 });
  const stopped = await driveFinder(startFinder(input), cut, controller.signal);
  expect(stopped.end).toBe('cancelled');
  expect(first.paid.length).toBeLessThanOrEqual(6);
  const later = hostOf();
  const { state, end } = await driveFinder(resumeFinder(input, first.paid), later, never());
  expect(end).toBe('decided');
  const all = [...first.paid, ...later.paid].map((each) => `${each.candidateId} ${each.fixtureId}`);
  expect(new Set(all).size).toBe(all.length);
  expect(state.calls).toBe(all.length);
});

test("the host's errors come out when the running trials have ended", async () => {
  const host = hostOf();
  const broken: FinderHost = {
    ...host,
    run: async (request, signal) => {
      if (host.paid.length >= 3) throw new Error('The journal is full.');
      return host.run(request, signal);
    },
  };
  const driven = driveFinder(startFinder(finderInput({ concurrency: 2 })), broken, never());
  await expect(driven).rejects.toThrow('The journal is full.');
});

const nameOf = ({ candidateId, fixtureId }: Trial) => `${candidateId} ${fixtureId}`;
const requestName = ({ candidate, fixture }: TrialRequest) => `${candidate.id} ${fixture.id}`;

/** A host whose look-ups and trials take as long as is drawn, with what earlier runs have paid for. */
function slowHost(seed: number, earlier: readonly Trial[] = []): Book {
  const random = randomFrom(seed);
  const passes = async () => {
    for (let turns = Math.floor(12 * random()); turns > 0; turns -= 1) await Promise.resolve();
  };
  const kept = new Map(earlier.map((trial) => [nameOf(trial), trial]));
  const host = hostOf();
  return {
    ...host,
    async cached(request) {
      await passes();
      const trial = kept.get(requestName(request));
      return trial && { ...trial, cached: true };
    },
    async run(request, signal) {
      await passes();
      return host.run(request, signal);
    },
  };
}

test.each<Partial<FinderInput>>([
  { concurrency: 4 },
  { concurrency: 3, sideBySide: 2 },
  { concurrency: 2, sideBySide: 2, together: new Set(['balanced']) },
])('a rerun pays nothing, however long look-ups and answers take: %j', async (how) => {
  const input = finderInput(how);
  for (let seed = 0; seed < 40; seed += 1) {
    const first = slowHost(seed);
    const before = await driveFinder(startFinder(input), first, never());
    const again = slowHost(1000 + seed, first.paid);
    const { state } = await driveFinder(startFinder(input), again, never());
    expect(again.paid.map(nameOf), `seed ${seed}`).toEqual([]);
    const verdicts = before.state.contenders.map(({ verdict }) => verdict);
    expect(state.contenders.map(({ verdict }) => verdict)).toEqual(verdicts);
  }
});

test('what is not kept begins together, once everything that is wanted has been looked up', async () => {
  const input = finderInput({ together: new Set(['fast', 'balanced']) });
  const first = slowHost(1);
  await driveFinder(startFinder(input), first, never());
  const kept = first.paid.filter(({ fixtureId }) => fixtureId.endsWith('7'));
  const host = slowHost(2, kept);
  const begun: string[][] = [];
  const begin = (requests: readonly TrialRequest[]) => void begun.push(requests.map(requestName));
  await driveFinder(startFinder(input), { ...host, begin }, never());
  const missing = first.paid.map(nameOf).filter((name) => !name.endsWith('7'));
  expect(begun).toHaveLength(2);
  expect(begun.flat().toSorted()).toEqual(missing.toSorted());
});

test('after an abort during look-ups nothing is paid, and what they find is not lost', async () => {
  const controller = new AbortController();
  let looked = 0;
  const host = hostOf({
    async cached({ candidate, fixture }) {
      looked += 1;
      if (looked === 3) controller.abort();
      if (looked === 2) return undefined;
      return trialOf(candidate, fixture, outcome(true), { cached: true });
    },
  });
  const start = startFinder(finderInput({ concurrency: 3 }));
  const { state, end } = await driveFinder(start, host, controller.signal);
  expect(end).toBe('cancelled');
  expect([looked, host.reserved, host.paid]).toEqual([3, [], []]);
  expect(state.contenders[0]!.trials).toHaveLength(2);
});
