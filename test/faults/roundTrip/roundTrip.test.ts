import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createVscodeProvider } from '../../../src/editor/situation/vscodeProvider.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { chatApi, LanguageModelChatMessage } from '../../support/chatParts.ts';
import { chatWorld } from '../../support/chatWorld.ts';
import { eventStream, startWireServer, type WireServer } from '../../support/wireServer.ts';
import { answerHeard, earlierHeard, type Heard, merged, shownIn } from './heard.ts';
import {
  type Got,
  gotBy,
  gotByVscode,
  heardAt,
  makerOf,
  pieceOf,
  refusalOf,
  situationOfPlaces,
  tierOf,
  vscodeParts,
  wantedBy,
} from './places.ts';
import {
  type Answered,
  type AskedPlace,
  askedPlaces,
  type Earlier,
  messagesOf,
  partOf,
  resultsOf,
  type Step,
  talk,
  toolNames,
} from './talk.ts';

/*
 * A conversation in VS Code's chat loses nothing on its way to any model and back, over real HTTP: every request
 * holds all that was said before, each provider gets its own state as it made it, and nobody else sees it.
 * heard.ts names the differences that wires make.
 */

const editor = vi.hoisted(() => ({
  settings: { 'tierwise.maxOutputTokens': 100_000 },
  /** What VS Code's own model streams, and the newest messages that it got. */
  streams: [] as readonly unknown[],
  got: [] as unknown,
}));
vi.mock('vscode', async () => {
  const { diskEditor } = await import('../../support/diskEditor.ts');
  const { chatApi: api } = await import('../../support/chatParts.ts');
  const disk = diskEditor();
  disk.state.settings = editor.settings;
  async function* stream() {
    yield* editor.streams;
  }
  const model = {
    async sendRequest(messages: unknown) {
      editor.got = messages;
      return { stream: stream() };
    },
  };
  return { ...disk, ...api, lm: { selectChatModels: async () => [model] } };
});

const servers = new Map<AskedPlace, WireServer>();
let answer: readonly Answered[] = [];
/** What the place that answered got. */
let got: Got | undefined;

beforeAll(async () => {
  for (const place of askedPlaces) {
    if (place === 'vscode') continue;
    const server = await startWireServer((socket, request) => {
      const refused = place === 'mistral' ? refusalOf(request) : undefined;
      if (refused) return refused(socket, request);
      got = gotBy(place, request);
      return eventStream(makerOf(place).stream(answer.map(pieceOf)))(socket, request);
    });
    servers.set(place, server);
  }
});
afterAll(async () => {
  for (const server of servers.values()) await server.close();
});

function providerAt(place: AskedPlace): Provider {
  if (place === 'vscode') return createVscodeProvider();
  const { create, basePath } = makerOf(place);
  return create({
    id: place,
    baseUrl: servers.get(place)!.url + basePath,
    key: () => 'key',
    fetch: globalThis.fetch,
    now: Date.now,
  });
}

const situation = situationOfPlaces();
const tools = toolNames.map((name) => ({ name, description: 'Does it.', inputSchema: {} }));
/** What no model may read. */
const unread = 'unread-secret';
/** Every secret tells who made it, also in a request that nobody parses. */
const markOf = (place: AskedPlace) => `made-by-${place}-`;

/** A chat that goes on from turn to turn. */
class Chat {
  readonly #world;
  readonly #messages: LanguageModelChatMessage[];
  readonly #heard: Heard[];
  readonly #turns: Step[] = [];
  readonly #system: readonly string[];

  constructor(earlier: readonly Earlier[]) {
    const providers = new Map(askedPlaces.map((place) => [String(place), providerAt(place)]));
    this.#world = chatWorld({ situation, provider: (id) => providers.get(id) });
    const opening: Earlier[] = [
      { by: 'system', text: 'Be kind.' },
      { by: 'user', said: [{ kind: 'text', text: 'It begins.' }], name: undefined },
    ];
    const all = [...opening, ...earlier];
    this.#system = all.flatMap((each) => (each.by === 'system' ? [each.text] : []));
    this.#messages = all.flatMap(messagesOf);
    this.#heard = all.flatMap(earlierHeard);
  }

  async play(step: Step): Promise<Seen> {
    const { place, model, textFirst } = step;
    const turn = { ...step, answer: this.#marked(step) };
    this.#say(step);
    answer = turn.answer;
    editor.streams = vscodeParts(answer);
    got = undefined;
    const request = { model: tierOf(place, model), messages: this.#messages, tools };
    const parts = await this.#world.ask(request);
    if (place === 'vscode') got = gotByVscode(editor.got as LanguageModelChatMessage[]);
    const seen = this.#seen(step, got!);
    const isText = (part: unknown) => part instanceof chatApi.LanguageModelTextPart;
    const written = textFirst
      ? parts.toSorted((a, b) => Number(isText(b)) - Number(isText(a)))
      : parts;
    if (parts.length > 0) this.#messages.push(LanguageModelChatMessage.Assistant(written));
    this.#turns.push(turn);
    this.#heard.push(...answerHeard(turn.answer));
    return seen;
  }

  #marked({ place, answer: pieces }: Step): Answered[] {
    const own = `${markOf(place)}${this.#turns.length}-`;
    return pieces.map((piece, at) =>
      piece.kind === 'text' ? piece : { ...piece, secret: `${own}${at}-${piece.secret}` },
    );
  }

  /** Results of the last calls, and the user's words. */
  #say({ asks, textFirst }: Step): void {
    const calls = (this.#turns.at(-1)?.answer ?? []).flatMap((piece) =>
      piece.kind === 'call' ? [piece.called] : [],
    );
    const said = [...asks, { kind: 'text', text: `Question ${this.#turns.length}.` } as const];
    this.#messages.push(...resultsOf(calls, textFirst, said.map(partOf)));
    this.#heard.push({ role: 'user', shown: shownIn(said) });
  }

  #seen({ place, model }: Step, { text, system, ...found }: Got): Seen {
    const own = this.#turns.filter((turn) => turn.place === place);
    const state = own.flatMap((turn) => {
      const back = wantedBy(place, turn.answer, turn.model === model);
      return back === undefined ? [] : [back];
    });
    const others = askedPlaces.filter((other) => other !== place).map(markOf);
    return {
      found: { ...found, hasSystem: system.includes(this.#system.join('\n\n').toWellFormed()) },
      wanted: { heard: heardAt(place, merged(this.#heard)), state, hasSystem: true },
      leaked: [unread, ...others].filter((secret) => text.includes(secret)),
    };
  }
}

/** What a place got, beside all that it had to, and what it had better not. */
interface Seen {
  readonly found: Omit<Got, 'text' | 'system'> & { readonly hasSystem: boolean };
  readonly wanted: Seen['found'];
  readonly leaked: readonly string[];
}

const talks = Number(process.env['TIERWISE_TALKS'] ?? 40);
// A failure ends here at the latest with its seed, however far it was made smaller.
const limitMs = 20_000 + talks * 500;

test(
  'a conversation that goes from place to place loses nothing',
  async () => {
    const property = fc.asyncProperty(talk, async ({ earlier, steps }) => {
      const chat = new Chat(earlier);
      for (const step of steps) {
        const { found, wanted, leaked } = await chat.play(step);
        expect(found).toEqual(wanted);
        expect(leaked).toEqual([]);
      }
    });
    await fc.assert(property, {
      numRuns: talks,
      interruptAfterTimeLimit: limitMs,
      markInterruptAsFailure: true,
    });
  },
  limitMs + 60_000,
);
