import { expect, test } from 'vitest';
import { anthropicBody } from '../../../src/providers/anthropic/messages.ts';
import { openaiBody } from '../../../src/providers/openai/messages.ts';
import { usualDialect } from '../../../src/providers/openaiCompatible/dialect.ts';
import { chatBody } from '../../../src/providers/openaiCompatible/messages.ts';
import type { ModelCall } from '../../../src/providers/provider.ts';

const schema = { type: 'object', properties: { path: { type: 'string' } } };
const conversation: ModelCall = {
  model: 'm',
  system: 'Be careful.',
  maxOutputTokens: 500,
  effort: 'minimal',
  tools: [{ name: 'read', description: 'Reads a file.', inputSchema: schema }],
  messages: [
    { role: 'user', text: 'Fix it.' },
    {
      role: 'assistant',
      text: 'Let me look.',
      toolCalls: [
        { id: 't1', name: 'read', argumentsJson: '{"path":"a"}' },
        { id: 't2', name: 'read', argumentsJson: '{"path":' },
      ],
    },
    { role: 'tool', callId: 't1', text: 'content of a' },
    { role: 'tool', callId: 't2', text: 'no such file' },
    { role: 'user', text: 'Go on.' },
  ],
};
const bare: ModelCall = {
  model: 'm',
  system: '',
  maxOutputTokens: 500,
  messages: [{ role: 'user', text: 'Hi.' }],
};

const marked = { cache_control: { type: 'ephemeral' } };

test('anthropic: a conversation with tools', () => {
  expect(anthropicBody(conversation)).toEqual({
    model: 'm',
    max_tokens: 500,
    stream: true,
    system: [{ type: 'text', text: 'Be careful.', ...marked }],
    output_config: { effort: 'low' },
    tools: [{ name: 'read', description: 'Reads a file.', input_schema: schema, ...marked }],
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'Fix it.', ...marked }] },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Let me look.' },
          { type: 'tool_use', id: 't1', name: 'read', input: { path: 'a' } },
          { type: 'tool_use', id: 't2', name: 'read', input: { invalidArguments: '{"path":' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 't1', content: 'content of a' },
          { type: 'tool_result', tool_use_id: 't2', content: 'no such file' },
          { type: 'text', text: 'Go on.', ...marked },
        ],
      },
    ],
  });
});

test('openai: a conversation with tools', () => {
  expect(openaiBody(conversation)).toEqual({
    model: 'm',
    max_output_tokens: 500,
    stream: true,
    store: false,
    instructions: 'Be careful.',
    include: ['reasoning.encrypted_content'],
    reasoning: { effort: 'minimal', summary: 'auto' },
    tools: [
      {
        type: 'function',
        name: 'read',
        description: 'Reads a file.',
        parameters: schema,
        strict: false,
      },
    ],
    input: [
      { role: 'user', content: 'Fix it.' },
      { role: 'assistant', content: 'Let me look.' },
      { type: 'function_call', call_id: 't1', name: 'read', arguments: '{"path":"a"}' },
      { type: 'function_call', call_id: 't2', name: 'read', arguments: '{"path":' },
      { type: 'function_call_output', call_id: 't1', output: 'content of a' },
      { type: 'function_call_output', call_id: 't2', output: 'no such file' },
      { role: 'user', content: 'Go on.' },
    ],
  });
});

test('openaiCompatible: a conversation with tools', () => {
  const called = (id: string, argumentsJson: string) => ({
    type: 'function',
    id,
    function: { name: 'read', arguments: argumentsJson },
  });
  expect(chatBody(conversation, usualDialect)).toEqual({
    model: 'm',
    max_tokens: 500,
    stream: true,
    stream_options: { include_usage: true },
    reasoning_effort: 'minimal',
    tools: [
      {
        type: 'function',
        function: { name: 'read', description: 'Reads a file.', parameters: schema },
      },
    ],
    messages: [
      { role: 'system', content: 'Be careful.' },
      { role: 'user', content: 'Fix it.' },
      {
        role: 'assistant',
        content: 'Let me look.',
        tool_calls: [called('t1', '{"path":"a"}'), called('t2', '{"path":')],
      },
      { role: 'tool', tool_call_id: 't1', content: 'content of a' },
      { role: 'tool', tool_call_id: 't2', content: 'no such file' },
      { role: 'user', content: 'Go on.' },
    ],
  });
});

test('what a call does not say is left out', () => {
  expect(anthropicBody(bare)).toEqual({
    model: 'm',
    max_tokens: 500,
    stream: true,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi.' }] }],
  });
  expect(openaiBody(bare)).toEqual({
    model: 'm',
    max_output_tokens: 500,
    stream: true,
    store: false,
    include: ['reasoning.encrypted_content'],
    input: [{ role: 'user', content: 'Hi.' }],
  });
  const dialect = {
    ...usualDialect,
    usageInStream: false,
    maxTokensField: 'max_completion_tokens',
  } as const;
  expect(chatBody(bare, dialect)).toEqual({
    model: 'm',
    max_completion_tokens: 500,
    stream: true,
    messages: [{ role: 'user', content: 'Hi.' }],
  });
});

test('a temperature is said where it was asked for, also when it is zero', () => {
  for (const temperature of [0, 0.5]) {
    expect(chatBody({ ...bare, temperature }, usualDialect)).toMatchObject({ temperature });
  }
});

const seen: ModelCall = {
  ...bare,
  messages: [
    { role: 'user', text: 'Why?', images: [{ mimeType: 'image/png', base64: 'iVBORw==' }] },
    { role: 'user', text: '', images: [{ mimeType: 'image/jpeg', base64: '/9j/' }] },
  ],
};

test('anthropic: images stand before what is said of them', () => {
  const image = (media_type: string, data: string) => ({
    type: 'image',
    source: { type: 'base64', media_type, data },
  });
  expect(anthropicBody(seen).messages).toEqual([
    {
      role: 'user',
      content: [
        image('image/png', 'iVBORw=='),
        { type: 'text', text: 'Why?' },
        image('image/jpeg', '/9j/'),
      ],
    },
  ]);
});

test('openai: images are in the call itself', () => {
  const image = (image_url: string) => ({ type: 'input_image', image_url, detail: 'auto' });
  expect(openaiBody(seen).input).toEqual([
    {
      role: 'user',
      content: [image('data:image/png;base64,iVBORw=='), { type: 'input_text', text: 'Why?' }],
    },
    { role: 'user', content: [image('data:image/jpeg;base64,/9j/')] },
  ]);
});

test('compatible: images are in the call itself', () => {
  const image = (url: string) => ({ type: 'image_url', image_url: { url } });
  expect(chatBody(seen, usualDialect).messages).toEqual([
    {
      role: 'user',
      content: [image('data:image/png;base64,iVBORw=='), { type: 'text', text: 'Why?' }],
    },
    { role: 'user', content: [image('data:image/jpeg;base64,/9j/')] },
  ]);
});
