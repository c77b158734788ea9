import { expect, test, vi } from 'vitest';
import { vscodeMessages } from '../../../../src/editor/situation/vscodeParts/messages.ts';
import { createPartsDraft } from '../../../../src/editor/situation/vscodeParts/state.ts';
import type { ModelCall } from '../../../../src/providers/provider.ts';
import type { Message } from '../../../../src/routing/conversation.ts';
import { chatApi, LanguageModelChatMessage } from '../../../support/chatParts.ts';

vi.mock('vscode', async () => (await import('../../../support/chatParts.ts')).chatApi);

const { LanguageModelTextPart, LanguageModelThinkingPart, LanguageModelDataPart } = chatApi;
const { LanguageModelToolCallPart, LanguageModelToolResultPart } = chatApi;
const { User, Assistant } = LanguageModelChatMessage;

const written = (messages: readonly Message[], changes: Partial<ModelCall> = {}) =>
  vscodeMessages({ model: 'm', system: ' ', maxOutputTokens: 9, messages, ...changes }, 'vscode');
const asks: Message = { role: 'user', text: 'Hi' };
const calls = (argumentsJson: string, state?: readonly unknown[], text = ''): Message => ({
  role: 'assistant',
  text,
  toolCalls: [{ id: 't1', name: 'read', argumentsJson }],
  ...(state && { state: { provider: 'vscode', model: 'm', items: state } }),
});
const result = (text: string): Message => ({ role: 'tool', callId: 't1', text });
const resultPart = (text: string) =>
  new LanguageModelToolResultPart('t1', [new LanguageModelTextPart(text)]);
const call = (input: object) => new LanguageModelToolCallPart('t1', 'read', input);

test.each([
  ['', {}],
  ['{"a":', { invalidArguments: '{"a":' }],
  ['[1]', { invalidArguments: '[1]' }],
  ['{"1":"a"}', { 1: 'a' }],
])('arguments %j make no call fail', (argumentsJson, input) => {
  expect(written([asks, calls(argumentsJson), result('x')])).toEqual([
    User('Hi'),
    Assistant([call(input)]),
    User([resultPart('x')]),
  ]);
});

test('a call without a result gets one, and blank words are left out', () => {
  const words: Message = { role: 'assistant', text: '\n' };
  expect(written([asks, calls('{}', undefined, ' '), asks, words])).toEqual([
    User('Hi'),
    Assistant([call({})]),
    User([resultPart('There is no result: the tool was not run.')]),
    User('Hi'),
  ]);
});

const thought = () => [
  new LanguageModelThinkingPart('Let me '),
  new LanguageModelThinkingPart('', 'id', { signature: 'S' }),
];
const mark = () => LanguageModelDataPart.text('M', 'stateful_marker');

test('what a model of VS Code thought and marked goes back to it where it stood, and to no other', () => {
  const draft = createPartsDraft();
  const answer = [
    ...thought(),
    new LanguageModelTextPart('I look.'),
    mark(),
    call({ a: 1 }),
    LanguageModelDataPart.text('{}', 'usage'),
  ];
  for (const part of answer) draft.add(part);
  // It may be kept as JSON.
  const items = JSON.parse(JSON.stringify(draft.items())) as unknown[];
  const turn = calls('{"a":1}', items, 'I look.');
  const [, own] = written([asks, turn, result('x')]);
  expect(own!.content.slice(0, 3)).toEqual([...thought(), new LanguageModelTextPart('I look.')]);
  const sent = own!.content[3] as unknown as InstanceType<typeof LanguageModelDataPart>;
  expect([sent.mimeType, new TextDecoder().decode(sent.data)]).toEqual(['stateful_marker', 'M']);
  expect(own!.content.slice(4)).toEqual([call({ a: 1 })]);
  const plain = Assistant([new LanguageModelTextPart('I look.'), call({ a: 1 })]);
  expect(written([asks, turn, result('x')], { model: 'other' })[1]).toEqual(plain);
});

test('a model that wants nothing back gets nothing', () => {
  const draft = createPartsDraft();
  for (const part of [new LanguageModelTextPart('Hi'), call({})]) draft.add(part);
  expect(draft.items()).toEqual([]);
});
