import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createVscodeProvider } from '../../../src/editor/situation/vscodeProvider.ts';
import type { Budget } from '../../../src/routing/budgets/budget.ts';
import type { Model, ModelReference } from '../../../src/routing/models/model.ts';
import { toTiers } from '../../../src/routing/policy/shippedPolicy.ts';
import { chatApi, LanguageModelChatMessage } from '../../support/chatParts.ts';
import { type ChatWorldOptions, chatWorld } from '../../support/chatWorld.ts';
import { modelWith, policyWith, readyProvider, situationWith } from '../../support/tasks.ts';
import {
  chunk,
  eventStream,
  eventStreamHead,
  plainAnswer,
  type Script,
  startWireServer,
  type WireServer,
} from '../../support/wireServer.ts';
import { providerFor, wires } from '../../support/wires.ts';

/* What a client of VS Code's chat meets at the edges of a loop: too much, too late, gone, stopped. */

const editor = vi.hoisted(() => ({
  settings: { 'tierwise.maxOutputTokens': 1000 },
  refusal: 'Refused.',
  asked: [] as { readonly message: string }[],
}));
vi.mock('vscode', async () => {
  const { diskEditor } = await import('../../support/diskEditor.ts');
  const { chatApi: api } = await import('../../support/chatParts.ts');
  const disk = diskEditor();
  Object.assign(disk.state, { settings: editor.settings, asked: editor.asked });
  const sendRequest = async () => {
    throw new Error(editor.refusal);
  };
  return { ...disk, ...api, lm: { selectChatModels: async () => [{ sendRequest }] } };
});

const { LanguageModelTextPart, LanguageModelToolCallPart, LanguageModelToolResultPart } = chatApi;
const { LanguageModelDataPart } = chatApi;

let server: WireServer;
/** What each model does, by its name. */
let scripts: Readonly<Record<string, Script>> = {};
const unasked = plainAnswer(500, '{"error":{"message":"This model is not to be asked."}}');
beforeEach(async () => {
  scripts = {};
  editor.asked.length = 0;
  server = await startWireServer((socket, request) =>
    (scripts[String(request.body['model'])] ?? unasked)(socket, request),
  );
});
afterEach(() => server.close());

const tool = { name: 'read', description: 'Reads a file.', inputSchema: { type: 'object' } };
const asks = LanguageModelChatMessage.User('Fix it.');
const called = LanguageModelChatMessage.Assistant([
  new LanguageModelToolCallPart('t1', 'read', { path: 'a.ts' }),
]);
const resultOf = (...content: unknown[]) =>
  LanguageModelChatMessage.User([new LanguageModelToolResultPart('t1', content)]);
const result = resultOf(new LanguageModelTextPart('const a = 1;'));
const loop = [asks, called, result];

type Facts = Partial<Omit<Model, 'reference'>>;

/** A window with these tiers of models of one server. */
function windowWith(
  tiers: Readonly<Record<string, Readonly<Record<string, Facts>>>>,
  wire = wires[0]!,
  parts: ChatWorldOptions['parts'] = {},
) {
  const models = Object.values(tiers).flatMap((tier) =>
    Object.entries(tier).map(([name, facts]) => modelWith(name as ModelReference, facts)),
  );
  const written = Object.entries(tiers).map(([name, tier]) => [name, Object.keys(tier)]);
  const situation = situationWith({
    catalog: new Map(models.map((model) => [model.reference, model])),
    providers: new Map(['tested', 'vscode'].map((id) => [id, readyProvider])),
    policy: policyWith({
      rules: [{ name: 'mine', when: {}, use: Object.keys(tiers)[0]!, origin: 'settings' }],
      tiers: toTiers(Object.fromEntries(written) as Record<string, string[]>),
    }),
  });
  const providers = { tested: providerFor(wire, server.url), vscode: createVscodeProvider() };
  const provider = (id: string) => providers[id as keyof typeof providers];
  return chatWorld({ situation, provider, parts });
}

const textOf = (shown: readonly unknown[]) =>
  shown.map((part) => (part instanceof LanguageModelTextPart ? part.value : '')).join('');
const askedModels = () => server.requests.map(({ body }) => body['model']);

describe.each(wires)('$name', (wire) => {
  const answers = (text: string, usage: unknown = undefined): Script =>
    eventStream([...wire.opening, wire.text(text), ...wire.closing(wire.words.stop, usage)]);
  const calls = eventStream([
    ...wire.opening,
    ...wire.toolCall({ id: 't1', name: 'read', pieces: ['{"path":"a.ts"}'] }),
    ...wire.closing(wire.words.stop),
  ]);
  const tools = Array.from({ length: 200 }, (_, at) => ({ ...tool, name: `read_${at}` }));
  const tooMany = plainAnswer(
    400,
    '{"error":{"message":"Invalid \'tools\': array too long. Expected an array with maximum length 128, but got an array with length 200 instead.","code":"array_above_max_length"}}',
  );

  test('a call that the client requires is required of the model, or asked for again where it refuses', async () => {
    let isRefused = true;
    const refusal = plainAnswer(
      400,
      '{"error":{"message":"Thinking mode does not support this tool_choice"}}',
    );
    scripts = {
      thinks: (socket, request) => {
        const script = isRefused && 'tool_choice' in request.body ? refusal : calls;
        script(socket, request);
      },
    };
    const world = windowWith({ fast: { 'tested/thinks': {} } }, wire);
    const asked = { model: 'fast', messages: loop, tools: [tool] };
    const shown = await world.ask({ ...asked, mustCall: true });
    expect(shown.some((part) => part instanceof LanguageModelToolCallPart)).toBe(true);
    const forced = wire.name === 'anthropic' ? { type: 'any' } : 'required';
    const choices = () => server.requests.map(({ body }) => body['tool_choice']);
    expect(choices()).toEqual([forced, undefined]);
    isRefused = false;
    await world.ask(asked);
    expect(choices()).toEqual([forced, undefined, undefined]);
  });

  test('200 tools all reach a model, the next one of the tier where the first takes fewer', async () => {
    scripts = { few: tooMany, many: answers('Done.') };
    const world = windowWith({ fast: { 'tested/few': {}, 'tested/many': {} } }, wire);
    expect(textOf(await world.ask({ model: 'fast', messages: loop, tools }))).toBe('Done.');
    expect(askedModels()).toEqual(['few', 'many']);
    for (const { name } of tools) expect(server.requests[1]!.text).toContain(`"${name}"`);
  });

  test('where no model of the tier takes so many tools, the message says what to do', async () => {
    scripts = { few: tooMany };
    const world = windowWith({ fast: { 'tested/few': {} } }, wire);
    await expect(world.ask({ model: 'fast', messages: loop, tools })).rejects.toThrow(
      /^few does not take so many tools \(400\): .*maximum length 128.* Turn some off with Configure Tools in the chat, or pick a tier/,
    );
  });

  const long = `${'const a = 1;\n'.repeat(80_000)}The very end.`;
  const windows = {
    fast: { 'tested/small': { contextTokens: 128_000 } },
    reasoning: { 'tested/large': { contextTokens: 1_000_000 } },
  };
  const longLoop = [asks, called, resultOf(new LanguageModelTextPart(long))];

  test('a result of 1 MB goes whole to a model that takes it', async () => {
    const [input, output] = wire.totals;
    scripts = { large: answers('Read.', { [input]: 400_000, [output]: 5 }) };
    const world = windowWith(windows, wire);
    const shown = await world.ask({ model: 'auto', messages: longLoop, tools: [tool] });
    expect(textOf(shown)).toBe('Read.');
    expect(askedModels()).toEqual(['large']);
    expect(server.requests[0]!.text).toContain(JSON.stringify(long));
  });

  test('a result of 1 MB for a tier that was picked and is too small is not sent, and says why', async () => {
    const world = windowWith(windows, wire);
    await expect(world.ask({ model: 'fast', messages: longLoop, tools: [tool] })).rejects.toThrow(
      /needs about \d+ tokens.* takes 128000\. Pick a tier whose model takes more, or start a new chat/,
    );
    expect(server.requests).toEqual([]);
  });

  test('an image that a tool shows goes to a model that sees it, else the message says so', async () => {
    scripts = { seeing: answers('A cat.') };
    const png = LanguageModelDataPart.image(new Uint8Array([1]), 'image/png');
    const messages = [asks, called, resultOf(png)];
    const tiers = {
      fast: { 'tested/blind': { capabilities: { images: false } } },
      reasoning: { 'tested/seeing': { capabilities: { images: true } } },
    };
    const world = windowWith(tiers, wire);
    expect(textOf(await world.ask({ model: 'auto', messages, tools: [tool] }))).toBe('A cat.');
    expect(server.requests[0]!.text).toContain('AQ==');
    await expect(world.ask({ model: 'fast', messages, tools: [tool] })).rejects.toThrow(
      'blind: the task comes with images, and it cannot see any. Pick another tier',
    );
    expect(askedModels()).toEqual(['seeing']);
  });

  test('a budget that ends in the middle of a loop is named, nothing is sent, and the loop goes on later', async () => {
    scripts = { model: calls };
    const budget: Budget = { id: '$1.00 per day', period: 'day', nanoUsd: 1e9 };
    const limit = { budgetId: budget.id, capNanoUsd: 1e9, span: { fromMs: 0 } };
    const limits = { ensureKnown: async () => undefined, all: [budget], blocks: [] };
    let cap = 1e9;
    const budgets = { ...limits, limitOf: () => ({ ...limit, capNanoUsd: cap }) };
    const world = windowWith({ fast: { 'tested/model': {} } }, wire, { budgets });
    const first = await world.ask({ model: 'fast', messages: [asks], tools: [tool] });
    const messages = [asks, LanguageModelChatMessage.Assistant(first), result];
    cap = 1;
    const refused = world.ask({ model: 'fast', messages, tools: [tool] });
    await expect(refused).rejects.toThrow(
      'The budget of $1.00 per day does not allow this call. Change your budgets, or pick a cheaper tier.',
    );
    expect(editor.asked.map(({ message }) => message)).toEqual([
      'The budget of $1.00 per day does not allow the next call.',
    ]);
    expect(server.requests).toHaveLength(1);
    cap = 1e9;
    scripts = { model: answers('Fixed.') };
    expect(textOf(await world.ask({ model: 'fast', messages, tools: [tool] }))).toBe('Fixed.');
    expect(server.requests[1]!.text).toContain('const a = 1;');
    expect(world.settlements).toHaveLength(world.reservations.length);
  });

  const gone = plainAnswer(404, '{"error":{"message":"The model `first` does not exist"}}');

  test('a model that is gone in the middle of a loop is stood in for, with all that was said', async () => {
    scripts = { first: calls };
    const world = windowWith({ fast: { 'tested/first': {}, 'tested/second': {} } }, wire);
    const first = await world.ask({ model: 'fast', messages: [asks], tools: [tool] });
    const messages = [asks, LanguageModelChatMessage.Assistant(first), result];
    scripts = { first: gone, second: answers('Fixed.') };
    expect(textOf(await world.ask({ model: 'fast', messages, tools: [tool] }))).toBe('Fixed.');
    expect(askedModels()).toEqual(['first', 'first', 'second']);
    const { messages: sent, input } = server.requests[2]!.body;
    expect(JSON.stringify(sent ?? input)).toContain('const a = 1;');
    expect(sent ?? input).toEqual(server.requests[1]!.body[sent ? 'messages' : 'input']);
  });

  test('a model that is gone and has no stand-in says so, and what to do', async () => {
    scripts = { first: gone };
    const world = windowWith({ fast: { 'tested/first': {} } }, wire);
    await expect(world.ask({ model: 'fast', messages: loop, tools: [tool] })).rejects.toThrow(
      /no model named “tested\/first”.* Name another model for the tier fast/,
    );
  });

  test('a turn that is cancelled is settled, its line is closed, and nothing waits', async () => {
    scripts = {
      model(socket) {
        socket.resume();
        socket.write(eventStreamHead);
        for (const event of [...wire.opening, wire.text('One ')]) socket.write(chunk(event));
      },
    };
    const world = windowWith({ fast: { 'tested/model': {} } }, wire);
    const cancelling: (() => void)[] = [];
    const token = {
      isCancellationRequested: false,
      onCancellationRequested(cancel: () => void) {
        cancelling.push(cancel);
        return { dispose: () => undefined };
      },
    };
    const shown = await world.ask({
      model: 'fast',
      messages: loop,
      tools: [tool],
      token: token as never,
      see: () => cancelling.forEach((cancel) => cancel()),
    });
    expect(textOf(shown)).toBe('One ');
    await server.closed;
    expect(world.reservations).toHaveLength(1);
    expect(world.settlements).toMatchObject([{ outcome: 'cancelled' }]);
  });
});

test('a model of VS Code that takes fewer tools says so', async () => {
  editor.refusal = 'You may not include more than 128 tools in your request.';
  const world = windowWith({ fast: { 'vscode/copilot/gpt': {} } });
  await expect(world.ask({ model: 'fast', messages: loop, tools: [tool] })).rejects.toThrow(
    /128 tools in your request\. Turn some off with Configure Tools/,
  );
});
