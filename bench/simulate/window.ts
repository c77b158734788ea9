import type { CoolDowns } from '../../src/execution/attempt/coolDowns.ts';
import type { Retries } from '../../src/execution/attempt/retries.ts';
import type { Limit, ReservationFact } from '../../src/ledger/facts.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { ledgerPath } from './disk.ts';
import type { Owner } from './time.ts';
import type { World } from './world.ts';

/*
 * A window of the editor: its own ledger worker, its cool-downs and its retries. It may die at any moment;
 * then nothing of it runs any more, and what it had open is for others to settle.
 */

export interface SimulatedWindow extends Owner {
  readonly id: string;
  readonly sessionId: string;
  readonly workspace: string;
  readonly ledger: Ledger;
  readonly coolDowns: CoolDowns;
  readonly retries: Retries;
  /** When models were asked for the first time and again, milliseconds of the clock that never jumps. */
  readonly firsts: number[];
  readonly repeats: number[];
  isAlive: boolean;
}

/** Milliseconds; the usual minute would have every world tidy up most of the time. */
const leaseMs = 300_000;

export function openWindow(world: World): SimulatedWindow {
  const { time, chance, product, windows } = world;
  const id = world.newId('window');
  const window: SimulatedWindow = {
    id,
    sessionId: `session of ${id}`,
    workspace: chance.oneOf(['shop', 'site']),
    isAlive: true,
    ledger: watched(world, ledgerOf(world, id)),
    coolDowns: product.createCoolDowns(time.now),
    firsts: [],
    repeats: [],
    retries: product.createRetries({
      now: time.now,
      random: () => chance.between(0, 999) / 1000,
      wait: (ms, signal) => waitFor(world, ms, signal, () => window),
    }),
  };
  windows.push(window);
  return window;
}

export function killWindow({ served, trace, time }: World, window: SimulatedWindow): void {
  window.isAlive = false;
  trace(window.id, 'dies');
  // The server notices that nobody reads any more.
  for (const call of served) if (call.owner === window) call.endedAwakeMs ??= time.awake();
}

function ledgerOf({ product, tell }: World, windowId: string): Ledger {
  const workerUrl = new URL('file:///simulated');
  return product.openLedger({
    file: ledgerPath,
    workerUrl,
    windowId,
    leaseMs,
    onBug: (bug) => tell(windowId, 'no bugs', String(bug)),
    onMovedAside: (to) => tell(windowId, 'a sound file stays', to),
  });
}

/** The ledger, whose facts the audit hears of before they are written. */
function watched(world: World, ledger: Ledger): Ledger {
  const { audit, tell, trace } = world;
  const checked = async <T>(about: string, asked: Promise<T>): Promise<T> => {
    try {
      return await asked;
    } catch (thrown) {
      trace(about, `the ledger says: ${String(thrown)}`);
      if (!isSimulatedTrouble(thrown)) tell(about, 'the ledger takes every fact', String(thrown));
      throw thrown;
    }
  };
  return {
    ...ledger,
    recordRequest(fact) {
      audit.request(fact.requestId, fact);
      return checked(fact.requestId, ledger.recordRequest(fact));
    },
    reserve(fact: ReservationFact, limits: readonly Limit[] = []) {
      audit.asked(fact, limits);
      trace(fact.attemptId, `wants ${fact.worstCaseNanoUsd}`, fact.requestId);
      return checked(fact.attemptId, ledger.reserve(fact, limits));
    },
    settle(fact) {
      trace(fact.attemptId, `ends ${fact.outcome}, ${fact.cost.source} ${fact.cost.nanoUsd}`);
      return checked(fact.attemptId, ledger.settle(fact));
    },
    recordChosen: (fact) => checked(fact.requestId, ledger.recordChosen(fact)),
    recordVerdict: (fact) => checked(fact.attemptId, ledger.recordVerdict(fact)),
    recordOutcome: (fact) => checked(fact.requestId, ledger.recordOutcome(fact)),
  };
}

/** Whether the disk is the reason; an I/O error is one too, although no person can change it. */
function isSimulatedTrouble(thrown: unknown): boolean {
  return (
    thrown instanceof Error && /simulated: |locked the ledger|disk is too full/.test(thrown.message)
  );
}

/** Resolves after so many milliseconds, or at once when the signal is aborted. */
export function waitFor(
  { time }: Pick<World, 'time'>,
  ms: number,
  signal: AbortSignal,
  owner: () => Owner,
): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const onAbort = (): void => {
      cancel();
      resolve();
    };
    const cancel = time.after(
      ms,
      () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      },
      owner(),
    );
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
