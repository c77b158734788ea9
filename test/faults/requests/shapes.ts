import type { Message } from '../../../src/routing/conversation.ts';

/** A conversation as clients really send it, and where that was seen. */
export interface Shape {
  readonly name: string;
  readonly source: string;
  readonly messages: readonly Message[];
}

const user = (text: string): Message => ({ role: 'user', text });
const says = (text: string): Message => ({ role: 'assistant', text });
const calls = (text: string, ...ids: string[]): Message => ({
  role: 'assistant',
  text,
  toolCalls: ids.map((id) => ({ id, name: 'read', argumentsJson: '{"path":"a"}' })),
});
const result = (callId: string, text = 'content'): Message => ({ role: 'tool', callId, text });
const image = { mimeType: 'image/png', base64: 'iVBORw0KGgo=' };

const shape = (name: string, source: string, ...messages: Message[]): Shape => ({
  name,
  source,
  messages,
});

export const shapes: readonly Shape[] = [
  shape(
    'two newlines beside a call',
    'kibitz 78, 2026',
    user('Hi'),
    calls('\n\n', 't1'),
    result('t1'),
    user('And?'),
  ),
  shape(
    'a blank answer between questions',
    'microsoft/vscode 307618, 2026',
    user('Hi'),
    says('\n'),
    user('And?'),
  ),
  shape(
    'a blank question',
    'continuedev/continue 9605, 2026',
    user(' '),
    says('Yes?'),
    user('Fix it.'),
  ),
  shape('only a blank question', 'continuedev/continue 9605, 2026', user(' \t\n')),
  shape(
    'an empty question at the end',
    'continuedev/continue 9605, 2026',
    user('Hi'),
    says('Yes?'),
    user(''),
  ),
  shape('no message at all', 'microsoft/vscode 325197, 2026: a prompt cut to nothing'),
  shape(
    'a blank result',
    'vercel/ai issue 7099, 2025: tools that return nothing',
    user('Hi'),
    calls('', 't1'),
    result('t1', ''),
  ),
  shape(
    'a result of white space',
    'microsoft/vscode 307618, 2026',
    user('Hi'),
    calls('', 't1'),
    result('t1', ' \n'),
  ),
  shape(
    'the user right after a tool',
    "Mistral: \"Unexpected role 'user' after role 'tool'\", 2025",
    user('Hi'),
    calls('', 't1'),
    result('t1'),
    user('This is your last turn.'),
  ),
  shape(
    'two users after a tool',
    'Mistral, 2025',
    user('Hi'),
    calls('', 't1'),
    result('t1'),
    user('One.'),
    user('Two.'),
  ),
  shape(
    'an image of a tool result',
    'microsoft/vscode, LanguageModelToolResultPart with data, 2026',
    user('Hi'),
    calls('', 't1'),
    result('t1', 'see'),
    { role: 'user', text: '', images: [image] },
  ),
  shape(
    'an assistant last',
    'Claude 5.5 migration guide, 2026: no prefill',
    user('Write JSON.'),
    says('{'),
  ),
  shape(
    'a blank assistant last',
    'Claude 5.5 migration guide, 2026',
    user('Write JSON.'),
    says(' '),
  ),
  shape(
    'an assistant first',
    'Anthropic: first message must use the "user" role, 2026',
    says('Welcome.'),
    user('Hi'),
  ),
  shape(
    'a call first',
    'farion1231/cc-switch 1181, 2026: a compacted history',
    calls('', 't1'),
    result('t1'),
    user('Hi'),
  ),
  shape(
    'an aborted turn',
    'OpenAI: "No tool output found for function call", 2025',
    user('Hi'),
    calls('Let me look.', 't1'),
    user('Stop. Do this.'),
  ),
  shape(
    'an aborted turn at the end',
    'OpenAI: "No tool output found for function call", 2025',
    user('Hi'),
    calls('', 't1'),
  ),
  shape(
    'one of two results',
    'microsoft/vscode 312940, 2026: parallel calls cancelled',
    user('Hi'),
    calls('', 't1', 't2'),
    result('t2'),
    user('And?'),
  ),
  shape(
    'results in another order',
    'Anthropic: tool_result blocks right after, 2026',
    user('Hi'),
    calls('', 't1', 't2'),
    result('t2'),
    result('t1'),
  ),
  shape(
    'a result after the user',
    'Anthropic: tool_use without tool_result immediately after, 2026',
    user('Hi'),
    calls('', 't1'),
    user('Wait.'),
    result('t1'),
  ),
  shape(
    'a result without a call',
    'OpenAI: "No tool call found for function call output", 2025',
    user('Hi'),
    result('gone'),
    user('And?'),
  ),
  shape(
    'only results, their calls were cut off',
    'farion1231/cc-switch 1181, 2026',
    result('t1'),
    result('t2'),
    user('And?'),
  ),
  shape(
    'a result twice',
    'BerriAI/litellm 31067, 2026: a tool run twice',
    user('Hi'),
    calls('', 't1'),
    result('t1'),
    result('t1', 'again'),
  ),
  shape(
    'a result of an earlier turn',
    'microsoft/vscode 313920, 2026',
    user('Hi'),
    calls('', 't1'),
    says('I go on.'),
    result('t1'),
    user('And?'),
  ),
  shape(
    'the same id in two turns',
    'ids made as call_0 by servers without ids, hermes-agent 62937, 2026',
    user('Hi'),
    calls('', 'call_0'),
    result('call_0', 'one'),
    calls('', 'call_0'),
    result('call_0', 'two'),
  ),
  shape(
    'the same id twice in a turn',
    'hermes-agent 62937, 2026: parallel calls',
    user('Hi'),
    calls('', 'c', 'c'),
    result('c', 'one'),
    result('c', 'two'),
  ),
  shape(
    'three users in a row',
    'templates that want roles to alternate, vllm 33418, 2026',
    user('One.'),
    user('Two.'),
    user('Three.'),
  ),
  shape(
    'two assistants in a row',
    'microsoft/vscode PR 325813, 2026',
    user('Hi'),
    says('One.'),
    says('Two.'),
    user('And?'),
  ),
  shape(
    'a call after an answer',
    'continuedev/continue 11994, April 2026',
    user('Hi'),
    says('I look.'),
    calls('', 't1'),
    result('t1'),
  ),
  shape(
    'arguments that are no JSON',
    'LibreChat agents 280, 2026: cut at the limit',
    user('Hi'),
    {
      role: 'assistant',
      text: '',
      toolCalls: [{ id: 't1', name: 'read', argumentsJson: '{"path":"a' }],
    },
    result('t1', 'error'),
  ),
  shape(
    'no arguments',
    'ollama and llama.cpp send "", 2026',
    user('Hi'),
    { role: 'assistant', text: '', toolCalls: [{ id: 't1', name: 'read', argumentsJson: '' }] },
    result('t1'),
  ),
  shape(
    'arguments that are a list',
    'autogen PR 7549, 2026',
    user('Hi'),
    { role: 'assistant', text: '', toolCalls: [{ id: 't1', name: 'read', argumentsJson: '[1]' }] },
    result('t1'),
  ),
  shape('an image without a word', 'paste-image 30, 2026', {
    role: 'user',
    text: '',
    images: [image],
  }),
  shape('an image with blank words', 'paste-image 30, 2026', {
    role: 'user',
    text: ' ',
    images: [image],
  }),
  shape(
    'forty calls in one turn',
    'microsoft/vscode 312940, 2026: agents that read many files',
    user('Hi'),
    calls('', ...Array.from({ length: 40 }, (_, at) => `t${at}`)),
    ...Array.from({ length: 40 }, (_, at) => result(`t${at}`)),
  ),
  shape(
    'the state of another provider',
    'CLIProxyAPI 1584, February 2026: from Gemini to Claude',
    user('Hi'),
    {
      ...calls('', 't1'),
      state: {
        provider: 'other',
        model: 'm',
        items: [
          { kind: 'thinking', block: { type: 'thinking', thinking: '', signature: 'forged' } },
        ],
      },
    } as Message,
    result('t1'),
  ),
  shape(
    'the state of another model',
    'vybestack/llxprt-code 2335, July 2026: opus → fable → opus',
    user('Hi'),
    {
      ...calls('', 't1'),
      state: {
        provider: 'tested',
        model: 'other',
        items: [
          { kind: 'thinking', block: { type: 'thinking', thinking: '', signature: 'forged' } },
          {
            kind: 'reasoning',
            item: { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'forged' },
          },
        ],
      },
    } as Message,
    result('t1'),
  ),
];

/** Ids of tool calls as their makers write them. */
export const foreignIds: readonly (readonly [id: string, source: string])[] = [
  ['functions.read_file:0', 'Kimi K2; langchain-ai/langchain 37756, 2026'],
  ['functions.read_file:12', 'Kimi K2; maximhq/bifrost 5097, 2026'],
  ['llm_version:0', 'Kimi, simonw/llm cassette, 2026'],
  ['call_PTLP8xhu3uwZk4l3nlnrrJha', 'OpenAI; anomalyco/opencode 1680, August 2025'],
  ['call_0fypS1hVX', 'avante.nvim PR 2951, February 2026'],
  ['turn1_0', 'nearai/ironclaw 1241, March 2026'],
  ['call_49c89af0', 'jundot/omlx PR 1997, June 2026'],
  ['38f04d9ea185424a8dc6ed9a88da5', 'magentic 276, July 2024'],
  ['abc123', 'langchain PR 24668, July 2024'],
  ['null', 'mistralai/client-js 69, May 2024'],
  ['call_1740241912345', 'openclaw PR 23740, February 2026'],
  ['toolu_01D7FLrfh4GYq7yT1ULFeyMV', 'Anthropic SDK 1.12, typings'],
  ['VlqUp91sd', 'Mistral, nine characters; docs.mistral.ai, 2026'],
  ['call_0', 'servers without ids, hermes-agent 62937, 2026'],
  ['0', 'vLLM with some templates, 2026'],
  ['', 'Gemini without ids; autogen PR 7549, 2026'],
  [' ', 'a blank id, as gateways make of a missing one'],
  [
    `call_${'x'.repeat(386)}`,
    'Gemini through LiteLLM: 391 characters with its signature inside, 2026',
  ],
  ['fc_67ca09c6bedc8190a7abfec07b1a1332096610f474011cc0', 'OpenAI item ids, SDK 7.57 typings'],
  ['chatcmpl-tool-9f8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d', 'vLLM, 2026'],
  ['functions/read?x=1&y=2', 'a gateway that makes ids of names, cc-switch 1181, 2026'],
  ['ツール-1', 'ids with other scripts, cc-switch 1181, 2026'],
];
