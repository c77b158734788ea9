import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openReadOnly } from '../../src/ledger/database/openReadOnly.ts';
import { csvLines, jsonLines } from '../../src/ledger/export/exportFormats.ts';
import { exportRows } from '../../src/ledger/export/exportRows.ts';
import { otlpTraces } from '../../src/ledger/export/otlpTraces.ts';
import { settledSince } from '../../src/ledger/export/settledSince.ts';
import { openMoneyWorld } from '../support/moneyWorld.ts';
import { eventStream, plainAnswer, type Script, startWireServer } from '../support/wireServer.ts';
import { key, type WireFormat, wires } from '../support/wires.ts';

/*
 * A canary in place of the key, one in the file and one in the instruction go through a whole call to a
 * server that sends back all that it got. They must be in the request, and nowhere else.
 */

const fileText = 'const canaryOfTheFile = "a-yellow-bird-9182";';
const instruction = 'Rename the canary that sings at 4 in the morning.';
const target = { startLine: 1, endLine: 1, text: fileText };
const task = { fileText, target, instruction };

const world = openMoneyWorld();
afterAll(() => world.close());

/** All that a server got, as servers write it into their errors. */
const echoes: readonly [what: string, echo: (headers: object, body: string) => string][] = [
  ['the headers', (headers) => JSON.stringify(headers)],
  ['the headers, as a text in JSON', (headers) => JSON.stringify(JSON.stringify(headers))],
  ['the headers in base64', (headers) => Buffer.from(JSON.stringify(headers)).toString('base64')],
  ['the key in base64', () => Buffer.from(key).toString('base64')],
  ['the key in hex', () => Buffer.from(key).toString('hex')],
  ['the key in upper case', () => key.toUpperCase()],
  ['the key for an address', () => `https://x.test/?key=${encodeURIComponent(key)}`],
  ['the key, masked', () => `${key.slice(0, 9)}*******${key.slice(-4)}`],
  ['the prompt', (_, body) => body],
];

const codings = [key, key.toUpperCase(), encodeURIComponent(key)].concat(
  (['hex', 'base64', 'base64url'] as const).map((coding) => Buffer.from(key).toString(coding)),
);
const canaries = [...codings, 'a-yellow-bird-9182', 'that sings at 4 in the morning'];

function leaksIn(text: string): readonly string[] {
  // A piece is enough: half a key is half of a secret.
  const pieces = canaries.map((canary) => canary.slice(-12));
  return pieces.filter((piece) => text.includes(piece));
}

function everythingKept(): string {
  const files = readdirSync(world.folder).map((name) =>
    readFileSync(join(world.folder, name)).toString('latin1'),
  );
  const database = openReadOnly(world.file);
  try {
    const { rows } = exportRows(database, { span: { fromMs: 0 }, timeZone: 'UTC' }, 0, 1000);
    const { attempts } = settledSince(database, { settlement: 0, correction: 0 }, 1000);
    const traces = JSON.stringify(otlpTraces(attempts, '1.0.0'));
    expect(rows.length).toBeGreaterThan(0);
    return [...files, csvLines(rows), jsonLines(rows), traces].join('\n');
  } finally {
    database.close();
  }
}

function refusing(wire: WireFormat, echo: (typeof echoes)[number][1]): Script[] {
  const said = (headers: object, body: string) => `You sent ${echo(headers, body)}.`;
  return [
    async (socket, { headers, text }) => {
      const error = { error: { message: said(headers, text), type: 'invalid_request_error' } };
      await plainAnswer(400, JSON.stringify(error))(socket, undefined as never);
    },
    async (socket, request) => {
      const message = said(request.headers, request.text);
      await eventStream([...wire.opening, wire.error({ message, code: 'server_error' })])(
        socket,
        request,
      );
    },
  ];
}

describe.each(wires)('$name', (wire) => {
  test.each(echoes)('a server that sends back %s', async (_, echo) => {
    for (const script of refusing(wire, echo)) {
      const server = await startWireServer(script);
      const played = { wire, origin: server.url, task };
      const events: unknown[] = [];
      try {
        for await (const event of world.play(played, new AbortController().signal))
          events.push(event);
      } finally {
        await server.close();
      }
      const [request] = server.requests;
      expect(request!.text).toContain('a-yellow-bird-9182');
      expect(request!.headers[wire.keyHeader[0]]).toContain(key);
      const messages = JSON.stringify(events, (_, value) =>
        value instanceof Error ? [value.message, value.stack, { ...value }] : value,
      );
      expect(messages).toMatch(/You sent/);
      expect(leaksIn(messages)).toEqual([]);
      expect(leaksIn(everythingKept())).toEqual([]);
    }
  });
});

test('the canaries are found where they are', () => {
  for (const canary of canaries) expect(leaksIn(`so: ${canary}`)).not.toEqual([]);
});
