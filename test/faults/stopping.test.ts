import { afterAll, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/execution/events.ts';
import { openMoneyWorld } from '../support/moneyWorld.ts';
import { chunk, eventStreamHead, startWireServer } from '../support/wireServer.ts';
import { type WireFormat, wires } from '../support/wires.ts';

/*
 * Whoever reads the events of a run may stop at any of them. A chat that throws in the middle of a loop
 * left the call open for good: seen with half a tool call in vercel/ai#12425 (2026) and in VS Code's chat
 * (microsoft/vscode#319592).
 */

const world = openMoneyWorld();
afterAll(() => world.close());

const inputRate = 1_000;
const outputRate = 5_000;
const inputTokens = 12;

/** What the model does, the tokens that its provider bills for each, and the event that shows it. */
const acts = (wire: WireFormat) => [
  { bytes: wire.reasoning('hm, well '), tokens: 3, shows: 'thinking' },
  { bytes: wire.text('one two '), tokens: 2, shows: 'text' },
  {
    bytes: wire.toolCall({ id: 'c1', name: 'read', pieces: ['{"path":', '"a.ts"}'] }).join(''),
    tokens: 6,
    shows: undefined,
  },
  // A tool call is handed on once more of the answer follows.
  { bytes: wire.text('three four '), tokens: 2, shows: 'toolCall' },
  { bytes: '', tokens: 0, shows: 'text' },
];

/** The events of a whole run, with how many acts the server makes until then; all of them close it. */
const stops = [
  { at: 'attemptStarted', nth: 1, made: 0 },
  { at: 'thinking', nth: 1, made: 1 },
  { at: 'text', nth: 1, made: 2 },
  { at: 'toolCall', nth: 1, made: 4 },
  { at: 'text', nth: 2, made: 4 },
  { at: 'attemptEnded', nth: 1, made: 'all' },
  { at: 'finished', nth: 1, made: 'all' },
] as const;

const ways = ['returns', 'throws', 'aborts'] as const;
const cases = stops.flatMap((stop) => ways.map((way) => ({ ...stop, way })));

class Stop extends Error {}

describe.each(wires)('$name', (wire) => {
  test.each(cases)('a reader that $way at $at $nth pays for what was made', async (stop) => {
    const { at, nth, way } = stop;
    // The Chat Completions API does not say when a tool call is whole, so it comes at the end.
    const isLate = at === 'toolCall' && wire.name === 'openaiCompatible';
    const made = isLate ? 'all' : stop.made;
    const done = acts(wire).slice(0, made === 'all' ? undefined : made);
    const outputTokens = done.reduce((sum, { tokens }) => sum + tokens, 0);
    const [input, output] = wire.totals;
    const usage = { [input]: inputTokens, [output]: outputTokens };
    const server = await startWireServer((socket) => {
      socket.resume();
      socket.write(eventStreamHead);
      for (const bytes of [...wire.opening, ...done.map((act) => act.bytes)]) {
        if (bytes !== '') socket.write(chunk(bytes));
      }
      if (made !== 'all') return;
      for (const bytes of wire.closing(wire.words.stop, usage)) socket.write(chunk(bytes));
      socket.end('0\r\n\r\n');
    });
    const user = new AbortController();
    const events = world.play({ wire, origin: server.url }, user.signal);
    const seen: RunEvent['kind'][] = [];
    const reading = (async () => {
      for await (const event of events) {
        seen.push(event.kind);
        if (event.kind !== at || seen.filter((kind) => kind === at).length !== nth) continue;
        if (way === 'throws') throw new Stop();
        if (way === 'returns') return;
        user.abort();
      }
    })();
    const thrown: unknown = await reading.catch((error: unknown) => error);
    expect(thrown instanceof Stop).toBe(way === 'throws');

    expect(seen).toContain(at);
    expect(world.open()).toBe(0);
    expect(world.held()).toBe(0);
    const rows = world.rows();
    const billed = inputTokens * inputRate + outputTokens * outputRate;
    // An abort after the last byte comes too late to stop anything.
    const isOver = at === 'attemptEnded' || at === 'finished' || (isLate && way === 'aborts');
    const expected = isOver
      ? { outcome: 'complete', source: 'computed', nanoUsd: billed }
      : at === 'attemptStarted'
        ? { outcome: 'cancelled', source: 'computed', nanoUsd: 0 }
        : { outcome: 'cancelled', source: 'estimated' };
    expect(rows).toMatchObject([expected]);
    const due = server.requests.length === 0 ? 0 : billed;
    expect(rows[0]!.nanoUsd).toBeGreaterThanOrEqual(due);
    expect(rows[0]!.nanoUsd).toBeLessThanOrEqual(rows[0]!.worstCaseNanoUsd);
    expect(server.requests).toHaveLength(at === 'attemptStarted' ? 0 : 1);
    if (at !== 'attemptStarted') await server.closed;
    await server.close();
  });

  test('cancelling closes the connection within 100 ms', async () => {
    const tookMs: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const server = await startWireServer((socket) => {
        socket.resume();
        socket.write(eventStreamHead);
        for (const bytes of [...wire.opening, wire.text('one two ')]) socket.write(chunk(bytes));
      });
      const user = new AbortController();
      let cancelledAtMs = Number.NaN;
      for await (const event of world.play({ wire, origin: server.url }, user.signal)) {
        if (event.kind !== 'text') continue;
        cancelledAtMs = performance.now();
        user.abort();
      }
      tookMs.push((await server.closed) - cancelledAtMs);
      await server.close();
    }
    // The median: a busy machine may hold up one of them.
    expect(tookMs.toSorted((a, b) => a - b)[4]).toBeLessThan(100);
  });

  test('half a tool call is not handed on, and its cost is settled', async () => {
    const pieces = ['{"path":"a.ts","text":"It was'];
    const [input, output] = wire.totals;
    const half = wire.toolCall({ id: 'c1', name: 'write', pieces });
    // The API of a cut answer ends it without closing the call where it has a way to close one.
    const cut = wire.name === 'anthropic' ? half.slice(0, -1) : half;
    const usage = { [input]: inputTokens, [output]: 1000 };
    const server = await startWireServer((socket) => {
      socket.write(eventStreamHead);
      const closing = wire.closing(wire.words.length, usage);
      for (const bytes of [...wire.opening, wire.text('I write it. '), ...cut, ...closing]) {
        socket.write(chunk(bytes));
      }
      socket.end('0\r\n\r\n');
    });
    const events: RunEvent[] = [];
    const { signal } = new AbortController();
    for await (const event of world.play({ wire, origin: server.url }, signal)) events.push(event);
    await server.close();

    expect(events.map(({ kind }) => kind)).not.toContain('toolCall');
    const last = events.at(-1);
    expect(last).toMatchObject({
      kind: 'finished',
      end: { outcome: 'truncated', halfCall: 'write', toolCalls: [] },
    });
    const nanoUsd = inputTokens * inputRate + 1000 * outputRate;
    expect(world.rows()).toMatchObject([{ outcome: 'truncated', source: 'computed', nanoUsd }]);
    expect([world.open(), world.held()]).toEqual([0, 0]);
  });
});
