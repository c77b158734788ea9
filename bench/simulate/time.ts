/** The window that sets a timer. Once it has died, its timers do nothing. */
export interface Owner {
  readonly isAlive: boolean;
}

/** A clock without real time: it moves when its next timer is due. */
export interface Time {
  /** Milliseconds on a clock that never jumps. */
  now(): number;
  /** Milliseconds since the epoch, as the computer's clock shows them. */
  wall(): number;
  /** Milliseconds that the computer was awake: `now` without sleep. */
  awake(): number;
  /** Calls back once after so many milliseconds, unless the owner died or the returned function is called. */
  after(ms: number, act: () => void, owner?: Owner): () => void;
  /** Sets the computer's clock forwards or back, milliseconds. */
  jump(ms: number): void;
  /** The computer sleeps: all that was due meanwhile is late, milliseconds. */
  sleep(ms: number): void;
  /** Lets everything happen until no timer is left or `isOver` says so, asked before each timer. */
  run(isOver?: () => boolean): Promise<void>;
}

interface Timer {
  readonly dueMs: number;
  /** Timers of one moment are called in the order in which they were set. */
  readonly order: number;
  readonly act: () => void;
  readonly owner: Owner | undefined;
  isCancelled: boolean;
}

export function createTime(startMs: number): Time {
  const timers = createTimers();
  let nowMs = 0;
  let sleptMs = 0;
  let jumpedMs = 0;
  let order = 0;
  const time: Time = {
    now: () => nowMs,
    wall: () => startMs + nowMs + jumpedMs,
    awake: () => nowMs - sleptMs,
    after(ms, act, owner) {
      const timer = { dueMs: nowMs + Math.max(0, ms), order: ++order, act, owner };
      return timers.add({ ...timer, isCancelled: false });
    },
    jump: (ms) => void (jumpedMs += ms),
    sleep(ms) {
      nowMs += ms;
      sleptMs += ms;
    },
    async run(isOver = () => false) {
      for (let timer = timers.next(); timer; timer = timers.next()) {
        nowMs = Math.max(nowMs, timer.dueMs);
        timer.act();
        await settled();
        if (isOver()) return;
      }
    },
  };
  return time;
}

/** Resolves when everything that can happen at this moment has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}

/** Timers by due time: a binary heap. */
function createTimers() {
  const heap: Timer[] = [];
  return {
    add(timer: Timer): () => void {
      heap.push(timer);
      rise(heap, heap.length - 1);
      return () => {
        timer.isCancelled = true;
      };
    },
    /** Takes the next timer out that still counts. */
    next(): Timer | undefined {
      for (;;) {
        const first = takeFirst(heap);
        if (!first) return undefined;
        if (!first.isCancelled && first.owner?.isAlive !== false) return first;
      }
    },
  };
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.order < other.order);
}

function takeFirst(heap: Timer[]): Timer | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (last && heap.length > 0) {
    heap[0] = last;
    sink(heap);
  }
  return first;
}

function rise(heap: Timer[], from: number): void {
  for (let at = from; at > 0;) {
    const above = (at - 1) >> 1;
    if (!isBefore(heap[at]!, heap[above]!)) return;
    swap(heap, at, above);
    at = above;
  }
}

function sink(heap: Timer[]): void {
  for (let at = 0; ;) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const isRight = right < heap.length && isBefore(heap[right]!, heap[left]!);
    const least = isRight ? right : left;
    if (least >= heap.length || !isBefore(heap[least]!, heap[at]!)) return;
    swap(heap, at, least);
    at = least;
  }
}

function swap(heap: Timer[], one: number, other: number): void {
  [heap[one], heap[other]] = [heap[other]!, heap[one]!];
}
