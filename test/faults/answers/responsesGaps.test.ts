import { describe } from 'vitest';
import { type AnswerCase, testAnswers } from '../../support/answerCases.ts';
import { wires } from '../../support/wires.ts';

/* Streams of the Responses API in which a gateway leaves out some of what OpenAI says up to three times. */

const wire = wires.find(({ name }) => name === 'openai')!;

const event = (type: string, data: Record<string, unknown> = {}) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const created = event('response.created', { response: { id: 'r', status: 'in_progress' } });
const completed = (response: Record<string, unknown> = {}) =>
  event('response.completed', { response: { id: 'r', status: 'completed', ...response } });
const call = (more: Record<string, unknown> = {}) => ({
  type: 'function_call',
  id: 'fc_1',
  call_id: 'c1',
  name: 'ls',
  arguments: '{"p":1}',
  ...more,
});
const message = (...texts: string[]) => ({
  type: 'message',
  role: 'assistant',
  content: texts.map((text) => ({ type: 'output_text', text })),
});
const added = (item: unknown, output_index: number | undefined = 0) =>
  event('response.output_item.added', { output_index, item });
const done = (item: unknown, output_index = 0) =>
  event('response.output_item.done', { output_index, item });
const piece = (delta: string, place: Record<string, unknown> = { output_index: 0 }) =>
  event('response.function_call_arguments.delta', { ...place, delta });
const input = (text: string) =>
  event('response.function_call_arguments.done', { item_id: 'fc_1', arguments: text });
const words = (delta: string) => event('response.output_text.delta', { output_index: 0, delta });
const wordsEnd = (text: string) => event('response.output_text.done', { output_index: 0, text });

const sglang = 'sgl-project/sglang#12652, 2025-11-04';
const opencode = 'anomalyco/opencode#44893, 2026-08-25';
const opencodex = 'lidge-jun/opencodex#4652, 2026-09-01';
const switchyard = 'NVIDIA-NeMo/Switchyard#777, 2026-08-01';
const twice = 'vllm-project/vllm#54964, 2026-09-02';
const own = 'own construction, 2026-11-30';

const listed = { calls: [['ls', '{"p":1}']], finish: ['toolCalls', 'completed'] } as const;
const hello = { text: 'Hello', finish: ['stop', 'completed'] } as const;
const open = added(call({ arguments: '' }));

const calls: readonly AnswerCase[] = [
  {
    shape: 'a call whose item never ends',
    seen: sglang,
    body:
      created +
      open +
      piece('{"p"') +
      piece(':1}') +
      input('{"p":1}') +
      completed({ output: [message('')] }),
    read: listed,
  },
  {
    shape: 'a call whose item never ends, in pieces alone',
    seen: sglang,
    body: created + open + piece('{"p"') + piece(':1}') + completed(),
    read: listed,
  },
  {
    shape: 'half of a call that never ends is none',
    seen: sglang,
    body: created + open + piece('{"p"') + completed(),
    read: { finish: ['stop', 'completed'] },
  },
  {
    shape: 'a call that only the response has whole',
    seen: opencode,
    body:
      created +
      added(call({ arguments: '' }), undefined) +
      piece('{"p"', { item_id: 'fc_1' }) +
      completed({ output: [call()] }),
    read: listed,
  },
  {
    shape: 'a call in its item and again in the response',
    seen: opencode,
    body: created + open + piece('{"p":1}') + done(call()) + completed({ output: [call()] }),
    read: listed,
  },
  {
    shape: 'two calls, of which only the first ends',
    seen: opencode,
    body:
      created +
      open +
      done(call()) +
      added(call({ id: 'fc_2', call_id: 'c2', name: 'cat', arguments: '' }), 1) +
      piece('{"f":2}', { output_index: 1 }) +
      completed(),
    read: { ...listed, calls: [...listed.calls, ['cat', '{"f":2}']] },
  },
  {
    shape: 'calls of a response that is incomplete are not made up',
    seen: opencode,
    body:
      created +
      open +
      piece('{"p":1}') +
      event('response.incomplete', {
        response: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
      }),
    read: { finish: ['length', 'max_output_tokens'] },
  },
  {
    shape: 'a response that is cut and said only as a whole keeps its text',
    seen: switchyard,
    body:
      created +
      event('response.incomplete', {
        response: {
          status: 'incomplete',
          incomplete_details: { reason: 'max_output_tokens' },
          output: [message('Hello')],
        },
      }),
    read: { text: 'Hello', finish: ['length', 'max_output_tokens'] },
  },
  {
    shape: 'an item that ends without its arguments',
    seen: opencodex,
    body: created + open + piece('{"p":1}') + done(call({ arguments: '' })) + completed(),
    read: listed,
  },
  {
    shape: 'an item that ends without its name',
    seen: own,
    body: created + open + done(call({ name: undefined })) + completed(),
    read: listed,
  },
  {
    shape: 'arguments that are an object',
    seen: own,
    body: created + done(call({ arguments: { p: 1 } })) + completed(),
    read: listed,
  },
  {
    shape: 'arguments that are the text of a text',
    seen: twice,
    body: created + done(call({ arguments: JSON.stringify('{"p":1}') })) + completed(),
    read: listed,
  },
  {
    shape: 'a call without a call_id, told twice',
    seen: own,
    body: created + done(call({ call_id: undefined })) + completed({ output: [call()] }),
    read: listed,
  },
];

const texts: readonly AnswerCase[] = [
  {
    shape: 'a text that only the response has',
    seen: switchyard,
    body: created + completed({ output: [message('Hel', 'lo')] }),
    read: hello,
  },
  {
    shape: 'a text that only its end has',
    seen: switchyard,
    body:
      created +
      wordsEnd('Hello') +
      done(message('Hello')) +
      completed({ output: [message('Hello')] }),
    read: hello,
  },
  {
    shape: 'a text that only its item has',
    seen: switchyard,
    body: created + done(message('Hello')) + completed({ output: [message('Hello')] }),
    read: hello,
  },
  {
    shape: 'a text in pieces, at its end, in its item and in the response',
    seen: own,
    body:
      created +
      words('Hel') +
      words('lo') +
      wordsEnd('Hello') +
      done(message('Hello')) +
      completed({ output: [message('Hello')] }),
    read: hello,
  },
  {
    shape: 'two messages, of which one has pieces',
    seen: own,
    body: created + words('Hel') + done(message('Hel')) + done(message('lo'), 1) + completed(),
    read: hello,
  },
  {
    shape: 'a text and a call that only the response has',
    seen: switchyard,
    body: created + completed({ output: [message('Hello'), call()] }),
    read: { ...listed, text: 'Hello' },
  },
  {
    shape: 'a response that does not say its status',
    seen: own,
    body: created + words('Hello') + event('response.completed', { response: { id: 'r' } }),
    read: hello,
  },
];

describe('calls', () => {
  testAnswers(wire, calls);
});

describe('texts', () => {
  testAnswers(wire, texts);
});
