import type { ErrorContext } from './errors/classifyError.ts';
import type { Clock } from './clock.ts';
import type { Limits } from './connection.ts';
import type { Exchange } from './exchange.ts';
import type { BodyWatch } from './guardedFetch.ts';
import { ProviderError, type ProviderErrorKind } from '../providerError.ts';

/** The time limits of one call. At most one of them runs at a time, beside the one for the whole call. */
export interface Deadlines extends BodyWatch {
  /** The request is made; its network tells by `exchange` whether it was sent. */
  begin(exchange: Exchange): void;
  /** The first byte of the request is on the wire. */
  sent(): void;
  /** The answer is whole, and only its end may follow. */
  closing(): void;
  /** An event arrived, and the reader has the word. */
  clear(): void;
  /** The call is over. */
  end(): void;
}

/** Which server is waited for, and how to end the call. */
interface Awaited {
  readonly asked: ErrorContext;
  /** The provider's id, under which its settings are. */
  readonly id: string;
  readonly stop: (error: ProviderError) => void;
}

/** Stops the call with an error when the server takes too long. */
export function createDeadlines(clock: Clock, limits: Limits, awaited: Awaited): Deadlines {
  let cancel = (): void => undefined;
  let cancelTotal = (): void => undefined;
  let hasBytes = false;
  let isClosing = false;

  function set(ms: number, over: () => void): void {
    cancel();
    cancel = clock.after(ms, over);
  }
  const fail = (over: Over) => awaited.stop(lateError(over, awaited));
  const awaitFirstByte = () => set(limits.firstByteMs, () => fail(overs.firstByte(limits)));

  return {
    begin(exchange) {
      cancelTotal = clock.after(limits.totalMs, () => fail(overs.total(limits)));
      set(limits.connectMs, () => {
        if (exchange.isReported) fail(overs.connect(limits));
        // A network that tells nothing may have connected long ago.
        else awaitFirstByte();
      });
    },
    sent: awaitFirstByte,
    answered: awaitFirstByte,
    waits() {
      if (isClosing) return;
      if (hasBytes) set(limits.silenceMs, () => fail(overs.silence(limits)));
      else awaitFirstByte();
    },
    arrived() {
      hasBytes = true;
      if (!isClosing) cancel();
    },
    clear: () => cancel(),
    closing() {
      isClosing = true;
      // Its error is never shown, because the answer is whole.
      set(limits.closingMs, () => fail(overs.total(limits)));
    },
    end() {
      cancel();
      cancelTotal();
    },
  };
}

/** A limit that is over: what the server did not do, and the setting that allows it more time. */
interface Over {
  readonly what: string;
  /** Below `tierwise.providers.<id>.timeouts`. */
  readonly setting: string;
  readonly kind?: ProviderErrorKind;
}

const overs = {
  connect: ({ connectMs }: Limits): Over => ({
    what: `could not be connected to within ${seconds(connectMs)}`,
    setting: 'connectSeconds',
    kind: 'unreachable',
  }),
  firstByte: ({ firstByteMs }: Limits): Over => ({
    what: `sent no first byte of an answer for ${seconds(firstByteMs)}`,
    setting: 'firstByteSeconds',
  }),
  silence: ({ silenceMs }: Limits): Over => ({
    what: `sent nothing for ${seconds(silenceMs)}`,
    setting: 'silenceSeconds',
  }),
  total: ({ totalMs }: Limits): Over => ({
    what: `had not finished its answer after ${seconds(totalMs)}`,
    setting: 'totalSeconds',
  }),
};

function lateError(
  { what, setting, kind = 'timeout' }: Over,
  { asked, id }: Awaited,
): ProviderError {
  const { provider, origin } = asked;
  return new ProviderError({
    kind,
    provider,
    origin,
    message: `${origin} ${what}. To wait longer, set ${setting} in tierwise.providers.${id}.timeouts.`,
  });
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
