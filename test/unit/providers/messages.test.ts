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

test('a forced call goes without the thinking that it excludes, and never without tools', () => {
  const forced: ModelCall = { ...conversation, mustCall: true, thinking: 'unasked' };
  expect(anthropicBody(forced)).toMatchObject({ tool_choice: { type: 'any' } });
  expect(anthropicBody(forced)).not.toHaveProperty('thinking');
  expect(anthropicBody({ ...conversation, thinking: 'unasked' })).toHaveProperty('thinking');
  expect(openaiBody(forced)).toMatchObject({ tool_choice: 'required' });
  expect(chatBody(forced, usualDialect)).toMatchObject({ tool_choice: 'required' });
  for (const body of [
    anthropicBody({ ...bare, mustCall: true }),
    anthropicBody({ ...bare, mustCall: true, tools: [] }),
    openaiBody({ ...bare, mustCall: true }),
    chatBody({ ...bare, mustCall: true }, usualDialect),
  ]) {
    expect(body).not.toHaveProperty('tool_choice');
  }
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

const png = (base64: string, after?: number) => ({
  mimeType: 'image/png',
  base64,
  ...(after !== undefined && { after }),
});
const showing: ModelCall = {
  ...bare,
  messages: [
    { role: 'user', text: 'Before:After:', images: [png('b', 7), png('a', 13)] },
    {
      role: 'assistant',
      text: '',
      toolCalls: ['t1', 't2', 't3'].map((id) => ({ id, name: 'shot', argumentsJson: '{}' })),
    },
    { role: 'tool', callId: 't2', text: ' ', images: [png('2')] },
    { role: 'tool', callId: 't1', text: 'OneTwo', images: [png('1', 3)] },
    { role: 'tool', callId: 't3', text: 'Three' },
    { role: 'tool', callId: 'lost', text: 'Lost', images: [png('l', 4)] },
  ],
};

test('anthropic: images stand where they were, also in results', () => {
  const text = (words: string) => ({ type: 'text', text: words });
  const image = (data: string) => ({
    type: 'image',
    source: { type: 'base64', media_type: 'image/png', data },
  });
  const [asked, , answered] = anthropicBody(showing).messages;
  expect(asked!.content).toMatchObject([text('Before:'), image('b'), text('After:'), image('a')]);
  expect(answered!.content).toMatchObject([
    { tool_use_id: 't1', content: [text('One'), image('1'), text('Two')] },
    { tool_use_id: 't2', content: [image('2')] },
    { tool_use_id: 't3', content: 'Three' },
    text('Result of an earlier tool call:\nLost'),
    image('l'),
  ]);
});

test('openai: images stand where they were, also in results', () => {
  const text = (words: string) => ({ type: 'input_text', text: words });
  const image = (data: string) => ({ image_url: `data:image/png;base64,${data}` });
  const input = openaiBody(showing).input as unknown[];
  expect(input[0]).toMatchObject({
    content: [text('Before:'), image('b'), text('After:'), image('a')],
  });
  expect(input.slice(4)).toMatchObject([
    { call_id: 't1', output: [text('One'), image('1'), text('Two')] },
    { call_id: 't2', output: [image('2')] },
    { call_id: 't3', output: 'Three' },
    { role: 'user', content: [text('Result of an earlier tool call:\nLost'), image('l')] },
  ]);
});

test('compatible: images of results come right after all results, and say whose they are', () => {
  const text = (words: string) => ({ type: 'text', text: words });
  const image = (data: string) => ({ image_url: { url: `data:image/png;base64,${data}` } });
  const { messages } = chatBody(showing, usualDialect);
  expect(messages.slice(2)).toMatchObject([
    { role: 'tool', tool_call_id: 't1', content: 'OneTwo' },
    { role: 'tool', tool_call_id: 't2', content: '(shown in the next message)' },
    { role: 'tool', tool_call_id: 't3', content: 'Three' },
    {
      role: 'user',
      content: [
        text('Result 1, of the tool shot, shows:\n'),
        image('1'),
        text('Result 2, of the tool shot, shows:\n'),
        image('2'),
      ],
    },
    { role: 'user', content: [text('Result of an earlier tool call:\nLost'), image('l')] },
  ]);
});

test('half a surrogate pair is no reason to refuse a request', () => {
  const half = '\ud83d';
  const cut: ModelCall = {
    ...conversation,
    system: half,
    messages: [
      { role: 'user', text: `😀 ${half}` },
      {
        role: 'assistant',
        text: half,
        toolCalls: [{ id: 't1', name: 'read', argumentsJson: `{"${half}":"${half}"}` }],
      },
      { role: 'tool', callId: 't1', text: `\ude00${half}` },
    ],
  };
  const bodies = [anthropicBody(cut), openaiBody(cut), chatBody(cut, usualDialect)];
  for (const body of bodies) {
    const written = JSON.stringify(body);
    expect(written).not.toMatch(/\\ud[89a-f]/i);
    expect(written.match(/\ufffd/g)).toHaveLength(7);
    expect(written).toContain('😀');
  }
});
