import { afterEach, describe, expect, test } from 'vitest';
import type { BatchFile } from '../../../../src/evaluation/batch/batchFile.ts';
import { batchWires, openBatchWorld, requestsOf } from '../../../support/batchWorld.ts';

type World = Awaited<ReturnType<typeof openBatchWorld>>;
const open: World[] = [];
afterEach(async () => {
  for (const world of open.splice(0)) await world.close();
});

async function worldFor(...given: Parameters<typeof openBatchWorld>): Promise<World> {
  const world = await openBatchWorld(...given);
  open.push(world);
  return world;
}

class Killed extends Error {}

/** A window that dies at one of its facts, before or after it is on the disk. */
function dyingAt(moment: number, isWritten: boolean) {
  return (file: BatchFile): BatchFile => {
    let moments = 0;
    return {
      ...file,
      async append(facts) {
        const isLast = ++moments === moment;
        if (!isLast || isWritten) await file.append(facts);
        if (isLast) throw new Killed();
      },
    };
  };
}

describe.each(batchWires)('%s', (wire) => {
  test('a thousand requests, 3 % failing, with a restart: half the price, to the nano-dollar', async () => {
    // A third of the failing ones fails again.
    const world = await worldFor(wire, {
      fate(customId) {
        const [, place, round] = customId.split('-').map(Number);
        const isBad = place! % 100 < 3;
        return isBad && (round === 1 || place! % 100 === 0) ? 'errors' : 'succeeds';
      },
    });
    const requests = requestsOf(1000);
    await expect(world.drive(requests, { through: dyingAt(6, false) })).rejects.toThrow(Killed);
    const { results } = await world.drive(requests);

    const kinds = Object.groupBy([...results.values()], ({ kind }) => kind);
    expect([results.size, kinds.answered?.length, kinds.failed?.length]).toEqual([1000, 990, 10]);
    const bills = world.server.billing();
    expect(bills).toHaveLength(990);
    expect(bills.every(({ batch }) => batch)).toBe(true);
    expect(await world.spent()).toEqual({ spentNanoUsd: world.billed(), unknownAttempts: 0 });
    expect(await world.evaluated()).toMatchObject({ requests: 1, nanoUsd: world.billed() });
    const whole = bills.reduce(
      (sum, { usage }) => sum + usage.inputTokens * 100 + usage.outputTokens * 500,
      0,
    );
    expect(world.billed()).toBe(whole / 2);
  }, 120_000);

  test('a window may die at every fact: nothing is paid twice and no result is lost', async () => {
    const requests = requestsOf(12);
    const fate = (customId: string) => (customId.startsWith('case-3-1-') ? 'errors' : 'succeeds');
    const whole = await worldFor(wire, { fate, workMs: 10_000 });
    let facts = 0;
    const counted = (file: BatchFile): BatchFile => ({
      ...file,
      append: (more) => ((facts += 1), file.append(more)),
    });
    await whole.drive(requests, { through: counted });
    expect(facts).toBeGreaterThan(10);

    for (let moment = 1; moment <= facts; moment += 1) {
      for (const isWritten of [false, true]) {
        const world = await openBatchWorld(wire, { fate, workMs: 10_000 });
        try {
          const died = world.drive(requests, { through: dyingAt(moment, isWritten) });
          await expect(died, `at ${moment}`).rejects.toThrow(Killed);
          const { results } = await world.drive(requests);
          expect([...results.values()].map(({ kind }) => kind)).toEqual(Array(12).fill('answered'));
          expect(world.server.billing(), `at ${moment}, ${isWritten}`).toHaveLength(12);
          expect(await world.spent()).toEqual({
            spentNanoUsd: whole.billed(),
            unknownAttempts: 0,
          });
        } finally {
          await world.close();
        }
      }
    }
  }, 240_000);
});
