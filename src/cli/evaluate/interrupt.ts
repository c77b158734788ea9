/** The ends that a person or a CI server brings about. */
export interface Interruption {
  /** After the first signal: nothing more is begun. */
  readonly stop: AbortSignal;
  /** After the second one: running calls are cut off. */
  readonly cut: AbortSignal;
  dispose(): void;
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Listens for the signals of the operating system that end a program. `told` is called with a sentence for
 * people. A third signal ends the process at once.
 */
export function listenForInterrupts(told: (sentence: string) => void): Interruption {
  const [stop, cut] = [new AbortController(), new AbortController()];
  const reason = new Error('The run was interrupted.');
  function interrupt(signal: NodeJS.Signals): void {
    if (!stop.signal.aborted) {
      told('Stopping: running calls end first. Interrupt once more to cut them off.');
      stop.abort(reason);
    } else if (!cut.signal.aborted) {
      told('Running calls are cut off; what they cost so far is lost.');
      cut.abort(reason);
      for (const name of signals) process.off(name, interrupt);
    } else process.kill(process.pid, signal);
  }
  for (const name of signals) process.on(name, interrupt);
  return {
    stop: stop.signal,
    cut: cut.signal,
    dispose() {
      for (const name of signals) process.off(name, interrupt);
    },
  };
}

/**
 * A signal for a call that was paid for: it ends with `signal`, for example when the call takes too long, but
 * not because the run was stopped; then only `cut` ends it.
 */
export function outliving(signal: AbortSignal, { stop, cut }: Interruption): AbortSignal {
  const own = new AbortController();
  const follow = () => {
    if (!stop.aborted || signal.reason !== stop.reason) own.abort(signal.reason);
  };
  if (signal.aborted) follow();
  else signal.addEventListener('abort', follow, { once: true });
  return AbortSignal.any([own.signal, cut]);
}
