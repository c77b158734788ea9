import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { practiceVscode, runOn } from '../support/practiceVscode.ts';

// An Ollama with one model in a window of 8,192 tokens, and default settings besides: chat turns with tools and
// commands on a selection are answered, nothing is asked for that does not fit, and a prompt that does not fit
// is refused before it is sent.
const contextTokens = 8_192;
const model = 'small:4b';
const free = { from: '2026-01-01', source: 'test', input: 0, output: 0 };

interface Chat {
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly messages: readonly unknown[];
  readonly tools?: readonly unknown[];
}

const chats: Chat[] = [];
const server = createServer((request, response) => {
  let text = '';
  request.on('data', (piece: Buffer) => (text += piece.toString()));
  request.on('end', () => answer(request.url!, text, response));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const facts: Readonly<Record<string, unknown>> = {
  '/v1/models': { object: 'list', data: [{ id: model, object: 'model', owned_by: 'library' }] },
  '/api/tags': { models: [{ name: model }] },
  '/api/ps': { models: [{ name: model, context_length: contextTokens }] },
  '/api/show': { parameters: '', model_info: { 'shop.context_length': 131_072 } },
};

function answer(path: string, text: string, response: ServerResponse): void {
  if (path !== '/v1/chat/completions') {
    response.writeHead(facts[path] ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(facts[path] ?? {}));
    return;
  }
  const chat = JSON.parse(text) as Chat;
  chats.push(chat);
  const say = (value: unknown) => response.write(`data: ${JSON.stringify(value)}\n\n`);
  const call = { index: 0, id: 'call_1', function: { name: 'look', arguments: '{"at":"cart"}' } };
  const delta = chat.tools ? { tool_calls: [call] } : { content: 'It adds up the prices.' };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  say({ choices: [{ index: 0, delta, finish_reason: null }] });
  const reason = chat.tools ? 'tool_calls' : 'stop';
  say({ choices: [{ index: 0, delta: {}, finish_reason: reason }] });
  const usage = { prompt_tokens: Math.ceil(text.length / 4), completion_tokens: 9 };
  say({ choices: [], usage });
  response.end('data: [DONE]\n\n');
}

const window = practiceVscode(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  return {
    settings: (settings) => ({
      ...settings,
      'tierwise.providers': { ollama: { baseUrl } },
      // Other extensions, such as this test's, may spend a little a day, so the price must be known.
      'tierwise.models': { [`ollama/${model}`]: { prices: [free] } },
      'tierwise.tiers': { fast: [`ollama/${model}`] },
      'tierwise.rules': [],
    }),
  };
});

/** Sends a text to the tier’s model with a tool, and returns the names of the tools called and the text. */
function ask(text: string): Promise<{ calls: string[]; said: string; error?: string }> {
  return window.current.run(async (vscode, text) => {
    const [found] = await vscode.lm.selectChatModels({ vendor: 'tierwise', id: 'fast' });
    const tools = [
      { name: 'look', description: 'Looks at a file', inputSchema: { type: 'object' } },
    ];
    const calls: string[] = [];
    let said = '';
    try {
      const messages = [vscode.LanguageModelChatMessage.User(text)];
      const { stream } = await found!.sendRequest(messages, { tools });
      for await (const part of stream) {
        if (part instanceof vscode.LanguageModelToolCallPart) calls.push(part.name);
        if (part instanceof vscode.LanguageModelTextPart) said += part.value;
      }
      return { calls, said };
    } catch (error) {
      return { calls, said, error: String(error) };
    }
  }, text);
}

function outputAskedFor({ max_completion_tokens: newer, max_tokens: older }: Chat): number {
  return (newer ?? older)!;
}

test('a chat turn with tools is answered, and what is asked for fits', async () => {
  const { calls, error } = await ask('Where are prices added up?');
  expect(error).toBeUndefined();
  expect(calls).toEqual(['look']);
  const chat = chats.at(-1)!;
  expect(outputAskedFor(chat)).toBeLessThan(contextTokens);
  expect(outputAskedFor(chat)).toBeGreaterThan(contextTokens / 2);
});

test('once the server was asked, the picker is told what the model takes', async () => {
  await ask('Hello?');
  const told = await window.current.run(async (vscode) => {
    const [found] = await vscode.lm.selectChatModels({ vendor: 'tierwise', id: 'fast' });
    return found!.maxInputTokens;
  });
  expect(told).toBe(6_144);
});

test('a command on a selection is answered', async () => {
  const before = chats.length;
  await runOn(window.current, 'explain', 'src/search.ts', [9, 15]);
  expect(chats).toHaveLength(before + 1);
  expect(outputAskedFor(chats.at(-1)!)).toBeLessThan(contextTokens);
});

test('a prompt that does not fit is not sent, and the text says what to do', async () => {
  const before = chats.length;
  const { error } = await ask('total += price; '.repeat(4_000));
  expect(error).toContain('the model takes 8192');
  expect(error).toContain('OLLAMA_CONTEXT_LENGTH');
  expect(chats).toHaveLength(before);
});
