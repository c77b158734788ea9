import { testAnswers } from '../../support/answerCases.ts';
import { chatAnswer, chatChunk } from '../../support/chatAnswers.ts';
import { wires } from '../../support/wires.ts';

/* Servers that send all of the text so far in each chunk, and pieces that only look so. */

const wire = wires.find(({ name }) => name === 'openaiCompatible')!;

const qwen = 'QwenLM/qwen-code#3896, 2026-05-07';
const own = 'own construction, 2026-11-30';
const says = (...texts: string[]) =>
  chatAnswer(texts.map((content) => chatChunk({ role: 'assistant', content })));
const finish = ['stop', 'stop'] as const;

testAnswers(wire, [
  {
    shape: 'all of the text so far, three times',
    seen: qwen,
    body: says('', 'Two', 'Two rows', 'Two rows are left.'),
    read: { text: 'Two rows are left.', finish },
  },
  {
    shape: 'all of the text so far, repeated at the end',
    seen: qwen,
    body: says('Two', 'Two rows', 'Two rows left', 'Two rows left', 'Two'),
    read: { text: 'Two rows left', finish },
  },
  {
    shape: 'all of the reasoning so far, then all of the text so far',
    seen: qwen,
    body: chatAnswer([
      chatChunk({ reasoning_content: 'Hm' }),
      chatChunk({ reasoning_content: 'Hm, two' }),
      chatChunk({ reasoning_content: 'Hm, two or three' }),
      chatChunk({ content: 'Two' }),
      chatChunk({ content: 'Two r' }),
      chatChunk({ content: 'Two rows' }),
    ]),
    read: {
      reasoning: 'Hm, two or three',
      text: 'Two rows',
      finish,
      state: [{ kind: 'reasoningContent', text: 'Hm, two or three' }],
    },
  },
  {
    shape: 'pieces of which one begins with the one before',
    seen: own,
    body: says('ha', 'haha', ' said the clown'),
    read: { text: 'hahaha said the clown', finish },
  },
  {
    shape: 'a last piece that begins with the one before',
    seen: own,
    body: says('ha', 'haha'),
    read: { text: 'hahaha', finish },
  },
  {
    shape: 'a piece of reasoning that begins with the one before, then text',
    seen: own,
    body: chatAnswer([
      chatChunk({ reasoning: 'ha' }),
      chatChunk({ reasoning: 'haha' }),
      chatChunk({ content: 'Two' }),
    ]),
    read: { reasoning: 'hahaha', text: 'Two', finish },
  },
  {
    shape: 'rows of one character that grow',
    seen: own,
    body: says('-', '--', '---', '----'),
    read: { text: '----------', finish },
  },
  {
    shape: 'a piece that begins with all of the text, later on',
    seen: own,
    body: says('a', ' b', 'a b c', 'a b c d'),
    read: { text: 'a ba b ca b c d', finish },
  },
]);
