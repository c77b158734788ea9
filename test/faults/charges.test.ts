import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/execution/events.ts';
import { type MoneyWorld, openMoneyWorld, type Played } from '../support/moneyWorld.ts';
import { drain } from '../support/scriptedRun.ts';
import {
  chunk,
  eventStream,
  eventStreamHead,
  plainAnswer,
  type Script,
  startWireServer,
} from '../support/wireServer.ts';
import { type WireFormat, wires } from '../support/wires.ts';

/*
 * What the ledger books when a call fails. Providers do not say what they charge after an abort or a lost
 * connection (BerriAI/litellm#30630 and #36008, 2026, ask the same), so what is uncertain is an estimate
 * that is rather too high, and only what fails before a model works is free.
 */

const world = openMoneyWorld();
afterAll(() => world.close());

const model = { prices: [{ from: '2026-01-01', source: 'test', input: 1e9, output: 5e9 }] };

async function settled(played: Played, see: (event: RunEvent) => void = () => undefined) {
  const user = new AbortController();
  const events: RunEvent[] = [];
  for await (const event of world.play(played, user.signal)) {
    events.push(event);
    see(event);
  }
  expect([world.open(), world.held()]).toEqual([0, 0]);
  const rows = world.rows();
  expect(rows).toHaveLength(1);
  return { row: rows[0]!, events };
}

async function against(wire: WireFormat, script: Script, more: Partial<Played> = {}) {
  const server = await startWireServer(script);
  try {
    return await settled({ wire, origin: server.url, model, ...more });
  } finally {
    await server.close();
  }
}

const free = { source: 'computed', nanoUsd: 0 };

/** How a row was booked; an upper estimate counts the input at least. */
function booked({ source, nanoUsd, inputTokens }: ReturnType<MoneyWorld['rows']>[number]): string {
  const isPaid = (nanoUsd ?? 0) > 0 && (inputTokens ?? 0) > 0;
  return source === 'estimated' && isPaid ? 'an upper estimate' : `${source} ${nanoUsd}`;
}

const freeStatuses = [400, 401, 402, 403, 404, 409, 413, 422, 429, 500, 502, 503, 529];
const lateStatuses = [408, 504, 524];

describe.each(wires)('$name', (wire) => {
  test.each(freeStatuses)('status %d is free', async (status) => {
    const { row } = await against(wire, plainAnswer(status, '{"error":{"message":"No."}}'));
    expect(row).toMatchObject({ outcome: 'failed', ...free });
  });

  test.each(lateStatuses)('status %d may be charged for', async (status) => {
    const { row } = await against(wire, plainAnswer(status, '{"error":{"message":"Late."}}'));
    expect(booked(row)).toBe('an upper estimate');
  });

  const hello = [...wire.opening, wire.text('Hello ')];
  const failed = wire.error({ type: 'server_error', code: 'server_error', message: 'Broke.' });

  test.each<[string, Script]>([
    ['a redirect', plainAnswer(307, '', { location: 'https://elsewhere.example/' })],
    ['an error as the first event', eventStream([failed])],
    ['an error after the opening', eventStream([...noUsage(wire.opening), failed])],
  ])('%s is free', async (_, script) => {
    expect((await against(wire, script)).row).toMatchObject(free);
  });

  test.each<[string, Script]>([
    ['a reset before the headers', (socket) => void socket.resetAndDestroy()],
    ['an end before the headers', (socket) => void socket.end()],
    ['a reset in the headers', (socket) => void broken(socket, 'HTTP/1.1 200 OK\r\ncontent-')],
    ['a reset after the headers', eventStream([], 'reset')],
    ['a web page', plainAnswer(200, '<html>', { 'content-type': 'text/html' })],
    ['an empty answer', plainAnswer(200, '', { 'content-type': 'text/event-stream' })],
    ['half an event', eventStream(['data: {"ty'], 'cut')],
    ['a reset after text', eventStream(hello, 'reset')],
    ['an end after text', eventStream(hello, 'cut')],
    ['an error after text', eventStream([...hello, failed])],
    ['an error after thinking', eventStream([...wire.opening, wire.reasoning('hm'), failed])],
  ])('%s may be charged for', async (_, script) => {
    expect(booked((await against(wire, script)).row)).toBe('an upper estimate');
  });

  test('what never reached a server is free', async () => {
    const nobody = await startWireServer(() => {});
    await nobody.close();
    const refused = await settled({ wire, origin: nobody.url, model });
    expect(refused.row).toMatchObject({ errorKind: 'unreachable', ...free });
    const unknown = await settled({ wire, origin: 'https://no-such-host.invalid', model });
    expect(unknown.row).toMatchObject({ errorKind: 'unreachable', ...free });
  });

  test('a server that breaks the TLS handshake is free', async () => {
    const server = createServer((socket) => socket.end('no TLS here'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { row } = await settled({ wire, origin: `https://127.0.0.1:${port}`, model });
    server.close();
    expect(row).toMatchObject({ errorKind: 'unreachable', ...free });
  });

  test.each([
    ['before the first byte', []],
    ['while it thinks silently', [...wire.opening, ': keep-alive\n\n']],
  ])('cancelled %s: a minute of hidden thinking is booked', async (_, sent) => {
    let nowMs = 0;
    const user = new AbortController();
    const server = await startWireServer((socket) => {
      if (sent.length > 0) socket.write(eventStreamHead);
      for (const bytes of sent) socket.write(chunk(bytes));
      nowMs = 60_000;
      user.abort();
    });
    const played = { wire, origin: server.url, model, monotonic: () => nowMs };
    await drain(world.play({ ...played, maxOutputTokens: 64_000 }, user.signal));
    expect(world.rows()).toMatchObject([{ outcome: 'cancelled', outputTokens: 15_000 }]);
    expect(booked(world.rows()[0]!)).toBe('an upper estimate');

    // The output that was asked for is the most that it can be.
    const again = new AbortController();
    const short = await startWireServer(() => {
      nowMs += 60_000;
      again.abort();
    });
    const second = { ...played, origin: short.url, maxOutputTokens: 500 };
    await drain(world.play(second, again.signal));
    expect(world.rows()).toMatchObject([{ outputTokens: 500 }]);
    await server.close();
    await short.close();
  });

  test('a stream that breaks off in text counts the time since then, and before it if the model thinks', async () => {
    const outputTokens = async (more: Partial<Played>) => {
      let nowMs = 0;
      // Each look at the clock is a second: at the first text, at the last one and at the end.
      const monotonic = () => (nowMs += 1_000);
      const { row } = await against(wire, eventStream(hello, 'cut'), {
        monotonic,
        maxOutputTokens: 100_000,
        ...more,
      });
      return row.outputTokens;
    };
    // It may have been writing a tool call since.
    expect(await outputTokens({})).toBe('Hello '.length + 250);
    expect(await outputTokens({ effort: 'high' })).toBe('Hello '.length + 2 * 250);
    const capabilities = { reasoning: true };
    expect(await outputTokens({ model: { ...model, capabilities } })).toBe(
      'Hello '.length + 2 * 250,
    );
  });

  test('what the provider reported before the break is the least', async () => {
    if (wire.name === 'openai') return;
    const usage = { [wire.totals[0]]: 70_000, [wire.totals[1]]: 900 };
    const report = wire.finish(wire.words.stop, usage).slice(-1);
    const script = eventStream([...hello, ...report], 'cut');
    const { row } = await against(wire, script);
    expect(row.inputTokens).toBe(70_000);
    expect(row.outputTokens).toBeGreaterThanOrEqual(900);
  });

  test('a server that ignores the limit on output is stopped, and what it wrote is counted', async () => {
    const { row, events } = await against(
      wire,
      (socket) => {
        socket.write(eventStreamHead);
        for (const bytes of wire.opening) socket.write(chunk(bytes));
        const more = () => {
          while (socket.writable && socket.write(chunk(wire.text('word '.repeat(200)))));
        };
        socket.on('drain', more);
        more();
      },
      { maxOutputTokens: 100 },
    );
    expect(row).toMatchObject({ outcome: 'cutOff', errorKind: 'endless', source: 'estimated' });
    expect(row.outputTokens).toBeGreaterThan(100);
    expect(events.at(-1)).toMatchObject({
      end: { error: { message: expect.stringContaining('limit of 100 output tokens') } },
    });
  });
});

/** The opening events without the usage that some of them carry. */
function noUsage(opening: readonly string[]): readonly string[] {
  return opening.slice(0, 1);
}

function broken(socket: Parameters<Script>[0], start: string): void {
  socket.write(start, () => setImmediate(() => socket.resetAndDestroy()));
}
