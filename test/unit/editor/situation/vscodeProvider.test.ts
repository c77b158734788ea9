import { expect, test, vi } from 'vitest';
import { createVscodeProvider } from '../../../../src/editor/situation/vscodeProvider.ts';
import { partsOf } from '../../providers/partsOf.ts';

const said = vi.hoisted(() => ({ texts: [] as string[] }));
vi.mock('vscode', async () => {
  const { chatApi: api } = await import('../../../support/chatParts.ts');
  async function* stream() {
    for (const text of said.texts) yield new api.LanguageModelTextPart(text);
  }
  const sendRequest = async () => ({ stream: stream() });
  return { ...api, lm: { selectChatModels: async () => [{ sendRequest }] } };
});

test("a call that is left in the text of one of VS Code's models is a call", async () => {
  said.texts = ['I read.\n\n<invoke na', 'me="read"><parameter name="path">a</parameter></invoke>'];
  const call = {
    model: 'vendor/family',
    system: '',
    messages: [{ role: 'user', text: 'Read a.' } as const],
    maxOutputTokens: 100,
    tools: [{ name: 'read', description: 'Reads.', inputSchema: { type: 'object' } }],
  };
  const stream = createVscodeProvider().stream(call, new AbortController().signal);
  expect(await partsOf(stream)).toMatchObject([
    { kind: 'text', text: 'I read.\n\n' },
    { kind: 'toolCall', call: { name: 'read', argumentsJson: '{"path":"a"}' } },
    { kind: 'finish', reason: 'toolCalls' },
  ]);
});
