import * as fc from 'fast-check';
import type { Part } from '../../src/providers/provider.ts';
import { call, outcomeOf, providerFor, type WireFormat, wires } from '../../test/support/wires.ts';
import { type FuzzTarget, must } from './target.ts';

/*
 * Streams of events, cut into bytes anywhere and with any line ends. What comes out must be what was
 * written, whichever way it was cut: the writer of the events is the oracle.
 */

/** What a server says, in the order in which it is written. */
type Said =
  | { readonly text: string }
  | { readonly reasoning: string }
  | { readonly tool: string }
  | { readonly comment: string };

const replacement = '\uFFFD';
// A character that was broken is replaced by this one, so nobody says it.
const words = fc.oneof(
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((text) => !text.includes(replacement)),
  fc.constantFrom('data: x', '\n', '\r\n', '\u2028', '[DONE]', '\u{1f600}', 'é', '﻿', '\0'),
);
const said: fc.Arbitrary<Said> = fc.oneof(
  { weight: 6, arbitrary: words.map((text) => ({ text })) },
  { weight: 1, arbitrary: words.map((reasoning) => ({ reasoning })) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }).map((tool) => ({ tool })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(' keep-alive', '', 'x: y').map((comment) => ({ comment })),
  },
);
const stream = fc.record({
  all: fc.array(said, { maxLength: 8 }),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  // Lengths of the pieces that arrive one after the other; the last one is repeated.
  cuts: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }),
  /** Whether the stream reaches its end. */
  isWhole: fc.boolean(),
});

export const streams: readonly FuzzTarget[] = wires.map((wire) => ({
  name: `stream.${wire.name}`,
  property: fc.asyncProperty(stream, async (given) => {
    const { all, lineEnd, cuts, isWhole } = given as typeof given & { all: readonly Said[] };
    const events = eventsOf(wire, all, isWhole).join('').replaceAll('\n', lineEnd);
    const answer = () => new Response(bytesOf(events, cuts), head);
    const provider = providerFor(wire, 'http://127.0.0.1:9', { fetch: async () => answer() });
    const { parts, text, finish, error } = await outcomeOf(
      provider.stream(call, new AbortController().signal),
    );
    const wanted = all.map((each) => ('text' in each ? each.text : '')).join('');
    must(text === wanted, `${JSON.stringify(text)} came of ${JSON.stringify(wanted)}`);
    must((finish !== undefined) === isWhole, `finish is ${JSON.stringify(finish)}`);
    must(!isWhole || error === undefined, String(error));
    must(!parts.some(isBroken), 'a character was broken');
  }) as FuzzTarget['property'],
}));

const head = { status: 200, headers: { 'content-type': 'text/event-stream' } };

function eventsOf(wire: WireFormat, all: readonly Said[], isWhole: boolean): readonly string[] {
  const events = all.flatMap((each, at) => {
    if ('text' in each) return [wire.text(each.text)];
    if ('reasoning' in each) return [wire.reasoning(each.reasoning)];
    if ('comment' in each) return [`:${each.comment}\n\n`];
    const pieces = [JSON.stringify({ path: each.tool })];
    return wire.toolCall({ id: `t${at}`, name: 'read', pieces, index: at + 1 });
  });
  const opening = wire.opening;
  return [
    ...opening,
    ...events,
    ...(isWhole ? wire.closing(wire.words.stop, wire.plainUsage) : []),
  ];
}

function bytesOf(text: string, cuts: readonly number[]): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  let nth = 0;
  return new ReadableStream({
    pull(controller) {
      const length = cuts[Math.min(nth++, cuts.length - 1)]!;
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + length));
      at += length;
    },
  });
}

function isBroken(part: Part): boolean {
  return part.kind === 'text' && part.text.includes(replacement);
}
