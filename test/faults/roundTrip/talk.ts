import * as fc from 'fast-check';
import { chatApi, LanguageModelChatMessage } from '../../support/chatParts.ts';
import { type Place, places } from '../requests/stateful.ts';

/*
 * Conversations as clients of VS Code's chat send them: what was said before anybody was asked, and turns that
 * are really asked. Each piece knows how it is written for VS Code and what a model must read of it.
 */

/** A piece of a message or of a tool's result. */
export type Said =
  | { readonly kind: 'text' | 'data' | 'prompt'; readonly text: string }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'image'; readonly bytes: Uint8Array }
  /** What no model may read: marks between extensions, and what another model thought. */
  | { readonly kind: 'mark' | 'thinking'; readonly secret: string };

/** A tool call, with its result unless the client lost it. */
export interface Called {
  readonly id: string;
  readonly name: string;
  readonly input: object;
  readonly result: readonly Said[] | undefined;
  /** Results come in the order of these. */
  readonly rank: number;
}

/** A message that was there before. `name` is of its speaker. */
export type Earlier =
  | { readonly by: 'user'; readonly said: readonly Said[]; readonly name: string | undefined }
  | { readonly by: 'system'; readonly text: string }
  /** A result whose call is not in the conversation. */
  | { readonly by: 'lost'; readonly said: readonly Said[] }
  | {
      readonly by: 'assistant';
      readonly said: readonly Said[];
      readonly calls: readonly Called[];
      /** Each result in a message of its own. */
      readonly apart: boolean;
    };

/** A piece of an answer. `secret` goes back to who made it. */
export type Answered =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'thought'; readonly pieces: readonly string[]; readonly secret: string }
  | { readonly kind: 'hidden'; readonly secret: string }
  | { readonly kind: 'call'; readonly secret: string; readonly called: Called };

export type AskedPlace = Place | 'vscode' | 'mistral';
export const askedPlaces: readonly AskedPlace[] = [...places, 'vscode', 'mistral'];

/** A turn that is asked. */
export interface Step {
  readonly place: AskedPlace;
  readonly model: 'large' | 'small';
  readonly asks: readonly Said[];
  readonly answer: readonly Answered[];
  /** The client writes the text before the calls, wherever it stood. */
  readonly textFirst: boolean;
}

export interface Talk {
  readonly earlier: readonly Earlier[];
  readonly steps: readonly Step[];
}

/** Names as extensions and MCP servers give them, some beyond what servers take. */
export const toolNames = [
  'read',
  'admin.tools/list',
  `mcp_${'long_'.repeat(20)}name`,
  `mcp_${'long_'.repeat(20)}other`,
  'größe 文',
] as const;

const halves = ['\ud83d', '\ude00 after', 'cut \ud83d'];
const awkward = ['', ' ', '\n\n', '\u0000', '</think>', 'é😀', '"\\\u2028', '\ufeff', ...halves];
const text = fc.oneof(
  fc.constantFrom(...awkward, 'One.', ' two\n', 'data: [DONE]'),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('x', '文', '😀').map((each) => each.repeat(20_000)),
);
const json = fc.jsonValue({ maxDepth: 3 });
const bytes = fc.uint8Array({ minLength: 1, maxLength: 12 });

const said: fc.Arbitrary<Said> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('text' as const), text }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('data', 'prompt'), text: text.map(whole) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('json' as const), value: json }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('image' as const), bytes }) },
  fc.record({ kind: fc.constantFrom('mark', 'thinking'), secret: fc.constant('unread-secret') }),
);
const saying = fc.array(said, { maxLength: 4 });

/** What a model writes has no halves. */
function wholeInput(written: Called): Called {
  const read = (_: string, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value;
  return { ...written, input: JSON.parse(JSON.stringify(written.input), read) as object };
}

/** UTF-8 holds no halves, and its decoder takes the mark at the beginning away. */
function whole(written: string): string {
  return written.toWellFormed().replaceAll('\ufeff', '');
}

// Few enough that they repeat, in a conversation and in several.
const id = fc.constantFrom('call_0', 'functions.read:0', 'toolu_01A', 'a'.repeat(391), '文 1');
const input = fc.oneof(
  fc.constantFrom<object>({}, { 1: 'a', b: { 0: [] }, a: null }, { path: 'cut \ud83d' }),
  fc.dictionary(fc.string({ unit: 'binary' }), json, { maxKeys: 4 }),
);
const called: fc.Arbitrary<Called> = fc.record({
  id,
  name: fc.constantFrom(...toolNames),
  input,
  result: fc.option(saying, { nil: undefined, freq: 9 }),
  rank: fc.integer(),
});
const calls = (maxLength: number) =>
  fc.uniqueArray(called, { maxLength, selector: (each) => each.id });

const earlier: fc.Arbitrary<Earlier> = fc.oneof(
  fc.record({
    by: fc.constant('user' as const),
    said: saying,
    name: fc.constantFrom(undefined, 'ada'),
  }),
  fc.record({ by: fc.constant('system' as const), text }),
  fc.record({ by: fc.constant('lost' as const), said: saying }),
  fc.record({
    by: fc.constant('assistant' as const),
    said: saying,
    calls: calls(3),
    apart: fc.boolean(),
  }),
);

// A secret tells by its maker who may see it; it is made unique when it is played.
const secret = fc.base64String({ maxLength: 40 });
const answer: fc.Arbitrary<readonly Answered[]> = fc
  .tuple(
    calls(3),
    fc.array(
      fc.oneof(
        fc.record({
          kind: fc.constant('text' as const),
          text: fc.constantFrom('One.', ' two\n', 'Done.'),
        }),
        fc.record({
          kind: fc.constant('thought' as const),
          pieces: fc.array(fc.constantFrom('', 'Let me ', '\n see.'), { maxLength: 3 }),
          secret,
        }),
        fc.record({ kind: fc.constant('hidden' as const), secret }),
      ),
      { maxLength: 4 },
    ),
    fc.infiniteStream(fc.nat()),
    fc.infiniteStream(secret),
  )
  .map(([made, others, places, secrets]) => {
    const pieces: Answered[] = [...others];
    for (const each of made) {
      const at = places.next().value % (pieces.length + 1);
      const callOfModel = wholeInput(each);
      pieces.splice(at, 0, { kind: 'call', secret: secrets.next().value, called: callOfModel });
    }
    return pieces;
  });

const stepAt = (few: readonly AskedPlace[]): fc.Arbitrary<Step> =>
  fc.record({
    place: fc.constantFrom(...few),
    model: fc.constantFrom('large', 'large', 'large', 'small'),
    asks: saying,
    answer,
    textFirst: fc.boolean(),
  });

// Among few places, so that each is come back to; and some say again what they said.
const steps = fc
  .subarray([...askedPlaces], { minLength: 1, maxLength: 3 })
  .chain((few) => fc.array(fc.tuple(stepAt(few), fc.boolean()), { minLength: 1, maxLength: 6 }))
  .map((all) =>
    all.map(([each, again], at) => ({
      ...(again ? all[Math.max(0, at - 1)]![0] : each),
      asks: each.asks,
    })),
  );

export const talk: fc.Arbitrary<Talk> = fc.record({
  earlier: fc.array(earlier, { maxLength: 5 }),
  steps,
});

const { LanguageModelTextPart, LanguageModelDataPart, LanguageModelThinkingPart } = chatApi;
const { LanguageModelPromptTsxPart, LanguageModelToolCallPart, LanguageModelToolResultPart } =
  chatApi;

export function partOf(piece: Said): unknown {
  switch (piece.kind) {
    case 'text':
      return new LanguageModelTextPart(piece.text);
    case 'data':
      return LanguageModelDataPart.text(piece.text, 'text/markdown; charset=utf-8');
    case 'prompt': {
      const leaf = { type: 2, text: piece.text, lineBreakBefore: true };
      const node = { type: 1, ctor: 2, children: [{ type: 1, ctor: 1, children: [leaf] }] };
      return new LanguageModelPromptTsxPart({ node });
    }
    case 'json':
      return LanguageModelDataPart.json(piece.value);
    case 'image':
      return LanguageModelDataPart.image(piece.bytes, 'image/png');
    case 'mark':
      return LanguageModelDataPart.text(piece.secret, 'cache_control');
    case 'thinking':
      return new LanguageModelThinkingPart(piece.secret, 'id', { signature: piece.secret });
  }
}

export function callPart({ id: callId, name, input: given }: Called): unknown {
  return new LanguageModelToolCallPart(callId, name, given);
}

/** The messages with the results of an answer's calls. */
export function resultsOf(
  made: readonly Called[],
  apart: boolean,
  more: readonly unknown[] = [],
): LanguageModelChatMessage[] {
  const parts = made
    .toSorted((a, b) => a.rank - b.rank)
    .flatMap(({ id: callId, result }) =>
      result ? [new LanguageModelToolResultPart(callId, result.map(partOf))] : [],
    );
  const messages = apart ? [...parts.map((part) => [part]), more] : [[...parts, ...more]];
  return messages
    .filter((content) => content.length > 0)
    .map((content) => LanguageModelChatMessage.User(content));
}

export function messagesOf(message: Earlier): LanguageModelChatMessage[] {
  switch (message.by) {
    case 'system':
      return [new LanguageModelChatMessage(3, message.text)];
    case 'user':
      return [LanguageModelChatMessage.User(message.said.map(partOf), message.name)];
    case 'lost': {
      const part = new LanguageModelToolResultPart('of nowhere', message.said.map(partOf));
      return [LanguageModelChatMessage.User([part])];
    }
    case 'assistant': {
      const content = [...message.said.map(partOf), ...message.calls.map(callPart)];
      return [
        LanguageModelChatMessage.Assistant(content),
        ...resultsOf(message.calls, message.apart),
      ];
    }
  }
}
