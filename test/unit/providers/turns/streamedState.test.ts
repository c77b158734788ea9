import { expect, test } from 'vitest';
import { anthropicParts } from '../../../../src/providers/anthropic/parts.ts';
import { anthropicBody } from '../../../../src/providers/anthropic/messages.ts';
import { openaiBody } from '../../../../src/providers/openai/messages.ts';
import { responsesParts } from '../../../../src/providers/openai/parts.ts';
import type { Part } from '../../../../src/providers/provider.ts';
import type { Message } from '../../../../src/routing/conversation.ts';
import { eventsOf, partsOf } from '../partsOf.ts';

/** The turn that a stream makes, as the caller keeps it. */
function turnOf(parts: readonly Part[]): Extract<Message, { role: 'assistant' }> {
  const items = parts.flatMap((part) => (part.kind === 'state' ? part.items : []));
  return {
    role: 'assistant',
    text: parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    toolCalls: parts.flatMap((part) => (part.kind === 'toolCall' ? [part.call] : [])),
    ...(items.length > 0 && { state: { provider: 'p', model: 'm', items } }),
  };
}

function callWith(turn: Message, model = 'm') {
  const ids = turn.role === 'assistant' ? (turn.toolCalls ?? []).map(({ id }) => id) : [];
  const results = ids.map((callId): Message => ({ role: 'tool', callId, text: 'content' }));
  const messages: Message[] = [{ role: 'user', text: 'Hi' }, turn, ...results];
  return { model, system: '', maxOutputTokens: 100, messages };
}

// Anthropic's events as its SDK 1.12 types them.
const block = (index: number, content_block: unknown, ...deltas: unknown[]) => [
  { type: 'content_block_start', index, content_block },
  ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
  { type: 'content_block_stop', index },
];
const thinking = (index: number, signature: string, ...texts: string[]) =>
  block(
    index,
    { type: 'thinking', thinking: '', signature: '' },
    ...texts.map((text) => ({ type: 'thinking_delta', thinking: text })),
    { type: 'signature_delta', signature },
  );
const said = (index: number, text: string) =>
  block(index, { type: 'text', text: '' }, { type: 'text_delta', text });
const tool = (index: number, id: string) =>
  block(
    index,
    { type: 'tool_use', id, name: 'read', input: {} },
    { type: 'input_json_delta', partial_json: '{}' },
  );
const ended = [
  { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
  { type: 'message_stop' },
];

const thought = (signature: string, text = '') => ({ type: 'thinking', thinking: text, signature });
const use = (id: string) => ({ type: 'tool_use', id, name: 'read', input: {} });
const words = (text: string) => ({ type: 'text', text });

const claudeTurns: readonly (readonly [source: string, events: unknown[][], sent: unknown[]])[] = [
  [
    'thinking that is left out, the default since Claude Opus 4.7',
    [thinking(0, 'S'), tool(1, 't1')],
    [thought('S'), use('t1')],
  ],
  [
    'a summary in pieces',
    [thinking(0, 'S', 'Let ', 'me.'), tool(1, 't1')],
    [thought('S', 'Let me.'), use('t1')],
  ],
  [
    'thinking between texts and calls, interleaved since Claude 4.6',
    [thinking(0, 'A'), said(1, 'One.'), thinking(2, 'B'), tool(3, 't1'), tool(4, 't2')],
    [thought('A'), words('One.'), thought('B'), use('t1'), use('t2')],
  ],
  [
    'redacted thinking',
    [block(0, { type: 'redacted_thinking', data: 'D' }), tool(1, 't1')],
    [{ type: 'redacted_thinking', data: 'D' }, use('t1')],
  ],
  [
    'a signature in pieces, some gateways',
    [
      block(
        0,
        { type: 'thinking', thinking: '', signature: '' },
        { type: 'signature_delta', signature: 'S1' },
        { type: 'signature_delta', signature: 'S2' },
      ),
      tool(1, 't1'),
    ],
    [thought('S1S2'), use('t1')],
  ],
  [
    'no signature before a call: the servers of DeepSeek and Kimi, NousResearch/hermes-agent#17510, 2026-04',
    [
      block(0, { type: 'thinking', thinking: '' }, { type: 'thinking_delta', thinking: 'Hm.' }),
      tool(1, 't1'),
    ],
    [{ type: 'thinking', thinking: 'Hm.' }, use('t1')],
  ],
  [
    'neither words nor a signature before a call: BenedictKing/ccx#279, 2026-07',
    [block(0, { type: 'thinking', thinking: '' }), tool(1, 't1')],
    [{ type: 'thinking', thinking: '' }, use('t1')],
  ],
  [
    'no signature and no call, perhaps cut off before it: openclaw/openclaw#84430, 2026-05',
    [
      block(0, { type: 'thinking', thinking: '' }, { type: 'thinking_delta', thinking: 'Hm.' }),
      said(1, 'Yes.'),
    ],
    [words('Yes.')],
  ],
  [
    'two newlines before the call, nick1udwig/kibitz#78, 2025-01',
    [thinking(0, 'S'), said(1, '\n\n'), tool(2, 't1')],
    [thought('S'), use('t1')],
  ],
  [
    'fields that a later version adds',
    [block(0, { type: 'thinking', thinking: '', signature: 'S', later: 1 }), tool(1, 't1')],
    [{ ...thought('S'), later: 1 }, use('t1')],
  ],
  ['no thinking at all', [said(0, 'One.'), tool(1, 't1')], [words('One.'), use('t1')]],
];

test.each(claudeTurns)('anthropic: %s', async (_, events, sent) => {
  const turn = turnOf(await partsOf(anthropicParts(eventsOf([...events.flat(), ...ended]))));
  expect(anthropicBody(callWith(turn)).messages[1]?.content).toEqual(sent);
  const isThinking = (item: unknown) => /thinking/.test(JSON.stringify(item));
  const forAnother = anthropicBody(callWith(turn, 'another')).messages[1]?.content;
  expect(forAnother).toEqual(sent.filter((item) => !isThinking(item)));
});

// OpenAI's events as its SDK 7.57 types them.
const done = (item: Record<string, unknown>) => [{ type: 'response.output_item.done', item }];
const reasoning = (id: string, more: Record<string, unknown> = {}) => ({
  type: 'reasoning',
  id,
  summary: [],
  encrypted_content: `E${id}`,
  ...more,
});
const called = (call_id: string) => ({
  type: 'function_call',
  id: `fc_${call_id}`,
  call_id,
  name: 'read',
  arguments: '{}',
});
const message = (text: string, more: Record<string, unknown> = {}) => [
  { type: 'response.output_text.delta', delta: text },
  ...done({ type: 'message', id: 'msg_1', role: 'assistant', content: [], ...more }),
];
const completed = [{ type: 'response.completed', response: { status: 'completed', output: [] } }];
const callItem = (call_id: string) => ({
  type: 'function_call',
  call_id,
  name: 'read',
  arguments: '{}',
});
const textItem = (content: string, more = {}) => ({ role: 'assistant', content, ...more });

const gptTurns: readonly (readonly [source: string, events: unknown[][], sent: unknown[]])[] = [
  [
    'reasoning before a call',
    [done(reasoning('rs_1')), done(called('c1'))],
    [reasoning('rs_1'), callItem('c1')],
  ],
  [
    'reasoning before each call, continuedev/continue 11721, March 2026',
    [done(reasoning('rs_1')), done(called('c1')), done(reasoning('rs_2')), done(called('c2'))],
    [reasoning('rs_1'), callItem('c1'), reasoning('rs_2'), callItem('c2')],
  ],
  [
    'two reasoning items in a row, TanStack/ai PR 1347, September 2026',
    [done(reasoning('rs_1')), done(reasoning('rs_2')), done(called('c1'))],
    [reasoning('rs_1'), reasoning('rs_2'), callItem('c1')],
  ],
  [
    'a phase, SDK 7.57: preserve and resend it',
    [done(reasoning('rs_1')), message('I look.', { phase: 'commentary' }), done(called('c1'))],
    [reasoning('rs_1'), textItem('I look.', { phase: 'commentary' }), callItem('c1')],
  ],
  [
    'two messages with their phases',
    [message('I look.', { phase: 'commentary' }), message('Done.', { phase: 'final_answer' })],
    [textItem('I look.', { phase: 'commentary' }), textItem('Done.', { phase: 'final_answer' })],
  ],
  [
    'the message before the call, continuedev/continue 11994, April 2026',
    [done(reasoning('rs_1')), message('I look.'), done(called('c1'))],
    [reasoning('rs_1'), textItem('I look.'), callItem('c1')],
  ],
  [
    'a status, refused in the input',
    [done(reasoning('rs_1', { status: 'completed' })), done(called('c1'))],
    [reasoning('rs_1'), callItem('c1')],
  ],
  [
    'no encrypted content: not stored, so of no use',
    [done({ type: 'reasoning', id: 'rs_1', summary: [] }), done(called('c1'))],
    [callItem('c1')],
  ],
  [
    'a summary',
    [
      done(reasoning('rs_1', { summary: [{ type: 'summary_text', text: 'Hm.' }] })),
      done(called('c1')),
    ],
    [reasoning('rs_1', { summary: [{ type: 'summary_text', text: 'Hm.' }] }), callItem('c1')],
  ],
];

test.each(gptTurns)('openai: %s', async (_, events, sent) => {
  const turn = turnOf(await partsOf(responsesParts(eventsOf([...events.flat(), ...completed]))));
  const input = openaiBody(callWith(turn)).input as unknown[];
  expect(input.slice(1, 1 + sent.length)).toEqual(sent);
  expect(JSON.stringify(openaiBody(callWith(turn, 'another')).input)).not.toContain('Ers_');
});

test('a turn that was changed since keeps what can be kept', async () => {
  const stream = [...thinking(0, 'S'), ...said(1, 'One.'), ...tool(2, 't1'), ...ended];
  const turn = turnOf(await partsOf(anthropicParts(eventsOf(stream))));
  const changed = anthropicBody(callWith({ ...turn, text: 'One, two.' })).messages[1]?.content;
  expect(changed).toEqual([thought('S'), words('One, two.'), use('t1')]);
  const gpt = [...done(reasoning('rs_1')), ...message('One.'), ...done(called('c1')), ...completed];
  const other = turnOf(await partsOf(responsesParts(eventsOf(gpt))));
  const input = openaiBody(callWith({ ...other, text: 'Changed.' })).input as unknown[];
  expect(input.slice(1, 4)).toEqual([reasoning('rs_1'), textItem('Changed.'), callItem('c1')]);
  // Without the call that followed from it, the API refuses the reasoning.
  const { toolCalls: _, ...withoutCall } = other;
  expect(openaiBody(callWith(withoutCall)).input).toEqual([
    { role: 'user', content: 'Hi' },
    textItem('One.'),
  ]);
});

test('a text that VS Code trims, or leaves out because it is blank, loses no reasoning', async () => {
  const gpt = [...done(reasoning('rs_1')), ...message('One.\n'), ...done(reasoning('rs_2'))];
  const blank = [...message('\n\n'), ...done(called('c1')), ...completed];
  const turn = turnOf(await partsOf(responsesParts(eventsOf([...gpt, ...blank]))));
  const input = openaiBody(callWith({ ...turn, text: 'One.' })).input as unknown[];
  expect(input.slice(1, 5)).toEqual([
    reasoning('rs_1'),
    reasoning('rs_2'),
    textItem('One.'),
    callItem('c1'),
  ]);
  const quiet = [...done(reasoning('rs_1')), ...message('\n\n'), ...done(called('c1'))];
  const silent = turnOf(await partsOf(responsesParts(eventsOf([...quiet, ...completed]))));
  const sent = openaiBody(callWith(silent)).input as unknown[];
  expect(sent.slice(1, 3)).toEqual([reasoning('rs_1'), callItem('c1')]);
});

test('text between calls goes back where it stood, also without thinking', async () => {
  const claude = [...tool(0, 't1'), ...said(1, 'And now:'), ...tool(2, 't2'), ...ended];
  const turn = turnOf(await partsOf(anthropicParts(eventsOf(claude))));
  const content = anthropicBody(callWith(turn)).messages[1]?.content;
  expect(content).toEqual([use('t1'), words('And now:'), use('t2')]);
  const gpt = [...done(called('c1')), ...message('And now:'), ...done(called('c2')), ...completed];
  const other = turnOf(await partsOf(responsesParts(eventsOf(gpt))));
  const input = openaiBody(callWith(other)).input as unknown[];
  expect(input.slice(1, 4)).toEqual([callItem('c1'), textItem('And now:'), callItem('c2')]);
});
