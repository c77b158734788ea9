import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import {
  eventStream,
  eventStreamHead,
  plainAnswer,
  chunk,
  startWireServer,
  type Script,
} from '../support/wireServer.ts';
import { runWire } from '../support/runWire.ts';
import { call, outcomeOf, providerFor, wires } from '../support/wires.ts';

const never: Script = () => {};
const promptlyMs = 100;
const tickMs = 5;

/**
 * Measures time in ticks of this process's own event loop, milliseconds. Time that a busy machine gave to
 * other processes does not count, because a delayed loop ticks once, not once per missed tick.
 */
function stopwatch(): () => number {
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), tickMs);
  return () => {
    clearInterval(timer);
    return ticks * tickMs;
  };
}

/** Writes something every few milliseconds until the client is gone. */
function repeatedly(event: string): Script {
  return (socket) => {
    socket.write(eventStreamHead);
    const timer = setInterval(() => socket.write(chunk(event)), 5).unref();
    socket.on('close', () => clearInterval(timer));
  };
}

function openTimers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

/** What people read when a limit is over, and the setting that it names. */
const timeoutWords = {
  firstByteMs:
    /sent no first byte of an answer for 0\.06 s\. .* firstByteSeconds in tierwise\.providers\.tested\.timeouts\.$/,
  silenceMs:
    /sent nothing for 0\.06 s\. .* silenceSeconds in tierwise\.providers\.tested\.timeouts\.$/,
  totalMs:
    /had not finished its answer after 0\.06 s\. .* totalSeconds in tierwise\.providers\.tested\.timeouts\.$/,
};

describe.each(wires)('$name', (wire) => {
  const ping = wire.name === 'anthropic' ? 'event: ping\ndata: {"type":"ping"}\n\n' : ': ping\n\n';
  const began = [...wire.opening, wire.text('Hello ')];

  test.each([
    ['no headers', never, { firstByteMs: 60 }],
    [
      'half of the headers',
      (socket) => void socket.write('HTTP/1.1 200 OK\r\n'),
      { firstByteMs: 60 },
    ],
    ['a refusal without its body', stalledRefusal, { firstByteMs: 60 }],
    ['headers and nothing else', eventStream([], 'open'), { firstByteMs: 60 }],
    ['text and then silence', eventStream(began, 'open'), { silenceMs: 60 }],
    ['half an event', eventStream([...began, 'data: {'], 'open'), { silenceMs: 60 }],
    ['comments without end', repeatedly(': keep-alive\n\n'), { totalMs: 60 }],
    ['pings without end', repeatedly(ping), { totalMs: 60 }],
    ['text without end', repeatedly(wire.text('more')), { totalMs: 60 }],
  ] satisfies [string, Script, object][])('%s is a timeout', async (_, script, limits) => {
    const timers = openTimers();
    const outcome = await runWire(wire, script, { limits });
    const [name] = Object.keys(limits) as [keyof typeof timeoutWords];
    expect(outcome.error).toMatchObject({
      kind: 'timeout',
      retryable: true,
      isFree: false,
      message: expect.stringMatching(timeoutWords[name]),
    });
    expect(outcome.finish).toBeUndefined();
    expect(openTimers()).toBeLessThanOrEqual(timers);
  });

  test.each([
    ['a whole answer', eventStream([...began, ...wire.closing(wire.words.stop)])],
    ['a cut-off', eventStream(began, 'cut')],
    ['a refusal', plainAnswer(500, '{}')],
  ] satisfies [string, Script][])('%s leaves no timer', async (_, script) => {
    const timers = openTimers();
    await runWire(wire, script);
    expect(openTimers()).toBeLessThanOrEqual(timers);
  });

  test('a slow reader is no timeout', async () => {
    const closing = wire.closing(wire.words.stop);
    const server = await startWireServer(eventStream([...began, wire.text('world'), ...closing]));
    const provider = providerFor(wire, server.url, { limits: { silenceMs: 40 } });
    let finish: string | undefined;
    for await (const part of provider.stream(call, new AbortController().signal)) {
      if (part.kind === 'finish') finish = part.reason;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await server.close();
    expect(finish).toBe('stop');
  });

  test('an abort before the call opens no socket and asks for no key', async () => {
    const server = await startWireServer(never);
    const reason = new Error('not needed any more');
    let asked = 0;
    const provider = providerFor(wire, server.url, { key: () => `key-${++asked}` });
    const stream = provider.stream(call, AbortSignal.abort(reason));
    expect((await outcomeOf(stream)).error).toMatchObject({
      kind: 'aborted',
      isFree: true,
      cause: reason,
    });
    expect([server.requests.length, asked]).toEqual([0, 0]);
    await server.close();
  });

  test('an abort while the key is asked for opens no socket', async () => {
    const server = await startWireServer(plainAnswer(500, '{}'));
    const user = new AbortController();
    const reason = new Error('cancelled');
    const key = async () => {
      user.abort(reason);
      return 'some-key';
    };
    const stream = providerFor(wire, server.url, { key }).stream(call, user.signal);
    expect((await outcomeOf(stream)).error).toMatchObject({
      kind: 'aborted',
      isFree: true,
      cause: reason,
    });
    expect(server.requests).toHaveLength(0);
    await server.close();
  });

  test('after an answer nothing listens for an abort any more', async () => {
    const server = await startWireServer(eventStream([...began, ...wire.closing(wire.words.stop)]));
    const { signal } = new AbortController();
    const listeners = () => getEventListeners(signal, 'abort').length;
    const meanwhile: number[] = [];
    const stream = providerFor(wire, server.url).stream(call, signal);
    await outcomeOf(stream, () => meanwhile.push(listeners()));
    expect([meanwhile[0], listeners()]).toEqual([1, 0]);
    await server.close();
  });

  test('an abort before the headers reaches the socket at once', async () => {
    const server = await startWireServer(never);
    const user = new AbortController();
    const reason = new Error('cancelled');
    const outcome = outcomeOf(providerFor(wire, server.url).stream(call, user.signal));
    await server.asked;
    const sinceAbort = stopwatch();
    user.abort(reason);
    expect((await outcome).error).toBe(reason);
    await server.closed;
    expect(sinceAbort()).toBeLessThan(promptlyMs);
    await server.close();
  });

  test('an abort in the middle reaches the socket at once and keeps the text', async () => {
    const server = await startWireServer(eventStream(began, 'open'));
    const user = new AbortController();
    const reason = new Error('cancelled');
    let sinceAbort = (): number => Number.NaN;
    const stream = providerFor(wire, server.url).stream(call, user.signal);
    const outcome = await outcomeOf(stream, (part) => {
      if (part.kind !== 'text') return;
      sinceAbort = stopwatch();
      user.abort(reason);
    });
    expect(outcome.text).toBe('Hello ');
    expect(outcome.error).toBe(reason);
    await server.closed;
    expect(sinceAbort()).toBeLessThan(promptlyMs);
    await server.close();
  });

  test('a reader that leaves closes the socket', async () => {
    const server = await startWireServer(repeatedly(wire.text('more')));
    for await (const part of providerFor(wire, server.url).stream(
      call,
      new AbortController().signal,
    )) {
      if (part.kind === 'text') break;
    }
    const sinceLeft = stopwatch();
    await server.closed;
    expect(sinceLeft()).toBeLessThan(promptlyMs);
    await server.close();
  });
});

function stalledRefusal(socket: Parameters<Script>[0]): void {
  socket.write(
    'HTTP/1.1 503 Busy\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
  );
}
