import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newestStory } from '../support/ledgerFile.ts';
import { practiceVscode, runOn } from '../support/practiceVscode.ts';
import {
  chunk,
  plainAnswer,
  eventStream,
  eventStreamHead,
  startWireServer,
  type WireServer,
} from '../support/wireServer.ts';
import { wires } from '../support/wires.ts';

// What real model servers do, as VS Code's chat and the commands meet it.

/** How long the thinking model says nothing. TIERWISE_SILENT_SECONDS=200 shows it in real time. */
const silentSeconds = Number(process.env['TIERWISE_SILENT_SECONDS'] ?? 3);

const anthropic = wires.find(({ name }) => name === 'anthropic')!;
const chat = wires.find(({ name }) => name === 'openaiCompatible')!;

let failing: WireServer;
let local: WireServer;
let standIn: WireServer;
let thinking: WireServer;
beforeAll(async () => {
  const toolCall = anthropic.toolCall({
    id: 'toolu_1',
    name: 'write',
    pieces: ['{"path":"a.ts"}'],
  });
  const overloaded = anthropic.error({ type: 'overloaded_error', message: 'Overloaded' });
  const seen = Promise.withResolvers<void>();
  failing = await startWireServer(async (socket, request) => {
    if (request.path === '/seen') {
      seen.resolve();
      return plainAnswer(200, '{}')(socket, request);
    }
    const begun = [...anthropic.opening, ...toolCall];
    if (request.body['model'] === 'stops') {
      return eventStream([...begun, overloaded])(socket, request);
    }
    socket.write(eventStreamHead);
    for (const event of [...begun, anthropic.reasoning('Then …')]) socket.write(chunk(event));
    // VS Code drops what a caller has not read yet when the answer fails.
    await seen.promise;
    socket.end(Buffer.concat([chunk(overloaded), Buffer.from('0\r\n\r\n')]));
  });
  standIn = await startWireServer(
    eventStream([
      ...chat.opening,
      ...chat.toolCall({ id: 'call_1', name: 'write', pieces: ['{"path":"a.ts"}'] }),
      ...chat.closing('tool_calls', chat.plainUsage),
    ]),
  );
  const written =
    'I write it.\n\n<tool_call>\n{"name": "write", "arguments": {"path": "a.ts",}}\n</tool_call>';
  local = await startWireServer(
    eventStream([
      ...chat.opening,
      ...written.match(/[^]{1,9}/g)!.map(chat.text),
      ...chat.closing('stop', chat.plainUsage),
    ]),
  );
  thinking = await startWireServer(async (socket) => {
    socket.write(eventStreamHead);
    for (let second = 0; second < silentSeconds; second += 1) {
      await setTimeout(1000);
      socket.write(chunk(': keep-alive\n\n'));
    }
    const events = [...chat.opening, chat.text('Thought through.')];
    for (const event of [...events, ...chat.closing('stop', chat.plainUsage)]) {
      socket.write(chunk(event));
    }
    socket.end('0\r\n\r\n');
  });
});
afterAll(() => Promise.all([failing.close(), local.close(), standIn.close(), thinking.close()]));

const window = practiceVscode(async () => ({
  settings: () => ({
    'tierwise.providers': {
      failing: { wire: 'anthropic', baseUrl: failing.url, auth: 'none' },
      local: { wire: 'openaiCompatible', baseUrl: `${local.url}/v1`, auth: 'none' },
      standin: { wire: 'openaiCompatible', baseUrl: `${standIn.url}/v1`, auth: 'none' },
      thinking: {
        wire: 'openaiCompatible',
        baseUrl: `${thinking.url}/v1`,
        auth: 'none',
        ...(silentSeconds < 60 && { timeouts: { silenceSeconds: 2 } }),
      },
    },
    'tierwise.rules': [
      { name: 'explained by the thinker', when: { taskType: 'explain' }, use: 'reasoning' },
    ],
    'tierwise.models': {
      'failing/thinks-on': { worstCaseUsd: 0.01 },
      'failing/stops': { worstCaseUsd: 0.01 },
      'local/qwen': { worstCaseUsd: 0.01 },
      'standin/writer': { worstCaseUsd: 0.01 },
      'thinking/thinker': { worstCaseUsd: 0.01 },
    },
    'tierwise.tiers': {
      local: ['local/qwen'],
      fast: ['failing/thinks-on', 'standin/writer'],
      balanced: ['failing/stops', 'standin/writer'],
      reasoning: ['thinking/thinker'],
    },
  }),
}));

/** Asks a model of Tierwise to call a tool, as an agent does. */
function askWithTool(id: string): Promise<{ calls: string[]; error: string }> {
  return window.current.run(
    async (vscode, id, seenUrl) => {
      const [model] = await vscode.lm.selectChatModels({ vendor: 'tierwise', id });
      const calls: string[] = [];
      try {
        const answer = await model!.sendRequest(
          [vscode.LanguageModelChatMessage.User('Write a.ts.')],
          {
            tools: [
              {
                name: 'write',
                description: 'Writes a file',
                inputSchema: { type: 'object', properties: {} },
              },
            ],
          },
        );
        for await (const part of answer.stream) {
          if (!(part instanceof vscode.LanguageModelToolCallPart)) continue;
          calls.push(part.name);
          await fetch(seenUrl);
        }
        return { calls, error: '' };
      } catch (error) {
        return { calls, error: String(error) };
      }
    },
    ...([id, `${failing.url}/seen`] as const),
  );
}

test('a tool call followed by an outage is not repeated by a stand-in', async () => {
  const { calls, error } = await askWithTool('fast');
  expect(calls).toEqual(['write']);
  expect(error).not.toBe('');
  expect(failing.requests.map(({ path }) => path)).toEqual(['/v1/messages', '/seen']);
  expect(standIn.requests).toEqual([]);
});

test('a tool call that an outage cut off before it was handed on is made once, by the stand-in', async () => {
  expect(await askWithTool('balanced')).toEqual({ calls: ['write'], error: '' });
  expect(standIn.requests).toHaveLength(1);
});

test('a call that a local server leaves in the text is handed on as a call', async () => {
  const parts = await window.current.run(async (vscode) => {
    const [model] = await vscode.lm.selectChatModels({ vendor: 'tierwise', id: 'local' });
    const answer = await model!.sendRequest([vscode.LanguageModelChatMessage.User('Write a.ts.')], {
      tools: [{ name: 'write', description: 'Writes a file', inputSchema: { type: 'object' } }],
    });
    let text = '';
    const calls: unknown[] = [];
    for await (const part of answer.stream) {
      if (part instanceof vscode.LanguageModelTextPart) text += part.value;
      if (part instanceof vscode.LanguageModelToolCallPart) calls.push([part.name, part.input]);
    }
    return { text, calls };
  });
  expect(parts).toEqual({ text: 'I write it.\n\n', calls: [['write', { path: 'a.ts' }]] });
});

test(
  'a model that thinks without a word, with keep-alives alone, is waited for',
  async () => {
    await runOn(window.current, 'explain', 'src/search.ts', [9, 15]);
    expect(thinking.requests).toHaveLength(1);
    const { attempts } = newestStory(window.current);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['complete']);
  },
  (silentSeconds + 120) * 1000,
);
