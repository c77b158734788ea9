import type * as vscode from 'vscode';
import { expect, test, vi } from 'vitest';
import { conversationFrom, sizeOf } from '../../../../src/editor/chat/messages.ts';
import { chatApi, LanguageModelChatMessage } from '../../../support/chatParts.ts';

vi.mock('vscode', async () => (await import('../../../support/chatParts.ts')).chatApi);

const { LanguageModelTextPart, LanguageModelToolCallPart, LanguageModelToolResultPart } = chatApi;
const { LanguageModelDataPart, LanguageModelPromptTsxPart } = chatApi;
type Request = vscode.LanguageModelChatRequestMessage;

const text = (value: string) => new LanguageModelTextPart(value);
const image = (byte: number) => LanguageModelDataPart.image(new Uint8Array([byte]), 'image/png');
const read = (...messages: LanguageModelChatMessage[]) =>
  conversationFrom(messages as unknown as Request[]).messages;

test('texts and images of a message and of a result keep their order', () => {
  const shots = [text('Before:'), image(1), text('After:'), image(2)];
  const images = [
    { mimeType: 'image/png', base64: 'AQ==', after: 7 },
    { mimeType: 'image/png', base64: 'Ag==', after: 13 },
  ];
  const result = new LanguageModelToolResultPart('t1', shots);
  expect(read(LanguageModelChatMessage.User([result, ...shots]))).toEqual([
    { role: 'tool', callId: 't1', text: 'Before:After:', images },
    { role: 'user', text: 'Before:After:', images },
  ]);
});

test('what stands as an answer before anything was asked is the system text, unless there is one', () => {
  const role = 'You are a software engineer who works with tools.';
  const messages = [
    LanguageModelChatMessage.Assistant(role),
    LanguageModelChatMessage.User('Add a discount.'),
    LanguageModelChatMessage.Assistant('Done.'),
  ] as unknown as Request[];
  const asked = [
    { role: 'user', text: 'Add a discount.' },
    { role: 'assistant', text: 'Done.' },
  ];
  expect(conversationFrom(messages)).toMatchObject({ system: role, messages: asked });
  const system = { role: 3, content: [text('Be brief.')], name: undefined } as unknown as Request;
  expect(conversationFrom([system, ...messages])).toMatchObject({
    system: 'Be brief.',
    messages: [{ role: 'assistant', text: role }, ...asked],
  });
});

test.each([
  [LanguageModelDataPart.json({ a: [1] }), '{"a":[1]}'],
  [LanguageModelDataPart.text('# Hi', 'text/markdown; charset=utf-8'), '# Hi'],
  [LanguageModelDataPart.text('<svg/>', 'image/svg+xml'), '<svg/>'],
  [LanguageModelDataPart.text('{}', 'application/vnd.api+json'), '{}'],
  [
    LanguageModelDataPart.json({ uri: 'file:///a' }, 'application/vnd.code.resource-link'),
    '{"uri":"file:///a"}',
  ],
  [LanguageModelDataPart.text('ephemeral', 'cache_control'), ''],
  [
    new LanguageModelDataPart(new Uint8Array(3), 'application/pdf'),
    '(3 bytes of application/pdf, which cannot be shown to a model here)',
  ],
  [
    // As @vscode/prompt-tsx 0.4 writes it.
    new LanguageModelPromptTsxPart({
      node: {
        type: 1,
        ctor: 2,
        children: [
          { type: 2, text: 'One', lineBreakBefore: false },
          { type: 1, ctor: 2, children: [{ type: 2, text: 'Two', lineBreakBefore: true }] },
        ],
      },
    }),
    'One\nTwo',
  ],
  [new LanguageModelPromptTsxPart(undefined), ''],
])('a part of the type %o is read', (part, expected) => {
  const result = new LanguageModelToolResultPart('t1', [part]);
  expect(read(LanguageModelChatMessage.User([result]))).toEqual([
    { role: 'tool', callId: 't1', text: expected },
  ]);
});

test.each([
  [undefined, '{}'],
  [['a'], '{}'],
  ['{"path":"a"}', '{"path":"a"}'],
])(
  'a call of an extension without types whose input is %o has an object',
  (input, argumentsJson) => {
    const call = new LanguageModelToolCallPart('t1', 'read', input as unknown as object);
    expect(read(LanguageModelChatMessage.Assistant([call]))).toEqual([
      { role: 'assistant', text: '', toolCalls: [{ id: 't1', name: 'read', argumentsJson }] },
    ]);
  },
);

test('a result that stands beside its call is the result of it', () => {
  const call = new LanguageModelToolCallPart('t1', 'read', {});
  const result = new LanguageModelToolResultPart('t1', [text('It.')]);
  expect(read(LanguageModelChatMessage.Assistant([call, result]))).toEqual([
    { role: 'assistant', text: '', toolCalls: [{ id: 't1', name: 'read', argumentsJson: '{}' }] },
    { role: 'tool', callId: 't1', text: 'It.' },
  ]);
});

test('an image in an answer is shown by the user, because no server takes it there', () => {
  expect(read(LanguageModelChatMessage.Assistant([text('Here.'), image(1)]))).toEqual([
    { role: 'assistant', text: 'Here.' },
    { role: 'user', text: '', images: [{ mimeType: 'image/png', base64: 'AQ==' }] },
  ]);
});

test('the size of a message counts calls, results and images', () => {
  const sizes = (message: LanguageModelChatMessage) => sizeOf(message as unknown as Request);
  expect(sizes(LanguageModelChatMessage.User('Hi'))).toEqual({ text: 'Hi', images: 0 });
  const long = 'x'.repeat(1000);
  const result = new LanguageModelToolResultPart('t1', [text(long), image(1)]);
  expect(sizes(LanguageModelChatMessage.User([result]))).toEqual({ text: long, images: 1 });
  const call = new LanguageModelToolCallPart('t1', 'write', { content: long });
  expect(sizes(LanguageModelChatMessage.Assistant([call])).text).toContain(long);
});
