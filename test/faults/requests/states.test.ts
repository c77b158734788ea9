import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Part, Provider } from '../../../src/providers/provider.ts';
import type { Message } from '../../../src/routing/conversation.ts';
import { eventStream, startWireServer, type WireServer } from '../../support/wireServer.ts';
import { makers, type Piece, type Place, places } from './stateful.ts';

/*
 * What a provider wants back comes back byte for byte, in every turn of a conversation and across every
 * switch of provider, over real HTTP; and nothing of it reaches another provider.
 */

const servers = new Map<Place, WireServer>();
let answers: readonly string[] = [];
beforeAll(async () => {
  for (const place of places) {
    const server = await startWireServer((socket, request) =>
      eventStream(answers)(socket, request),
    );
    servers.set(place, server);
  }
});
afterAll(async () => {
  for (const server of servers.values()) await server.close();
});

interface Step {
  readonly place: Place;
  readonly model: string;
  readonly pieces: readonly Piece[];
}

const signal = new AbortController().signal;
const tools = [{ name: 'read', description: 'Reads a file.', inputSchema: {} }];

/** Every secret tells who made it, also in a request that nobody parses. */
const mark = (place: Place) => `made-by-${place}-`;

function providerAt(place: Place): Provider {
  const { create, basePath } = makers[place];
  return create({
    id: place,
    baseUrl: servers.get(place)!.url + basePath,
    key: () => 'key',
    fetch: globalThis.fetch,
    now: Date.now,
  });
}

/** What a request brought back, beside what it had to. */
interface Returned {
  readonly found: readonly unknown[];
  readonly wanted: readonly unknown[];
  /** Makers whose state reached somebody else. */
  readonly leaked: readonly Place[];
  readonly last: Part['kind'] | undefined;
}

/** A conversation that goes on with whoever is asked next. */
class Conversation {
  readonly #messages: Message[] = [];
  readonly #turns: Step[] = [];
  readonly #providers = new Map(places.map((place) => [place, providerAt(place)]));

  async play({ place, model, pieces }: Step): Promise<Returned> {
    const number = this.#turns.length;
    const own = pieces.map((piece, at) => markedPiece(piece, `${mark(place)}${number}-${at}-`));
    answers = makers[place].stream(own);
    this.#messages.push({ role: 'user', text: `Question ${number}.` });
    const parts: Part[] = [];
    const call = {
      model,
      system: 'Be careful.',
      messages: [...this.#messages],
      tools,
      maxOutputTokens: 4000,
      thinking: 'unasked' as const,
    };
    for await (const part of this.#providers.get(place)!.stream(call, signal)) parts.push(part);
    const returned = this.#returned(place, model);
    this.#turns.push({ place, model, pieces: own });
    this.#messages.push(...saidBy(parts, place, model));
    return { ...returned, last: parts.at(-1)?.kind };
  }

  #returned(place: Place, model: string): Omit<Returned, 'last'> {
    const { body, text } = servers.get(place)!.requests.at(-1)!;
    const own = this.#turns.filter((turn) => turn.place === place);
    const wanted = own.flatMap((turn) => {
      const back = makers[place].wanted(turn.pieces, turn.model === model);
      return back === undefined ? [] : [back];
    });
    const leaked = places.filter((other) => other !== place && text.includes(mark(other)));
    return { found: makers[place].sentBack(body), wanted, leaked };
  }
}

function saidBy(parts: readonly Part[], provider: Place, model: string): Message[] {
  const toolCalls = parts.flatMap((part) => (part.kind === 'toolCall' ? [part.call] : []));
  const items = parts.flatMap((part) => (part.kind === 'state' ? part.items : []));
  const said: Message = {
    role: 'assistant',
    text: parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(items.length > 0 && { state: { provider, model, items } }),
  };
  const results = toolCalls.map(({ id }): Message => ({
    role: 'tool',
    callId: id,
    text: 'It is.',
  }));
  return [said, ...results];
}

function markedPiece(piece: Piece, own: string): Piece {
  switch (piece.kind) {
    case 'text':
      return piece;
    case 'call':
      return { ...piece, id: own.replaceAll(/[^a-z0-9]/gi, '_'), secret: own + piece.secret };
    case 'thought':
      return { ...piece, pieces: [...piece.pieces, own], secret: own + piece.secret };
    case 'hidden':
      return { ...piece, secret: own + piece.secret };
  }
}

const letters = fc.oneof(
  fc.constantFrom('', ' ', '\n\n', '"\\\u2028', '</thinking>', 'é😀', '\u0000', 'data: [DONE]'),
  fc.string({ unit: 'grapheme' }),
  fc.base64String({ maxLength: 400 }),
);
const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc.record({
    kind: fc.constant('thought' as const),
    pieces: fc.array(letters, { maxLength: 3 }),
    secret: letters,
  }),
  fc.record({ kind: fc.constant('hidden' as const), secret: letters }),
  fc.record({ kind: fc.constant('text' as const), text: fc.constantFrom('One.', ' two\n') }),
  fc.record({ kind: fc.constant('call' as const), id: fc.constant(''), secret: letters }),
);
const answered: Piece = { kind: 'text', text: 'So it is.' };
const step: fc.Arbitrary<Step> = fc.record({
  place: fc.constantFrom(...places),
  model: fc.constantFrom('large', 'large', 'small'),
  // A turn that only thinks is none.
  pieces: fc.array(piece, { maxLength: 5 }).map((pieces) => [...pieces, answered]),
});

test('in any conversation, each provider gets its own state back and no other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
      const conversation = new Conversation();
      for (const each of steps) {
        const { wanted, ...rest } = await conversation.play(each);
        expect(rest).toEqual({ found: wanted, leaked: [], last: 'finish' });
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

// With white space at either end, which a careless hand would trim.
const everything: readonly Piece[] = [
  { kind: 'thought', pieces: ['\n Let me ', 'see.'], secret: 'c2ln/+==' },
  { kind: 'hidden', secret: 'aGlkZGVu' },
  { kind: 'text', text: 'I look.' },
  { kind: 'thought', pieces: [], secret: 'bW9yZQ== \n' },
  { kind: 'call', id: '', secret: 'Zmlyc3Q=' },
  { kind: 'call', id: '', secret: 'c2Vjb25k' },
];

describe.each(places)('after a turn of %s', (maker) => {
  const others = places.filter((place) => place !== maker);
  test.each(others)('%s gets nothing of its state, and it gets all of it back', async (other) => {
    const conversation = new Conversation();
    for (const place of [maker, other, maker, other]) {
      const { wanted, ...rest } = await conversation.play({
        place,
        model: 'large',
        pieces: everything,
      });
      expect(rest).toEqual({ found: wanted, leaked: [], last: 'finish' });
    }
  });
});

test.each(places)(
  '%s: the turn that is tried brings state back where the server makes any',
  (place) => {
    const wanted = makers[place].wanted(everything, true);
    expect(wanted === undefined).toBe(place === 'plain');
    expect(JSON.stringify(wanted ?? 'Zmlyc3Q=')).toMatch(/c2ln\/|Zmlyc3Q=|Let me see/);
  },
);
