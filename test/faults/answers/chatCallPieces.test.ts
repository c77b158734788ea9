import { testAnswers } from '../../support/answerCases.ts';
import { wires } from '../../support/wires.ts';

/* Pieces of tool calls of the Chat Completions API whose ids and places do not say what they belong to. */

const wire = wires.find(({ name }) => name === 'openaiCompatible')!;

const chunk = (delta: Record<string, unknown>, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
const answer = (...pieces: Record<string, unknown>[]) =>
  pieces.map((piece) => chunk({ tool_calls: [piece] })).join('') +
  chunk({}, 'tool_calls') +
  'data: [DONE]\n\n';
const head = (index: number | undefined, id: string | undefined, name: string, text = '') => ({
  index,
  id,
  function: { name, arguments: text },
});
const piece = (index: number | undefined, text: string, id?: string) => ({
  index,
  id,
  function: { arguments: text },
});

const poolside = 'poolsideai/pool#9, 2026-05-08';
const mlx = 'cubist38/mlx-openai-server#216, 2026-03-01';
const dirac = 'dirac-run/dirac#215, 2026-09-03';
const agno = 'agno-agi/agno#8880, 2026-07-10';
const gemini = 'open-webui/computer#224, 2026-08-17';
const vmlx = 'jjang-ai/vmlx#244, 2026-07-12';
const forge = 'tailcallhq/forgecode#2764, 2026-03-01';
const litellm = 'BerriAI/litellm#4537, 2024-07-04';
const own = 'own construction, 2026-11-30';

const finish = ['toolCalls', 'tool_calls'] as const;
const one = { calls: [['ls', '{"p":1}']], finish } as const;
const two = { calls: [...one.calls, ['cat', '{"f":2}']], finish } as const;

testAnswers(wire, [
  {
    shape: 'all pieces but the first with another id',
    seen: poolside,
    body: answer(head(0, 'a', 'ls'), piece(0, '{"p"', 'b'), piece(0, ':1}', 'b')),
    read: one,
  },
  {
    shape: 'each piece with an id of its own',
    seen: mlx,
    body: answer(head(0, 'a', 'ls'), piece(0, '{"p"', 'b'), piece(0, ':1}', 'c')),
    read: one,
  },
  {
    shape: 'each piece at a place of its own',
    seen: dirac,
    body: answer(head(0, 'a', 'ls', '{'), piece(1, '"p"'), piece(2, ':1}')),
    read: one,
  },
  {
    shape: 'a second call at the place of the first, which goes on at its own',
    seen: agno,
    body: answer(head(0, 'a', 'ls', '{"p":1}'), head(0, 'b', 'cat', '{"f":'), piece(1, '2}')),
    read: two,
  },
  {
    shape: 'two calls that go on at each other’s place, with their ids',
    seen: agno,
    body: answer(
      head(0, 'a', 'ls', '{"p":'),
      head(1, 'b', 'cat', '{"f":'),
      piece(1, '1}', 'a'),
      piece(0, '2}', 'b'),
    ),
    read: two,
  },
  {
    shape: 'two calls without places, in pieces',
    seen: gemini,
    body: answer(
      head(undefined, 'a', 'ls', '{"p":'),
      piece(undefined, '1}'),
      head(undefined, 'b', 'cat', '{"f":'),
      piece(undefined, '2}'),
    ),
    read: two,
  },
  {
    shape: 'a second call that opens without a name',
    seen: vmlx,
    body: answer(head(0, 'a', 'ls', '{"p":1}'), head(1, 'b', ''), head(1, 'b', 'cat', '{"f":2}')),
    read: two,
  },
  {
    shape: 'arguments that are the text of a text, in pieces',
    seen: forge,
    body: answer(head(0, 'a', 'ls', '"{\\"p'), piece(0, '\\":1}"')),
    read: one,
  },
  {
    shape: 'arguments that are a text of no object',
    seen: own,
    body: answer(head(0, 'a', 'ls', '"{p}"')),
    read: { ...one, calls: [['ls', '"{p}"']] },
  },
  {
    shape: 'arguments of null',
    seen: own,
    body: answer(head(0, 'a', 'ls', 'null')),
    read: { ...one, calls: [['ls', '{}']] },
  },
  {
    shape: 'an empty object before the arguments',
    seen: litellm,
    body: answer(head(0, 'a', 'ls', '{}'), piece(0, '{"p":1}')),
    read: one,
  },
  {
    shape: 'an empty object after the arguments',
    seen: own,
    body: answer(head(0, 'a', 'ls', '{"p":1}'), piece(0, '{}')),
    read: one,
  },
  {
    shape: 'two calls of one tool at one place, one of them without arguments',
    seen: own,
    body: answer(head(0, undefined, 'ls', '{}'), head(0, undefined, 'ls', '{"p":1}')),
    read: {
      ...one,
      calls: [
        ['ls', '{}'],
        ['ls', '{"p":1}'],
      ],
    },
  },
]);
