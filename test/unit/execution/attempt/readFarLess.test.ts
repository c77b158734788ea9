import { expect, test } from 'vitest';
import { readFarLess } from '../../../../src/execution/attempt/readFarLess.ts';
import type { ModelCall } from '../../../../src/providers/provider.ts';
import type { Message } from '../../../../src/routing/conversation.ts';

type Said = Omit<ModelCall, 'model' | 'maxOutputTokens'>;

const code = (lines: number) =>
  Array.from(
    { length: lines },
    (_, line) => `  total += prices[${line}] * quantities[${line}];`,
  ).join('\n');
const prose = 'The reader of this page wants to know how the cart adds up its books. ';

function callOf(said: Partial<Said>): ModelCall {
  return { model: 'm', system: 'You help.', messages: [], maxOutputTokens: 1_000, ...said };
}
const asked = (text: string): Message => ({ role: 'user', text });
const long = callOf({ messages: [asked(code(1_000))] });

// Servers that read the end of a prompt and answer with a usual stop: Ollama with its windows of 2048 and 4096
// (github.com/ollama/ollama/issues/9221, February 2025: limit 2048, prompt 3963), and behind gateways, with
// its window divided among parallel requests (github.com/Stirling-Tools/Stirling-PDF/pull/7770, 2026: 2050).
const cuts: readonly [string, ModelCall, readTokens: number][] = [
  ['a file', long, 4_096],
  ['a file, with an odd window', long, 2_050],
  ['prose', callOf({ messages: [asked(prose.repeat(800))] }), 4_095],
  ['a system text', callOf({ system: prose.repeat(800), messages: [asked('Hello')] }), 4_096],
  [
    'Chinese',
    callOf({ messages: [asked('购物车里的书价相加得到总价然后打折'.repeat(3_000))] }),
    4_096,
  ],
  [
    'tools, as agents bring them',
    callOf({
      messages: [asked('Look around.')],
      tools: Array.from({ length: 60 }, (_, index) => ({
        name: `tool_${index}`,
        description: prose.repeat(10),
        inputSchema: { type: 'object' },
      })),
    }),
    4_096,
  ],
  [
    'a conversation whose last turn is short',
    callOf({
      messages: [
        asked(code(1_000)),
        { role: 'assistant', text: 'It adds up prices.' },
        asked('Thanks. And where is the discount?'),
      ],
    }),
    4_096,
  ],
];

test.each(cuts)('far less of %s was read', (_, call, readTokens) => {
  const cut = readFarLess(call, { inputTokens: readTokens });
  expect(cut).toMatchObject({ readTokens });
  expect(cut!.sentTokens).toBeGreaterThan(readTokens * 1.5);
});

const talk: readonly Message[] = [
  asked(code(1_000)),
  { role: 'assistant', text: prose.repeat(30) },
  asked(prose.repeat(60)),
];

const sound: readonly [string, ModelCall, readTokens: number][] = [
  ['all of it', long, 17_000],
  ['a tokenizer of few tokens', long, 9_000],
  [
    'blank lines and indentation',
    callOf({ messages: [asked(`${' '.repeat(80)}\n`.repeat(2_000))] }),
    1_200,
  ],
  ['lines of marks', callOf({ messages: [asked(`${'='.repeat(76)}\n`.repeat(500))] }), 2_600],
  ['a short prompt', callOf({ messages: [asked('Why?')] }), 30],
  // Ollama leaves the count out when all was in its cache (github.com/ollama/ollama/issues/2068, 2024).
  ['nothing, by a server that did not count', long, 0],
  // Ollama 0.30.0 counted what was not in its cache (github.com/ollama/ollama/pull/16428, June 2026).
  ['the same prompt again, where only what is new is counted', long, 12],
  ['the new part of a conversation', callOf({ messages: talk }), 1_400],
  ['images, which no text shows', callOf({ messages: [asked(prose.repeat(40))] }), 600],
];

test.each(sound)('it is no failure to read %s', (_, call, readTokens) => {
  expect(readFarLess(call, { inputTokens: readTokens })).toBeUndefined();
});
