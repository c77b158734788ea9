/** Collects events of concurrent work, and yields them one by one in the order of `push`. */
export interface EventQueue<T> {
  push(event: T): void;
  /** Ends `events` after the last event. */
  close(): void;
  events(): AsyncGenerator<T, void>;
}

export function eventQueue<T>(): EventQueue<T> {
  let waiting: T[] = [];
  let isClosed = false;
  let wakeUp = Promise.withResolvers<void>();
  return {
    push(event) {
      waiting.push(event);
      wakeUp.resolve();
    },
    close() {
      isClosed = true;
      wakeUp.resolve();
    },
    async *events() {
      for (;;) {
        const batch = waiting;
        waiting = [];
        yield* batch;
        if (waiting.length > 0) continue;
        if (isClosed) return;
        await wakeUp.promise;
        wakeUp = Promise.withResolvers();
      }
    },
  };
}
