import { expect, test } from 'vitest';
import type { ModelCall } from '../../../src/providers/provider.ts';
import type { TurnState } from '../../../src/routing/conversation.ts';
import { outcomeOf, providerFor, wires } from '../../support/wires.ts';
import { eventStream, plainAnswer, startWireServer } from '../../support/wireServer.ts';

/*
 * Words by which servers refuse something that they need not be sent, over real HTTP: the second request does
 * without it and is answered. Each case names where the words were seen (owner/repository#number, year-month), or says that it was constructed.
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
    'lbjlaq/Antigravity-Manager#498, 2026-01',
    'messages.1.content.0: Invalid `signature` in `thinking` block',
    'SECRET',
  ),
  claude(
    'anomalyco/opencode#48637, 2026-09',
    'messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a different conversation. The `system` prompt differs from the one this block was created with.',
    'SECRET',
  ),
  claude(
    'own construction: a thinking block of signature only',
    'messages.3.content.0.thinking: each thinking block must contain thinking',
    'SECRET',
  ),
  claude(
    'farion1231/cc-switch#991, 2026-02',
    "thinking: Input tag 'adaptive' found using 'type' does not match expected tags: 'enabled', 'disabled'",
    'summarized',
  ),
  claude(
    'askalf/dario#273, 2026-05',
    'adaptive thinking is not supported on this model',
    'summarized',
  ),
  claude(
    'caozhiyuan/copilot-api#145, 2026-03',
    'system.0.cache_control: Extra inputs are not permitted',
    'cache_control',
  ),
  claude(
    'earendil-works/pi#7938, 2026-08',
    'tools.0.cache_control: Extra inputs are not permitted',
    'cache_control',
  ),
  claude(
    'own construction: an older server that knows no thinking.display',
    'thinking.adaptive.display: Extra inputs are not permitted',
    'summarized',
  ),
  claude(
    'mirrorange/clove#40, 2026-01',
    'output_config: Extra inputs are not permitted',
    'output_config',
  ),
  claude(
    'anthropics/claude-code-action#1005, 2026-03',
    'output_config.effort: Extra inputs are not permitted',
    '"effort"',
  ),
  claude(
    'own construction after BerriAI/litellm#27074, 2026-05',
    'This model does not support the effort parameter.',
    '"effort"',
  ),
  lesson(
    'anthropic',
    'own construction after BerriAI/litellm#27074, 2026-05',
    "output_config.effort: Input should be 'medium', 'high' or 'max', and not 'low'",
    '"effort":"low"',
    '"effort":"medium"',
  ),
  claude(
    'anthropics/claude-code#586, 2025-07',
    'tools.0.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12',
    '"maxLength"',
  ),
  gpt(
    'spacelift-io/spacectl#402, 2026-03',
    "Invalid schema for function 'read': In context=('properties', 'path'), array schema missing items.",
    '"maxLength"',
  ),
  chat(
    'anomalyco/opencode#11889, 2026-02',
    '* GenerateContentRequest.tools[0].function_declarations[0].parameters.properties[path].maxLength: only allowed for STRING type',
    '"maxLength"',
  ),
  chat(
    'QwenLM/qwen-code#10435, 2026-08',
    'Failed to initialize samplers: failed to parse grammar',
    '"maxLength"',
  ),
  chat(
    'openclaw/openclaw#107430, 2026-07',
    "Unable to generate parser for this template. Automatic parser generation failed: JSON schema conversion failed: Pattern must start with '^' and end with '$'",
    '"maxLength"',
  ),
  chat(
    'MoonshotAI/kimi-cli#1595, 2026-03',
    "Invalid request: tools.function.parameters is not a valid moonshot flavored json schema, details: <At path 'properties.path': type is not defined>",
    '"maxLength"',
  ),
  gpt(
    'openai/openai-cookbook#2271, 2025-12',
    'Your organization must be verified to generate reasoning summaries.',
    '"summary":"auto"',
  ),
  gpt(
    'own construction after openai/codex#31846, 2026-07',
    "Unsupported parameter: 'reasoning.summary' is not supported with this model.",
    '"summary":"auto"',
  ),
  gpt(
    'smallmain/vscode-unify-chat-provider#178, 2026-05',
    'The encrypted content for item rs_037e could not be verified.',
    'SECRET',
  ),
  gpt(
    'openai/codex#8126, 2025-12',
    'The encrypted content gAAA...CwHs could not be verified.',
    'SECRET',
  ),
  gpt(
    'vercel/ai#7099, 2025-11',
    "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
    'SECRET',
  ),
  gpt(
    'continuedev/continue#11994, 2026-04',
    "Item 'msg_1' was provided without its required 'reasoning' item: 'rs_1'.",
    'SECRET',
  ),
  gpt(
    'own construction: a model that does not reason',
    'Encrypted content is not supported with this model.',
    'reasoning.encrypted_content',
  ),
  gpt(
    'sipeed/picoclaw#1019, 2026-03',
    "Unknown parameter: 'prompt_cache_key'.",
    'prompt_cache_key',
  ),
  gpt(
    'own construction: a model of tomorrow with other efforts',
    "Unsupported value: 'minimal' is not supported with the 'gpt-6.1-sol' model. Supported values are: 'low', 'medium', 'high', 'xhigh', and 'max'. (reasoning.effort)",
    '"minimal"',
    '"low"',
  ),
  gpt(
    'BoundaryML/baml#2708, 2025-11',
    "Unsupported parameter: 'reasoning.effort' is not supported with this model.",
    '"minimal"',
  ),
  chat(
    'CherryHQ/cherry-studio#1403, 2025-02',
    "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
    '"role":"system"',
    'Be careful. \\n\\nFix it.',
  ),
  chat(
    'sgl-project/sglang#892, 2024-08',
    'System role not supported',
    '"role":"system"',
    'Be careful. \\n\\nFix it.',
  ),
  chat(
    'own construction: what is refused is said again after the efforts that are not',
    "[{'loc': ('body', 'reasoning_effort'), 'msg': \"Input should be 'low', 'medium' or 'high'\", 'input': 'minimal'}]",
    '"minimal"',
    '"low"',
  ),
  chat(
    'anomalyco/opencode#1680, 2025-08',
    'Tool call id was call_PTLP8xhu3uwZk4l3nlnrrJha but must be a-z, A-Z, 0-9, with a length of 9.',
    'call_long_enough',
  ),
  chat(
    'avante-corp/avante.nvim#2695, 2025-09',
    "Unexpected role 'user' after role 'tool'",
    undefined,
    'Understood.',
  ),
  chat(
    'agno-agi/agno#5382, 2025-11',
    "Invalid 'messages[2].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length 60 instead.",
    'call_long_enough',
  ),
  chat(
    'microsoft/vscode#313019, 2026-04',
    'Function call is missing a thought_signature in functionCall parts.',
    undefined,
    'skip_thought_signature_validator',
  ),
  chat(
    'own construction after lbjlaq/Antigravity-Manager#3337, 2026-08',
    'Unable to submit request because Thought signature is not valid.',
    'SECRET',
    'skip_thought_signature_validator',
  ),
  chat(
    'anomalyco/opencode#24083, 2026-04',
    'The `reasoning_content` in the thinking mode must be passed back to the API.',
    undefined,
    '"reasoning_content":""',
  ),
  chat(
    'farion1231/cc-switch#3483, 2026-06',
    'thinking is enabled but reasoning_content is missing in assistant tool call message at index 2',
    undefined,
    '"reasoning_content":""',
  ),
  chat(
    'sipeed/picoclaw#1019, 2026-03',
    "[{'type': 'extra_forbidden', 'loc': ('body', 'prompt_cache_key'), 'msg': 'Extra inputs are not permitted'}]",
    'prompt_cache_key',
  ),
  chat(
    'QwenLM/qwen-code#921, 2025-10',
    "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
    '"temperature"',
  ),
  chat(
    'own construction after omnigent-ai/omnigent#1686, 2026-06',
    'Argument not supported on this model: reasoning_effort',
    '"minimal"',
  ),
  chat(
    'own construction after earendil-works/pi#3764, 2026-04',
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
    tools: [
      {
        name: 'read',
        description: 'Reads.',
        inputSchema: { properties: { path: { type: 'string', maxLength: 65536 } } },
      },
    ],
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
