/** Events of work that runs side by side, told one after the other in the order they came. */
export interface EventQueue<T> {
  push(event: T): void;
  /** No further one comes. */
  close(): void;
  events(): AsyncGenerator<T, void>;
}

export function eventQueue<T>(): EventQueue<T> {
  let waiting: T[] = [];
  let isClosed = false;
  let news = Promise.withResolvers<void>();
  return {
    push(event) {
      waiting.push(event);
      news.resolve();
    },
    close() {
      isClosed = true;
      news.resolve();
    },
    async *events() {
      for (;;) {
        const batch = waiting;
        waiting = [];
        yield* batch;
        if (waiting.length > 0) continue;
        if (isClosed) return;
        await news.promise;
        news = Promise.withResolvers();
      }
    },
  };
}
