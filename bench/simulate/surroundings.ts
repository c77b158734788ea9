import type { Disk } from './disk.ts';
import type { LoadedProduct, Surroundings } from './loadProduct.ts';
import type { Owner, Time } from './time.ts';

/*
 * What the product's code sees of a simulated world: its clock, timers, disk and threads. A message between
 * threads takes its time, so anything may happen between a call of the ledger and its answer.
 */

/** A world, as the product's code meets it. */
export interface Place {
  readonly time: Time;
  readonly disk: Disk;
  /** Milliseconds that a message between threads takes. */
  messageMs(): number;
  /** A text that the world has not given before. */
  newId(): string;
  /** The window of this id, whose worker is started. */
  ownerOf(windowId: string): Owner;
}

/** What the code of the windows sees. Workers that it starts belong to their windows. */
export function surroundingsOf(loaded: LoadedProduct, place: () => Place): Surroundings {
  const clocks = clocksOf(() => place().time);
  return {
    ...clocks,
    modules: {
      ...modulesOf(place, clocks.timers),
      'node:worker_threads': { Worker: threadClass(loaded, place) },
      vscode: {},
    },
  };
}

interface Timer {
  isStopped: boolean;
  unref(): void;
}

/** All timers end with the owner, where there is one. */
function clocksOf(time: () => Time, owner?: Owner) {
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      time().after(ms, resolve, owner);
    });
  return {
    Date: class extends Date {
      constructor(ms: number = time().wall()) {
        super(ms);
      }
      static override now(): number {
        return time().wall();
      }
    },
    performance: { now: () => time().now() },
    setInterval(act: () => void, ms: number) {
      const repeat = (): void => {
        act();
        time().after(ms, repeat, owner);
      };
      time().after(ms, repeat, owner);
      return { unref: () => undefined };
    },
    setTimeout(act: () => void, ms: number): Timer {
      const timer: Timer = { isStopped: false, unref: () => undefined };
      const onTime = (): void => void (timer.isStopped || act());
      time().after(ms, onTime, owner);
      return timer;
    },
    clearTimeout(timer: Timer): void {
      timer.isStopped = true;
    },
    timers: { setTimeout: wait, setImmediate: () => wait(0) },
  };
}

function modulesOf(place: () => Place, timers: unknown) {
  return {
    'node:sqlite': late(() => place().disk.modules['node:sqlite']!),
    'node:fs': late(() => place().disk.modules['node:fs']!),
    'node:timers/promises': timers,
    'node:crypto': {
      randomUUID: () => place().newId(),
      randomBytes: (size: number) => Buffer.from(place().newId().padStart(size, '0').slice(-size)),
    },
  };
}

/** A module whose parts are looked up when they are used, because the world on stage changes. */
function late(module: () => object): object {
  return new Proxy({}, { get: (_, name) => Reflect.get(module(), name) });
}

type Listener = (given: unknown) => void;

/** In place of `Worker`: it starts the ledger's worker in this thread, and messages take their time. */
function threadClass(loaded: LoadedProduct, onStage: () => Place) {
  return class {
    private readonly place = onStage();
    private readonly owner: Owner;
    private readonly listeners = new Map<string, Listener>();
    private readonly inside = new Map<string, Listener>();
    private readonly dueMs = new Map<ReadonlyMap<string, Listener>, number>();

    constructor(_url: URL, { workerData }: { workerData: { readonly windowId: string } }) {
      const { place } = this;
      this.owner = place.ownerOf(workerData.windowId);
      const parentPort = {
        on: (name: string, listener: Listener) => void this.inside.set(name, listener),
        postMessage: (message: unknown) => this.send(this.listeners, message),
      };
      const clocks = clocksOf(() => place.time, this.owner);
      loaded.ledgerWorker({
        ...clocks,
        modules: {
          ...modulesOf(() => place, clocks.timers),
          'node:worker_threads': { parentPort, workerData },
        },
      });
    }

    on(name: string, listener: Listener): void {
      this.listeners.set(name, listener);
    }

    postMessage(message: unknown): void {
      this.send(this.inside, message);
    }

    async terminate(): Promise<void> {
      this.inside.clear();
    }

    private send(to: ReadonlyMap<string, Listener>, message: unknown): void {
      const { time, messageMs } = this.place;
      // Messages arrive in their order.
      const dueMs = Math.max(this.dueMs.get(to) ?? 0, time.now() + messageMs());
      this.dueMs.set(to, dueMs);
      time.after(dueMs - time.now(), () => to.get('message')?.(message), this.owner);
    }
  };
}
