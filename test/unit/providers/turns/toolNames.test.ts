import { expect, test } from 'vitest';
import type { ModelCall, Part } from '../../../../src/providers/provider.ts';
import { createLearningProvider } from '../../../../src/providers/turns/learningProvider.ts';
import { withToolNames } from '../../../../src/providers/turns/toolNames.ts';

const tool = (name: string) => ({ name, description: 'Does it.', inputSchema: {} });
const callWith = (...names: string[]): ModelCall => ({
  model: 'm',
  system: '',
  maxOutputTokens: 100,
  tools: names.map(tool),
  messages: [
    { role: 'user', text: 'Hi' },
    {
      role: 'assistant',
      text: '',
      toolCalls: names.map((name, at) => ({ id: `t${at}`, name, argumentsJson: '{}' })),
    },
  ],
});

const long = 'mcp_browser_'.repeat(8);
const refused = [
  'admin.tools/list',
  '21st_search',
  '-x',
  `${long}one`,
  `${long}two`,
  'größe',
  '',
  ' ',
  'a b',
  'a_b ',
];

test('names that servers take stay, and the call is the same', () => {
  const call = callWith('read', 'mcp_server-2_do', 'x'.repeat(64));
  expect(withToolNames(call).call).toBe(call);
});

test('other names become ones that servers take, each its own, in tools and calls alike', () => {
  const { call, originalName } = withToolNames(callWith(...refused, 'a_b'));
  const names = call.tools!.map(({ name }) => name);
  expect(names.filter((name) => !/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
  expect(names.map(originalName)).toEqual([...refused, 'a_b']);
  expect(call.messages[1]).toMatchObject({ toolCalls: names.map((name) => ({ name })) });
});

test('a name is the same in the next turn, whatever tools came or went', () => {
  const nameIn = (call: ModelCall) => withToolNames(call).call.tools!.at(-1)!.name;
  expect(nameIn(callWith('a.b'))).toBe(nameIn(callWith('c.d', 'e', 'a.b')));
});

test('a model calls a tool by the name that it got, and the caller hears its own', async () => {
  const provider = createLearningProvider('p', {
    usual: { state: true },
    async *ask({ tools }): AsyncGenerator<Part> {
      const { name } = tools![0]!;
      for (const each of [name, 'unknown']) {
        yield { kind: 'toolCall', call: { id: each, name: each, argumentsJson: '{}' } };
      }
    },
    learn: () => undefined,
  });
  const called: string[] = [];
  for await (const part of provider.stream(callWith('a.b'), new AbortController().signal)) {
    if (part.kind === 'toolCall') called.push(part.call.name);
  }
  expect(called).toEqual(['a.b', 'unknown']);
});
