import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { limitsFor } from '../../src/providers/http/connection.ts';
import { handClock } from '../support/handClock.ts';
import { runWire } from '../support/runWire.ts';
import { chunk, eventStream, eventStreamHead, startWireServer } from '../support/wireServer.ts';
import { call, outcomeOf, providerFor, wires } from '../support/wires.ts';

const minute = 60_000;
const limits = {
  connectMs: 0.5 * minute,
  firstByteMs: 5 * minute,
  silenceMs: 4 * minute,
  totalMs: 60 * minute,
};

describe.each(wires)('$name', (wire) => {
  const ending = [wire.text('Hello'), ...wire.closing(wire.words.stop)];

  /** A server whose socket the test writes to, and a clock that the test moves. */
  async function played() {
    const clock = handClock();
    const asked = Promise.withResolvers<Socket>();
    const server = await startWireServer((socket) => asked.resolve(socket));
    const provider = providerFor(wire, server.url, { clock, limits });
    const sent = clock.armed(limits.firstByteMs);
    const outcome = outcomeOf(provider.stream(call, new AbortController().signal));
    await sent;
    const socket = await asked.promise;
    /** Writes, and waits until the bytes have arrived. */
    const write = async (bytes: string | Buffer) => {
      const arrived = clock.armed(limits.silenceMs);
      socket.write(bytes);
      await arrived;
    };
    return { clock, server, socket, outcome, write };
  }

  // Seen at charmbracelet/fantasy#362 (pings, 2026-09), AntigmaLabs/ante#187 (keepalive events, 2026-09)
  // and BerriAI/litellm#32763 (comments during 30 s of reasoning, 2026-07).
  test.each([
    ['comments', ': keep-alive\n\n'],
    ['empty comments', ':\n\n'],
    ['pings', 'event: ping\ndata: {"type":"ping"}\n\n'],
    ['single bytes of a comment', ':'],
  ])('a model that thinks for 15 minutes and shows only %s is waited for', async (_, sign) => {
    if (wire.name !== 'anthropic' && sign.includes('ping')) return;
    const { clock, server, socket, outcome, write } = await played();
    await write(Buffer.concat([Buffer.from(eventStreamHead), chunk(wire.opening.join(''))]));
    for (let minutes = 0; minutes < 15; minutes += 3) {
      clock.advance(3 * minute);
      await write(chunk(sign));
    }
    if (sign === ':') await write(chunk('\n\n'));
    for (const bytes of ending) socket.write(chunk(bytes));
    socket.end('0\r\n\r\n');
    expect(await outcome).toMatchObject({ text: 'Hello', error: undefined });
    await server.close();
  });

  // What an answer is shows only in its first visible bytes; what comes before them is a sign of life, too.
  test('line ends alone, before anything else, are a sign of life', async () => {
    const { clock, server, socket, outcome, write } = await played();
    await write(Buffer.concat([Buffer.from(eventStreamHead), chunk('\n')]));
    for (let minutes = 0; minutes < 15; minutes += 3) {
      clock.advance(3 * minute);
      await write(chunk('\n'));
    }
    for (const bytes of [...wire.opening, ...ending]) socket.write(chunk(bytes));
    socket.end('0\r\n\r\n');
    expect(await outcome).toMatchObject({ text: 'Hello', error: undefined });
    await server.close();
  });

  // Ollama and llama.cpp load a model before they send headers: cline/cline#12839 (2026).
  test('a server that sends its headers late is waited for, and then its first event', async () => {
    const { clock, server, socket, outcome } = await played();
    clock.advance(4 * minute);
    const answered = clock.armed(limits.firstByteMs);
    socket.write(eventStreamHead);
    await answered;
    clock.advance(4 * minute);
    for (const bytes of [...wire.opening, ...ending]) socket.write(chunk(bytes));
    socket.end('0\r\n\r\n');
    expect(await outcome).toMatchObject({ text: 'Hello', error: undefined });
    await server.close();
  });

  test('a server that sends no first byte is given up', async () => {
    const { clock, server, outcome } = await played();
    clock.advance(5 * minute);
    const { error } = await outcome;
    expect(error).toMatchObject({ kind: 'timeout', isFree: false });
    expect(String(error)).toMatch(/300 s\. To wait longer, set firstByteSeconds in /);
    await server.closed;
    await server.close();
  });

  test('a server that falls silent is given up', async () => {
    const { clock, server, outcome, write } = await played();
    await write(Buffer.concat([Buffer.from(eventStreamHead), chunk(wire.opening.join(''))]));
    clock.advance(4 * minute);
    const { error } = await outcome;
    expect(error).toMatchObject({ kind: 'timeout', isFree: false });
    expect(String(error)).toMatch(/240 s\. To wait longer, set silenceSeconds in /);
    await server.closed;
    await server.close();
  });

  // Twelve hours of keep-alives from a dead server: sst/opencode#37580 and #43519 (2026).
  test('a server that only keeps the line open is given up at last', async () => {
    const { clock, server, outcome, write } = await played();
    await write(Buffer.concat([Buffer.from(eventStreamHead), chunk(wire.opening.join(''))]));
    for (let minutes = 0; minutes < 57; minutes += 3) {
      clock.advance(3 * minute);
      await write(chunk(': keep-alive\n\n'));
    }
    clock.advance(3 * minute);
    const { error } = await outcome;
    expect(String(error)).toMatch(/after 3600 s\. To wait longer, set totalSeconds in /);
    await server.closed;
    await server.close();
  });

  test('a connection that is never made is given up early, and is free', async () => {
    const clock = handClock();
    const connected = Promise.withResolvers<void>();
    // It takes the connection and says nothing, so the TLS handshake never ends.
    const server = createServer(() => connected.resolve());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const origin = `https://127.0.0.1:${port}`;
    const provider = providerFor(wire, origin, { clock, limits });
    const outcome = outcomeOf(provider.stream(call, new AbortController().signal));
    await connected.promise;
    clock.advance(limits.connectMs);
    const { error } = await outcome;
    server.close();
    expect(error).toMatchObject({ kind: 'unreachable', isFree: true });
    expect(String(error)).toMatch(/within 30 s\. To wait longer, set connectSeconds in /);
  });

  test('an abort while connecting is free', async () => {
    const user = new AbortController();
    const server = createServer(() => user.abort());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const provider = providerFor(wire, `https://127.0.0.1:${port}`);
    const { error } = await outcomeOf(provider.stream(call, user.signal));
    server.close();
    expect(error).toMatchObject({ kind: 'aborted', isFree: true });
  });

  test('a fetch that tells nothing of its connection is under the first-byte limit', async () => {
    const clock = handClock();
    const asked = Promise.withResolvers<void>();
    const silent: typeof fetch = (_, init) => {
      asked.resolve();
      return new Promise((_resolve, reject) => {
        init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason));
      });
    };
    const provider = providerFor(wire, 'http://127.0.0.1:9', { clock, limits, fetch: silent });
    const outcome = outcomeOf(provider.stream(call, new AbortController().signal));
    await asked.promise;
    clock.advance(limits.connectMs);
    clock.advance(limits.firstByteMs);
    const { error } = await outcome;
    expect(error).toMatchObject({ kind: 'timeout', isFree: false });
  });

  // Node's own fetch gives up after 300 s without headers or bytes: openai/openai-node#2153 (2026-08).
  test('limits of the HTTP client itself do not end a call that is waited for', async () => {
    const dispatcher = await impatientDispatcher();
    const impatient: typeof fetch = (input, init) =>
      fetch(input, { ...init, dispatcher } as RequestInit);
    const sockets: Socket[] = [];
    const both = Promise.withResolvers<void>();
    const server = await startWireServer((socket) => {
      sockets.push(socket);
      if (sockets.length === 2) both.resolve();
    });
    const provider = providerFor(wire, server.url, { fetch: impatient });
    const outcome = outcomeOf(provider.stream(call, new AbortController().signal));
    await server.asked;
    // Without our care the same wait ends in the client's own error.
    const bare = await impatient(server.url, { method: 'POST', body: '{}' }).catch(
      (error: Error) => error.cause,
    );
    expect(bare).toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' });
    await both.promise;
    const socket = sockets[0]!;
    socket.write(eventStreamHead);
    socket.write(chunk(wire.opening.join('')));
    const body = await bodyTimeout(impatient);
    expect(body).toMatchObject({ code: 'UND_ERR_BODY_TIMEOUT' });
    for (const bytes of ending) socket.write(chunk(bytes));
    socket.end('0\r\n\r\n');
    expect(await outcome).toMatchObject({ text: 'Hello', error: undefined });
    await server.close();
  });

  test('an answer beyond the largest size is ended', async () => {
    const events = [...wire.opening, wire.text('x'.repeat(3 * 2 ** 20)), ...ending];
    const { error } = await runWire(wire, eventStream(events), {
      limits: { answerBytes: 2 * 2 ** 20 },
    });
    expect(error).toMatchObject({
      kind: 'endless',
      message: 'The answer is larger than 2 MiB and was ended.',
    });
  });
});

test.each(wires)(
  '$name: a line or a number of events beyond the largest is ended',
  async (wire) => {
    const events = [
      ...wire.opening,
      wire.text('x'.repeat(2 * 2 ** 20)),
      ...wire.finish(wire.words.stop),
    ];
    const long = await runWire(wire, eventStream(events), {
      limits: { lineBytes: 1.5 * 2 ** 20 },
    });
    expect(long.error).toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('An event of the answer is larger than 1 MiB.') as string,
    });
    const many = [...wire.opening, ...Array<string>(50).fill(wire.text('x'))];
    const flood = await runWire(wire, eventStream(many), { limits: { events: 20 } });
    expect(flood.error).toMatchObject({
      kind: 'endless',
      message: 'The answer has more than 20 events and was ended.',
    });
  },
);

test('the size of an answer follows what was asked for, between a least and a most', () => {
  const at = { baseUrl: 'https://api.example.com/v1', limits: undefined };
  const [small, large, huge] = [100, 64_000, 10_000_000].map((maxOutputTokens) =>
    limitsFor(at, { maxOutputTokens }),
  );
  expect(small!.answerBytes).toBeLessThan(large!.answerBytes);
  expect(huge!.answerBytes).toBe(256 * 2 ** 20);
  expect(small!.events).toBeLessThan(large!.events);
});

/** A dispatcher of Node's own fetch that waits half a second for headers and for bytes. */
async function impatientDispatcher(): Promise<unknown> {
  // Node makes its dispatcher with the first request.
  await fetch('data:,');
  const name = Symbol.for('undici.globalDispatcher.1');
  const { constructor } = (globalThis as unknown as Record<symbol, object>)[name]!;
  const Agent = constructor as new (options: object) => unknown;
  return new Agent({ headersTimeout: 500, bodyTimeout: 500 });
}

/** How a body that stops in the middle ends without our care. */
async function bodyTimeout(impatient: typeof fetch): Promise<unknown> {
  const server = await startWireServer(eventStream(['data: 1\n\n'], 'open'));
  const response = await impatient(server.url, { method: 'POST', body: '{}' });
  const error = await response.text().catch((thrown: Error) => thrown.cause);
  await server.close();
  return error;
}

test.each([
  ['http://127.0.0.1:11434/v1', undefined, [30, 30, 240]],
  ['http://localhost:1234/v1', 'high', [30, 30, 240]],
  ['http://192.168.1.20:11434/v1', undefined, [30, 30, 240]],
  ['http://172.24.16.1:11434/v1', undefined, [30, 30, 240]],
  ['http://10.0.0.5/v1', undefined, [30, 30, 240]],
  ['http://[fd12:3456::1]/v1', undefined, [30, 30, 240]],
  ['http://gpu-box.local/v1', undefined, [30, 30, 240]],
  ['http://gpu-box/v1', undefined, [30, 30, 240]],
  ['http://host.docker.internal:11434/v1', undefined, [30, 30, 240]],
  ['https://api.example.com/v1', undefined, [5, 5, 60]],
  ['https://api.example.com/v1', 'low', [15, 15, 120]],
  ['https://172.32.0.1/v1', undefined, [5, 5, 60]],
  ['https://10.example.com/v1', undefined, [5, 5, 60]],
] as const)('%s with effort %s is given %j minutes', (baseUrl, effort, minutes) => {
  const { firstByteMs, silenceMs, totalMs } = limitsFor(
    { baseUrl, limits: undefined },
    { maxOutputTokens: 1000, ...(effort && { effort }) },
  );
  expect([firstByteMs, silenceMs, totalMs].map((ms) => ms / minute)).toEqual(minutes);
});

test('what the user sets goes before the usual limits', () => {
  const set = { baseUrl: 'https://api.example.com/v1', limits: { silenceMs: 1 } };
  expect(limitsFor(set, { effort: 'high', maxOutputTokens: 1000 })).toMatchObject({
    silenceMs: 1,
    firstByteMs: 15 * minute,
  });
});
