import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { BatchDone } from '../../../../src/evaluation/batch/driveBatch.ts';
import type { Limit } from '../../../../src/ledger/facts.ts';
import { dayMs } from '../../../../src/routing/time.ts';
import { batchWires, everything, requestsOf, spentIn } from '../../../support/batchLife.ts';
import { openBatchWorld, sharedBatchLedger } from '../../../support/batchWorld.ts';

type World = Awaited<ReturnType<typeof openBatchWorld>>;
const open: World[] = [];
const shared = sharedBatchLedger();
afterAll(() => shared.close());
afterEach(async () => {
  for (const world of open.splice(0)) await world.close();
});

type Given = Parameters<typeof openBatchWorld>;

async function worldFor(wire: Given[0], plan: Given[1] = {}): Promise<World> {
  const world = await openBatchWorld(wire, plan, shared.ledger);
  open.push(world);
  return world;
}

function countsOf({ results }: BatchDone): Record<string, number> {
  const groups = Object.groupBy([...results.values()], ({ kind }) => kind);
  return Object.fromEntries(Object.entries(groups).map(([kind, all]) => [kind, all.length]));
}

async function expectReconciled(world: World): Promise<void> {
  expect(await world.spent()).toEqual({ spentNanoUsd: world.billed(), unknownAttempts: 0 });
}

/** Adds faults to the first request whose method and path match. */
function faultAt(
  world: World,
  pattern: RegExp,
  ...faults: Parameters<World['server']['addFaults']>
): typeof fetch {
  let isOpen = true;
  return (input, init) => {
    if (isOpen && pattern.test(`${init?.method ?? 'GET'} ${String(input)}`)) {
      isOpen = false;
      world.server.addFaults(...faults);
    }
    return fetch(input, init);
  };
}

/** A server that has nothing where method and path match. */
function missingAt(pattern: RegExp): typeof fetch {
  return async (input, init) =>
    pattern.test(`${init?.method ?? 'GET'} ${String(input)}`)
      ? Response.json({ error: { message: 'Not found' } }, { status: 404 })
      : fetch(input, init);
}

const results = /GET .*(\/results|\/content)$/;
const poll = /GET .*batches\/[^/]+$/;

describe.each(batchWires)('%s', (wire) => {
  test('what expires is asked once more, in a batch of its own', async () => {
    const world = await worldFor(wire, {
      fate: (customId) => (/^case-\d-1-/.test(customId) ? 'expires' : 'succeeds'),
    });
    expect(countsOf(await world.drive(requestsOf(30)))).toEqual({ answered: 30 });
    expect(world.server.billing()).toHaveLength(30);
    await expectReconciled(world);
  });

  test('what expires twice stays expired and costs nothing', async () => {
    const world = await worldFor(wire, {
      fate: (customId) => (/^case-\d-/.test(customId) ? 'expires' : 'succeeds'),
    });
    expect(countsOf(await world.drive(requestsOf(30)))).toEqual({ answered: 20, expired: 10 });
    await expectReconciled(world);
  });

  test('a cancelled job pays for what was answered by then, and nothing else', async () => {
    const world = await worldFor(wire, { workMs: 60_000 });
    const startMs = world.now();
    const isCancelled = () => world.now() > startMs;
    const counts = countsOf(await world.drive(requestsOf(20), { isCancelled }));
    expect(Object.keys(counts).toSorted()).toEqual(['answered', 'cancelled']);
    expect(counts['answered']! + counts['cancelled']!).toBe(20);
    expect(world.server.billing()).toHaveLength(counts['answered']!);
    await expectReconciled(world);
  });

  test('a batch refused for its size is cut in halves until it fits', async () => {
    const world = await worldFor(wire, { mostBytes: 3000 });
    expect(countsOf(await world.drive(requestsOf(40)))).toEqual({ answered: 40 });
    expect(world.server.billing()).toHaveLength(40);
    await expectReconciled(world);
  });

  test('a 500 while polling is only a longer pause', async () => {
    const world = await worldFor(wire);
    const asked = faultAt(
      world,
      poll,
      { kind: 'status', status: 500 },
      { kind: 'status', status: 500 },
    );
    expect(countsOf(await world.drive(requestsOf(5), { fetch: asked }))).toEqual({ answered: 5 });
    await expectReconciled(world);
  });

  test('a submission whose answer is lost is found again', async () => {
    const world = await worldFor(wire);
    let isOpen = true;
    const lossy: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!isOpen || init?.method !== 'POST' || !String(input).endsWith('/batches'))
        return response;
      isOpen = false;
      await response.body?.cancel();
      throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
    };
    expect(countsOf(await world.drive(requestsOf(5), { fetch: lossy }))).toEqual({ answered: 5 });
    expect(world.server.billing()).toHaveLength(5);
    await expectReconciled(world);
  });

  test.each(['end', 'reset'] as const)(
    'results that are cut off (%s) are asked for again',
    async (how) => {
      const world = await worldFor(wire);
      const cut = faultAt(world, results, { kind: 'cutOff', afterChars: 4000, how });
      expect(countsOf(await world.drive(requestsOf(30), { fetch: cut }))).toEqual({ answered: 30 });
      await expectReconciled(world);
    },
  );

  test('a batch that its provider forgets is lost after a month, and not before', async () => {
    const world = await worldFor(wire);
    const drive = () => world.drive(requestsOf(5), { fetch: missingAt(poll) });
    await expect(drive()).rejects.toMatchObject({ status: 404 });
    world.passes(29 * dayMs);
    await expect(drive()).rejects.toMatchObject({ status: 404 });
    world.passes(2 * dayMs);
    expect(countsOf(await drive())).toEqual({ lost: 5 });
    expect((await world.spent()).spentNanoUsd).toBeGreaterThan(0);
  });

  test('results that their provider forgets are lost after a month', async () => {
    const world = await worldFor(wire);
    const drive = () => world.drive(requestsOf(5), { fetch: missingAt(results) });
    await expect(drive()).rejects.toMatchObject({ status: 404 });
    world.passes(31 * dayMs);
    expect(countsOf(await drive())).toEqual({ lost: 5 });
  });

  test('a budget refuses the whole batch before anything is sent', async () => {
    const world = await worldFor(wire);
    const { spentNanoUsd } = await spentIn(shared.ledger);
    const capNanoUsd = spentNanoUsd + 1e6;
    const limit: Limit = { ...everything, budgetId: '$0.001 per day', capNanoUsd };
    const done = await world.drive(requestsOf(100), { limits: [limit] });
    expect(done.overBudget).toContain('$0.001 per day');
    expect(done.results.size).toBe(0);
    expect(world.server.billing()).toEqual([]);
    expect(await world.spent()).toEqual({ spentNanoUsd: 0, unknownAttempts: 0 });
  });

  test("a price of the user's own is halved by the provider's share", async () => {
    const world = await worldFor(wire);
    const own = { from: '2026-01-01', source: 'mine', input: 1e8, output: 5e8 };
    await world.drive(requestsOf(8), { prices: [own], provider: wire });
    await expectReconciled(world);
  });
});
