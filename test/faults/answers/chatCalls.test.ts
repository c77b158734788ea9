import { describe, expect, test } from 'vitest';
import { type Expected, casesOf, testAnswers } from '../../support/answerCases.ts';
import { chatAnswer, chatChunk, toolPiece } from '../../support/chatAnswers.ts';
import { runWire } from '../../support/runWire.ts';
import { eventStream } from '../../support/wireServer.ts';
import { wires } from '../../support/wires.ts';

const wire = wires.find(({ name }) => name === 'openaiCompatible')!;

type Piece = Readonly<Record<string, unknown>>;
type Calls = NonNullable<Expected['calls']>;

/** A piece with what is given, in the order index, id, name, arguments. */
function piece(index?: unknown, id?: string, name?: string, json?: unknown): Piece {
  return {
    ...(index !== undefined && { index }),
    ...(id !== undefined && { id }),
    type: 'function',
    function: {
      ...(name !== undefined && { name }),
      ...(json !== undefined && { arguments: json }),
    },
  };
}

const openai = 'openai 7.57.0 ChatCompletionChunk, 2026-11-29';
const gemini = 'NousResearch/hermes-agent#62937, 2026-07-12';
const geminiOneChunk = 'NousResearch/hermes-agent#25333, 2026-05-14';
const geminiSame = 'NousResearch/hermes-agent#57939, 2026-07-01';
const resent = 'NousResearch/hermes-agent#35718, 2026-05-31';
const consolidated = 'elizaOS/eliza#16973, 2026-07-23';
const opencodex = 'lidge-jun/opencodex#361, 2026-07-23';
const litellm = 'BerriAI/litellm#20480, 2026-02-05';
const fireworks = 'SillyTavern/SillyTavern#5948, 2026-08-19';
const glm = 'sigoden/aichat#1495, 2026-03-22';
const mistral = '64bit/async-openai#329, 2025-02-04';
const novita =
  'https://github.com/simonw/llm/blob/main/tests/cassettes/test_tools_streaming/test_tools_streaming_variant_b.yaml, 2026-11-28';

const rows: readonly [shape: string, seen: string, pieces: readonly Piece[], calls: Calls][] = [
  [
    'a call in pieces',
    openai,
    [
      piece(0, 'a', 'f', ''),
      piece(0, undefined, undefined, '{"x"'),
      piece(0, undefined, undefined, ':1}'),
    ],
    [['f', '{"x":1}']],
  ],
  [
    'two calls whose pieces take turns',
    openai,
    [
      piece(0, 'a', 'f', '{"x":'),
      piece(1, 'b', 'g', '{"y":'),
      piece(0, undefined, undefined, '1}'),
      piece(1, undefined, undefined, '2}'),
    ],
    [
      ['f', '{"x":1}'],
      ['g', '{"y":2}'],
    ],
  ],
  [
    'a call in one piece',
    mistral,
    [piece(0, 'a', 'f', '{"city":"Berlin"}')],
    [['f', '{"city":"Berlin"}']],
  ],
  ['a call without arguments', openai, [piece(0, 'a', 'f')], [['f', '{}']]],
  ['empty arguments', novita, [piece(0, '0', 'f', ''), piece(0, '0', 'f', '{}')], [['f', '{}']]],
  [
    'the id in the first piece only, the index in all',
    glm,
    [
      piece(0, 'call_95', 'search', ''),
      piece(0, '', undefined, '{"q":'),
      piece(0, '', undefined, '"x"}'),
    ],
    [['search', '{"q":"x"}']],
  ],
  [
    'the id in every piece',
    litellm,
    [piece(0, 'a', 'f', '{"q'), piece(0, 'a', undefined, '":1'), piece(0, 'a', undefined, '}')],
    [['f', '{"q":1}']],
  ],
  [
    'id, type and name in every piece',
    fireworks,
    [piece(0, 'a', 'f', ''), piece(0, 'a', 'f', '{"q":'), piece(0, 'a', 'f', '1}')],
    [['f', '{"q":1}']],
  ],
  [
    'every call at index 0, with ids',
    gemini,
    [piece(0, 'a', 'f', '{"x":1}'), piece(0, 'b', 'f', '{"x":2}')],
    [
      ['f', '{"x":1}'],
      ['f', '{"x":2}'],
    ],
  ],
  [
    'every call at index 0, with empty ids and other names',
    gemini,
    [piece(0, '', 'f', '{"x":1}'), piece(0, '', 'g', '{"y":2}')],
    [
      ['f', '{"x":1}'],
      ['g', '{"y":2}'],
    ],
  ],
  [
    'every call at index 0, without ids and with the same name',
    geminiSame,
    [
      piece(0, undefined, 'read', '{"path":"a.md"}'),
      piece(0, undefined, 'read', '{"path":"b.md"}'),
    ],
    [
      ['read', '{"path":"a.md"}'],
      ['read', '{"path":"b.md"}'],
    ],
  ],
  [
    'a second object without id and name',
    gemini,
    [
      piece(0, 'a', 'glob', ''),
      piece(0, undefined, '', '{"path":""}'),
      piece(0, undefined, '', '{"path":"src"}'),
    ],
    [
      ['glob', '{"path":""}'],
      ['glob', '{"path":"src"}'],
    ],
  ],
  [
    'three objects in one piece',
    geminiOneChunk,
    [piece(0, 'a', 'add', '{"day":"11"}{"day":"12"} {"day":"13"}')],
    [
      ['add', '{"day":"11"}'],
      ['add', '{"day":"12"}'],
      ['add', '{"day":"13"}'],
    ],
  ],
  [
    'objects cut anywhere',
    geminiOneChunk,
    [
      piece(0, 'a', 'add', '{"d":{"x":1}}{"'),
      piece(0, undefined, undefined, 'd":{"x":2'),
      piece(0, undefined, undefined, '}}'),
    ],
    [
      ['add', '{"d":{"x":1}}'],
      ['add', '{"d":{"x":2}}'],
    ],
  ],
  [
    'brackets and quotes inside of texts',
    geminiOneChunk,
    [piece(0, 'a', 'add', String.raw`{"a":"}{\"{"}{"b":"\\"}`)],
    [
      ['add', String.raw`{"a":"}{\"{"}`],
      ['add', String.raw`{"b":"\\"}`],
    ],
  ],
  [
    'a second object that breaks off',
    geminiOneChunk,
    [piece(0, 'a', 'relate', '{"entity":"x"}{"enti')],
    [
      ['relate', '{"entity":"x"}'],
      ['relate', '{"enti'],
    ],
  ],
  [
    'an object and other text',
    geminiOneChunk,
    [piece(0, 'a', 'f', '{"x":1} done')],
    [['f', '{"x":1} done']],
  ],
  [
    'arguments that break off',
    geminiOneChunk,
    [piece(0, 'a', 'f', '{"text":"Use Can')],
    [['f', '{"text":"Use Can']],
  ],
  ['arguments that are no object', openai, [piece(0, 'a', 'f', '[1,2]')], [['f', '[1,2]']]],
  [
    'the whole call once more at the end',
    consolidated,
    [
      piece(0, 'a', 'f', ''),
      piece(0, undefined, undefined, '{"x":'),
      piece(0, undefined, undefined, '1}'),
      piece(0, 'a', 'f', '{"x":1}'),
    ],
    [['f', '{"x":1}']],
  ],
  [
    'the arguments twice',
    opencodex,
    [
      piece(0, 'a', 'f', ''),
      piece(0, undefined, undefined, '{"x":1}'),
      piece(0, undefined, undefined, '{"x":1}'),
    ],
    [['f', '{"x":1}']],
  ],
  [
    'all arguments so far in each piece',
    resent,
    [
      piece(0, 'a', 'f', '{"x"'),
      piece(0, 'a', 'f', '{"x":1,'),
      piece(0, 'a', 'f', '{"x":1,"y":2}'),
    ],
    [['f', '{"x":1,"y":2}']],
  ],
  [
    'the arguments again as a JSON text',
    litellm,
    [piece(0, 'a', 'f', '{"x":1}'), piece(0, 'a', 'f', JSON.stringify('{"x":1}'))],
    [['f', '{"x":1}']],
  ],
  [
    'pieces without an index',
    'langchain4j/langchain4j#4544, 2026-02-05',
    [
      piece(undefined, 'a', 'f', '{"x":'),
      piece(undefined, 'a', undefined, '1}'),
      piece(undefined, 'b', 'g', '{}'),
    ],
    [
      ['f', '{"x":1}'],
      ['g', '{}'],
    ],
  ],
  [
    'arguments as an object',
    'ollama/ollama#7963, 2025-02-12',
    [piece(0, 'a', 'f', { x: 1 })],
    [['f', '{"x":1}']],
  ],
  [
    'arguments as objects at one index',
    'ollama/ollama#7963, 2025-02-12',
    [piece(0, undefined, 'f', { x: 1 }), piece(0, undefined, 'f', { x: 2 })],
    [
      ['f', '{"x":1}'],
      ['f', '{"x":2}'],
    ],
  ],
  [
    'the same id at two indexes',
    'langchain4j/langchain4j#4544, 2026-02-05',
    [piece(0, 'same', 'f', '{"x":1}'), piece(1, 'same', 'f', '{"x":2}')],
    [
      ['f', '{"x":1}'],
      ['f', '{"x":2}'],
    ],
  ],
  [
    'an id that looks like a path',
    'earendil-works/pi#2017 (Kimi), 2026-03-10',
    [piece(0, 'functions.read:0', 'read', '{}')],
    [['read', '{}']],
  ],
];

describe('tool calls', () => {
  testAnswers(
    wire,
    casesOf(rows, (shape, seen, pieces, calls) => ({
      shape,
      seen,
      body: chatAnswer(pieces.map(toolPiece), { finish: 'tool_calls' }),
      read: { calls, finish: ['toolCalls', 'tool_calls'] },
    })),
  );
});

const thoughts = '0xsline/OpenChatCut#6, 2026-07-23';
const agno = 'agno-agi/agno#5802, 2026-07-07';
const deepseek = 'spring-projects/spring-ai#5968, 2026-05-01';
const signed = (index: number, id: string | undefined, signature: string): Piece => ({
  ...piece(index, id, 'f', '{}'),
  extra_content: { google: { thought_signature: signature } },
});
const madeId: unknown = expect.stringMatching(/^call_[0-9a-f]{32}$/);
const details = (...list: readonly unknown[]) => chatChunk({ reasoning_details: list });
const toolEnd = { finish: ['toolCalls', 'tool_calls'] } as const;

describe('what a server wants back', () => {
  testAnswers(wire, [
    {
      shape: 'the signature of a call',
      seen: thoughts,
      body: chatAnswer([toolPiece(signed(0, 'a', 'SIGNED'))], { finish: 'tool_calls' }),
      read: {
        calls: [['f', '{}']],
        state: [{ kind: 'thoughtSignature', callId: 'a', signature: 'SIGNED' }],
        ...toolEnd,
      },
    },
    {
      shape: 'the signature of a call without an id',
      seen: gemini,
      body: chatAnswer([toolPiece(signed(0, undefined, 'SIGNED'))], { finish: 'tool_calls' }),
      read: {
        calls: [['f', '{}']],
        state: [{ kind: 'thoughtSignature', callId: madeId, signature: 'SIGNED' }],
        ...toolEnd,
      },
    },
    {
      shape: 'a signature at the first of two calls only',
      seen: 'NousResearch/hermes-agent#101536, 2026-09-02',
      body: chatAnswer([toolPiece(signed(0, 'a', 'SIGNED')), toolPiece(piece(1, 'b', 'g', '{}'))], {
        finish: 'tool_calls',
      }),
      read: {
        calls: [
          ['f', '{}'],
          ['g', '{}'],
        ],
        state: [{ kind: 'thoughtSignature', callId: 'a', signature: 'SIGNED' }],
        ...toolEnd,
      },
    },
    {
      shape: 'a signature in a later piece',
      seen: thoughts,
      body: chatAnswer(
        [
          toolPiece(piece(0, 'a', 'f', '{}')),
          toolPiece({ index: 0, extra_content: { google: { thought_signature: 'SIGNED' } } }),
        ],
        { finish: 'tool_calls' },
      ),
      read: {
        calls: [['f', '{}']],
        state: [{ kind: 'thoughtSignature', callId: 'a', signature: 'SIGNED' }],
        ...toolEnd,
      },
    },
    {
      shape: 'reasoning_content with a call',
      seen: deepseek,
      body: chatAnswer(
        [
          chatChunk({ reasoning_content: 'I need ' }),
          chatChunk({ reasoning_content: 'a tool.' }),
          toolPiece(piece(0, 'a', 'f', '{}')),
        ],
        { finish: 'tool_calls' },
      ),
      read: {
        reasoning: 'I need a tool.',
        calls: [['f', '{}']],
        state: [{ kind: 'reasoningContent', text: 'I need a tool.' }],
        ...toolEnd,
      },
    },
    {
      shape: 'a signed thought in three details of one index',
      seen: agno,
      body: chatAnswer(
        [
          details({ type: 'reasoning.text', text: 'Let', format: 'v1', index: 0 }),
          details({ type: 'reasoning.text', text: ' me.', format: 'v1', index: 0 }),
          details({ type: 'reasoning.text', signature: 'SIGNED', format: 'v1', index: 0 }),
          toolPiece(piece(0, 'a', 'f', '{}')),
        ],
        { finish: 'tool_calls' },
      ),
      read: {
        reasoning: 'Let me.',
        calls: [['f', '{}']],
        state: [
          {
            kind: 'reasoningDetails',
            details: [
              {
                type: 'reasoning.text',
                text: 'Let me.',
                signature: 'SIGNED',
                format: 'v1',
                index: 0,
              },
            ],
          },
        ],
        ...toolEnd,
      },
    },
    {
      shape: 'details of two indexes that take turns',
      seen: agno,
      body: chatAnswer([
        details({ type: 'reasoning.text', text: 'a', index: 0 }),
        details({ type: 'reasoning.summary', summary: 'x', index: 1 }),
        details({ type: 'reasoning.text', text: 'b', index: 0 }),
        details({ type: 'reasoning.summary', summary: 'y', index: 1 }),
        chatChunk({ content: 'Yes' }),
      ]),
      read: {
        reasoning: 'axby',
        text: 'Yes',
        state: [
          {
            kind: 'reasoningDetails',
            details: [
              { type: 'reasoning.text', text: 'ab', index: 0 },
              { type: 'reasoning.summary', summary: 'xy', index: 1 },
            ],
          },
        ],
        finish: ['stop', 'stop'],
      },
    },
    {
      shape: 'encrypted details, which are never joined',
      seen: 'agentjido/req_llm#300, 2025-12-24',
      body: chatAnswer([
        details({ type: 'reasoning.encrypted', data: 'AAA', index: 0 }),
        details({ type: 'reasoning.encrypted', data: 'BBB', index: 0 }),
        chatChunk({ content: 'Yes' }),
      ]),
      read: {
        text: 'Yes',
        state: [
          {
            kind: 'reasoningDetails',
            details: [
              { type: 'reasoning.encrypted', data: 'AAA', index: 0 },
              { type: 'reasoning.encrypted', data: 'BBB', index: 0 },
            ],
          },
        ],
        finish: ['stop', 'stop'],
      },
    },
    {
      shape: 'details, reasoning_content and a signature in one turn',
      seen: 'RooCodeInc/Roo-Code#9389, 2025-11-19',
      body: chatAnswer(
        [
          chatChunk({
            reasoning_content: 'Hm',
            reasoning_details: [{ type: 'reasoning.text', text: 'Hm', index: 0 }],
          }),
          toolPiece(signed(0, 'a', 'SIGNED')),
        ],
        { finish: 'tool_calls' },
      ),
      read: {
        reasoning: 'Hm',
        calls: [['f', '{}']],
        state: [
          { kind: 'reasoningContent', text: 'Hm' },
          { kind: 'reasoningDetails', details: [{ type: 'reasoning.text', text: 'Hm', index: 0 }] },
          { kind: 'thoughtSignature', callId: 'a', signature: 'SIGNED' },
        ],
        ...toolEnd,
      },
    },
    {
      shape: 'nothing of an answer that was cut off',
      seen: 'vllm-project/vllm#27572, 2025-10-27',
      body: chatChunk({ reasoning_content: 'Hm' }) + toolPiece(signed(0, 'a', 'SIGNED')),
      read: { reasoning: 'Hm' },
    },
    {
      shape: 'a call in the form before tool_calls',
      seen: openai,
      body: chatAnswer(
        [
          chatChunk({ function_call: { name: 'f', arguments: '{"x":' } }),
          chatChunk({ function_call: { arguments: '1}' } }),
        ],
        { finish: 'function_call' },
      ),
      read: { calls: [['f', '{"x":1}']], finish: ['toolCalls', 'function_call'] },
    },
  ]);
});

test('ids that are made here differ from turn to turn', async () => {
  const script = eventStream([
    chatAnswer([toolPiece(piece(0, undefined, 'f', '{}'))], { finish: 'tool_calls' }),
  ]);
  const turns = [await runWire(wire, script), await runWire(wire, script)];
  const ids = turns.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === 'toolCall' ? [part.call.id] : [])),
  );
  expect(new Set(ids).size).toBe(2);
});
