import { expect, test } from 'vitest';
import type { ModelCall } from '../../../src/providers/provider.ts';
import type { TurnState } from '../../../src/routing/conversation.ts';
import { outcomeOf, providerFor, wires } from '../../support/wires.ts';
import { eventStream, plainAnswer, startWireServer } from '../../support/wireServer.ts';

/*
 * Words by which servers refuse something that they need not be sent, over real HTTP: the second request does
 * without it and is answered. Each case names where the words were seen.
 */

type WireName = 'anthropic' | 'openai' | 'openaiCompatible';
interface Lesson {
  readonly source: string;
  readonly wire: WireName;
  readonly words: string;
  /** In the first request and not in the second, or the other way round for `added`. */
  readonly dropped?: string;
  readonly added?: string;
}

const lesson = (
  wire: WireName,
  source: string,
  words: string,
  dropped?: string,
  added?: string,
): Lesson => ({
  source,
  wire,
  words,
  ...(dropped !== undefined && { dropped }),
  ...(added !== undefined && { added }),
});

const claude = (source: string, words: string, dropped: string) =>
  lesson('anthropic', source, words, dropped);
const gpt = (source: string, words: string, dropped?: string, added?: string) =>
  lesson('openai', source, words, dropped, added);
const chat = (source: string, words: string, dropped?: string, added?: string) =>
  lesson('openaiCompatible', source, words, dropped, added);

const lessons: readonly Lesson[] = [
  claude(
    'vybestack/llxprt-code 2335, July 2026',
    'messages.1.content.0: Invalid `signature` in `thinking` block',
    'SECRET',
  ),
  claude(
    'anomalyco/opencode 48637, September 2026',
    'messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a different conversation. The `system` prompt differs from the one this block was created with.',
    'SECRET',
  ),
  claude(
    'farion1231/cc-switch 3930, June 2026',
    'messages.3.content.0.thinking: each thinking block must contain thinking',
    'SECRET',
  ),
  claude(
    'cc-switch 991, February 2026',
    "thinking: Input tag 'adaptive' found using 'type' does not match expected tags: 'enabled', 'disabled'",
    'summarized',
  ),
  claude(
    'memberjunction docs, 2026',
    'adaptive thinking is not supported on this model',
    'summarized',
  ),
  claude(
    'caozhiyuan/copilot-api 145, March 2026',
    'system.0.cache_control: Extra inputs are not permitted',
    'cache_control',
  ),
  claude(
    'earendil-works/pi 7938, August 2026',
    'tools.0.cache_control: Extra inputs are not permitted',
    'cache_control',
  ),
  claude(
    'a gateway without display, SDK 1.12 typings',
    'thinking.adaptive.display: Extra inputs are not permitted',
    'summarized',
  ),
  gpt(
    'home-assistant/core 160212, January 2026',
    'Your organization must be verified to generate reasoning summaries.',
    '"summary":"auto"',
  ),
  gpt(
    'continuedev/continue 12031, April 2026',
    "Unsupported parameter: 'reasoning.summary' is not supported with this model.",
    '"summary":"auto"',
  ),
  gpt(
    'continuedev/continue 10643, February 2026',
    'The encrypted content for item rs_037e could not be verified.',
    'SECRET',
  ),
  gpt(
    'openai/codex 8126, December 2025',
    'The encrypted content gAAA...CwHs could not be verified.',
    'SECRET',
  ),
  gpt(
    'vercel/ai 7099, November 2025',
    "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
    'SECRET',
  ),
  gpt(
    'continuedev/continue 11994, April 2026',
    "Item 'msg_1' was provided without its required 'reasoning' item: 'rs_1'.",
    'SECRET',
  ),
  gpt(
    'OpenAI models that do not reason, 2025',
    'Encrypted content is not supported with this model.',
    'reasoning.encrypted_content',
  ),
  gpt(
    'picoclaw 1019, March 2026, on a gateway',
    "Unknown parameter: 'prompt_cache_key'.",
    'prompt_cache_key',
  ),
  gpt(
    'dev.to, GPT-6.1 Sol, October 2026',
    "Unsupported value: 'minimal' is not supported with the 'gpt-6.1-sol' model. Supported values are: 'low', 'medium', 'high', 'xhigh', and 'max'. (reasoning.effort)",
    '"minimal"',
    '"low"',
  ),
  gpt(
    'models that do not reason, 2025',
    "Unsupported parameter: 'reasoning.effort' is not supported with this model.",
    '"minimal"',
  ),
  chat(
    'anomalyco/opencode 1680, August 2025',
    'Tool call id was call_PTLP8xhu3uwZk4l3nlnrrJha but must be a-z, A-Z, 0-9, with a length of 9.',
    'call_long_enough',
  ),
  chat('vllm 9059, 2025', "Unexpected role 'user' after role 'tool'", undefined, 'Understood.'),
  chat(
    'OpenAI Chat, 2025',
    "Invalid 'messages[2].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length 60 instead.",
    'call_long_enough',
  ),
  chat(
    'microsoft/vscode 313019, 2026',
    'Function call is missing a thought_signature in functionCall parts.',
    undefined,
    'skip_thought_signature_validator',
  ),
  chat(
    'opencode-antigravity-auth 368, February 2026',
    'Unable to submit request because Thought signature is not valid.',
    'SECRET',
    'skip_thought_signature_validator',
  ),
  chat(
    'earendil-works/pi 3636, April 2026',
    'The `reasoning_content` in the thinking mode must be passed back to the API.',
    undefined,
    '"reasoning_content":""',
  ),
  chat(
    'anomalyco/opencode 23829, April 2026',
    'thinking is enabled but reasoning_content is missing in assistant tool call message at index 2',
    undefined,
    '"reasoning_content":""',
  ),
  chat(
    'sipeed/picoclaw 1019, March 2026',
    "[{'type': 'extra_forbidden', 'loc': ('body', 'prompt_cache_key'), 'msg': 'Extra inputs are not permitted'}]",
    'prompt_cache_key',
  ),
  chat(
    'OpenAI Chat, 2025',
    "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
    '"temperature"',
  ),
  chat('xAI, 2026', 'Argument not supported on this model: reasoning_effort', '"minimal"'),
  chat(
    'Groq, 2026',
    "`reasoning_effort` must be one of the supported values: 'low', 'medium', 'high'",
    '"minimal"',
    '"low"',
  ),
];

const long = `call_long_enough${'x'.repeat(50)}`;

function stateOn(wire: WireName): TurnState {
  const items = {
    anthropic: [
      { kind: 'thinking', block: { type: 'thinking', thinking: '', signature: 'SECRET' } },
      { kind: 'call', callId: long },
    ],
    openai: [
      {
        kind: 'reasoning',
        item: { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'SECRET' },
      },
      { kind: 'call', callId: long },
    ],
    openaiCompatible: [{ kind: 'thoughtSignature', callId: long, signature: 'SECRET' }],
  };
  return { provider: 'tested', model: 'm', items: items[wire] };
}

function callOn(wire: WireName): ModelCall {
  const called = { id: long, name: 'read', argumentsJson: '{}' };
  const other = { ...called, id: 'call_of_another' };
  return {
    model: 'm',
    system: 'Be careful. '.repeat(300),
    maxOutputTokens: 100,
    effort: 'minimal',
    thinking: 'unasked',
    temperature: 0,
    cacheKey: 'conversation',
    tools: [{ name: 'read', description: 'Reads.', inputSchema: {} }],
    messages: [
      { role: 'user', text: 'Fix it.' },
      { role: 'assistant', text: '', toolCalls: [called], state: stateOn(wire) },
      { role: 'tool', callId: long, text: 'content temperature reasoning_content signature' },
      { role: 'assistant', text: '', toolCalls: [other] },
      { role: 'tool', callId: other.id, text: 'more' },
      { role: 'user', text: 'And now?' },
    ],
  };
}

test.each(lessons)('$wire learns from $source', async ({ wire: name, words, dropped, added }) => {
  const wire = wires.find((each) => each.name === name)!;
  const answer = [...wire.opening, wire.text('Fixed.'), ...wire.closing(wire.words.stop)];
  const refusal = JSON.stringify({ error: { message: words, type: 'invalid_request_error' } });
  let asked = 0;
  const server = await startWireServer((socket, request) => {
    asked += 1;
    const script = asked === 1 ? plainAnswer(400, refusal) : eventStream(answer);
    return script(socket, request);
  });
  try {
    const provider = providerFor(wire, server.url);
    const call = callOn(wire.name as WireName);
    const outcome = await outcomeOf(provider.stream(call, new AbortController().signal));
    expect(outcome).toMatchObject({ text: 'Fixed.', error: undefined });
    const [first = '', second = ''] = server.requests.map(({ text }) => text);
    const had = [dropped ?? '', added ?? ''];
    expect(had.map((piece) => first.includes(piece))).toEqual([true, added === undefined]);
    expect([
      dropped === undefined || !second.includes(dropped),
      second.includes(added ?? ''),
    ]).toEqual([true, true]);
    // The next call asks in the new way at once, but for state: that is another conversation's.
    await outcomeOf(provider.stream(call, new AbortController().signal));
    expect(server.requests.length).toBe(3);
  } finally {
    await server.close();
  }
});

test.each(wires)('$name: a refusal that teaches nothing is told, and asked once', async (wire) => {
  const server = await startWireServer(plainAnswer(400, '{"error":{"message":"No."}}'));
  try {
    const call = callOn(wire.name as WireName);
    const { error } = await outcomeOf(
      providerFor(wire, server.url).stream(call, new AbortController().signal),
    );
    expect(error).toMatchObject({ kind: 'badRequest' });
    expect(server.requests.length).toBe(1);
  } finally {
    await server.close();
  }
});
