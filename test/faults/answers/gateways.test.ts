import { describe } from 'vitest';
import { type AnswerCase, testAnswers } from '../../support/answerCases.ts';
import { wires } from '../../support/wires.ts';

/* Answers of the Messages API as gateways write them, where they are less than Anthropic's own. */

const wire = wires.find(({ name }) => name === 'anthropic')!;

const event = (type: string, data: Record<string, unknown> = {}) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const unnamed = (text: string) => text.replaceAll(/^event: .*\n/gm, '');
const start = event('message_start', {
  message: { id: 'm', role: 'assistant', content: [], usage: { input_tokens: 7 } },
});
const words = (text: string) =>
  event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) +
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }) +
  event('content_block_stop', { index: 0 });
const tool = (index: number, block: Record<string, unknown>, ...pieces: string[]) =>
  event('content_block_start', { index, content_block: { type: 'tool_use', ...block } }) +
  pieces
    .map((partial_json) =>
      event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json } }),
    )
    .join('');
const delta = (stop_reason: string) =>
  event('message_delta', { delta: { stop_reason }, usage: { output_tokens: 3 } });
const stop = event('message_stop');

const pi = 'earendil-works/pi#1984, 2026-03-09';
const noStop = 'Dstack-TEE/private-ai-gateway#114, 2026-08-03';
const octo = 'open-octo/octo-agent#647, 2026-06-12';
const twice = 'vllm-project/vllm#54964, 2026-09-02';
const own = 'own construction, 2026-11-30';

const usage = { inputTokens: 7, outputTokens: 3 };
const begun = { usage: { inputTokens: 7, outputTokens: 0 } };
const hello = { text: 'Héllo', finish: ['stop', 'end_turn'], usage } as const;
const whole = start + words('Héllo') + delta('end_turn');
const listed = { calls: [['ls', '{"p":1}']], finish: ['toolCalls', 'tool_use'], usage } as const;

const endings: readonly AnswerCase[] = [
  { shape: 'events without names', seen: pi, body: unnamed(whole + stop), read: hello },
  {
    shape: 'events without names and with carriage returns',
    seen: pi,
    body: unnamed(whole + stop).replaceAll('\n', '\r\n'),
    read: hello,
  },
  {
    shape: 'events without names, the last one without its end',
    seen: pi,
    body: unnamed(whole + stop).trimEnd(),
    read: hello,
  },
  {
    shape: 'some events without names',
    seen: own,
    body: start + unnamed(words('Hé')) + words('llo') + unnamed(delta('end_turn')) + stop,
    read: hello,
  },
  {
    shape: 'an error without a name',
    seen: pi,
    body: unnamed(start) + 'data: {"type":"error","error":{"type":"rate_limit_error"}}\n\n',
    read: { ...begun, error: 'rateLimited' },
  },
  {
    shape: 'an error that the event’s name does not tell',
    seen: own,
    body: `${start}event: message\ndata: {"type":"error","error":{"type":"overloaded_error"}}\n\n`,
    read: { ...begun, error: 'overloaded' },
  },
  {
    shape: 'an error in the form of OpenAI',
    seen: own,
    body: `${start}data: {"error":{"message":"No money","code":"insufficient_quota"}}\n\n`,
    read: { ...begun, error: 'billing' },
  },
  { shape: 'a stop reason and no message_stop', seen: noStop, body: whole, read: hello },
  {
    shape: 'a stop reason and [DONE]',
    seen: own,
    body: `${whole}event: done\ndata: [DONE]\n\n`,
    read: hello,
  },
  {
    shape: 'an end without a stop reason is cut off',
    seen: own,
    body: start + words('Héllo'),
    read: { ...begun, text: 'Héllo' },
  },
];

const calls: readonly AnswerCase[] = [
  {
    shape: 'a call in a turn that is said to have ended',
    seen: octo,
    body: start + tool(0, { id: 'a', name: 'ls', input: {} }, '{"p":1}') + delta('end_turn') + stop,
    read: { ...listed, finish: ['toolCalls', 'end_turn'] },
  },
  {
    shape: 'a call in a turn that reached the limit',
    seen: octo,
    body: start + tool(0, { id: 'a', name: 'ls', input: {} }, '{"p":1}') + delta('max_tokens'),
    read: { ...listed, finish: ['length', 'max_tokens'] },
  },
  {
    shape: 'a call without an id',
    seen: own,
    body: start + tool(0, { name: 'ls', input: {} }, '{"p":1}') + delta('tool_use') + stop,
    read: listed,
  },
  {
    shape: 'two calls at one index, of which none ends',
    seen: own,
    body:
      start +
      tool(0, { id: 'a', name: 'ls', input: {} }, '{"p":1}') +
      tool(0, { id: 'b', name: 'cat', input: {} }, '{"f":', '2}') +
      delta('tool_use') +
      stop,
    read: { ...listed, calls: [...listed.calls, ['cat', '{"f":2}']] },
  },
  {
    shape: 'an input that is the text of an object',
    seen: twice,
    body: start + tool(0, { id: 'a', name: 'ls', input: '{"p":1}' }) + delta('tool_use') + stop,
    read: listed,
  },
  {
    shape: 'pieces that are the text of the text of an object',
    seen: twice,
    body:
      start +
      tool(0, { id: 'a', name: 'ls', input: {} }, '"{\\"p', '\\":1}"') +
      delta('tool_use') +
      stop,
    read: listed,
  },
  {
    shape: 'an input of null',
    seen: own,
    body: start + tool(0, { id: 'a', name: 'ls', input: null }) + delta('tool_use') + stop,
    read: { ...listed, calls: [['ls', '{}']] },
  },
];

describe('endings', () => {
  testAnswers(wire, endings);
});

describe('calls', () => {
  testAnswers(wire, calls);
});
