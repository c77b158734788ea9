import type { Message } from '../../../src/routing/conversation.ts';

/** A conversation as clients really send it, and where that was seen (owner/repository#number, year-month). */
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
    'nick1udwig/kibitz#78, 2025-01',
    user('Hi'),
    calls('\n\n', 't1'),
    result('t1'),
    user('And?'),
  ),
  shape(
    'a blank answer between questions',
    'anomalyco/opencode#31259, 2026-07',
    user('Hi'),
    says('\n'),
    user('And?'),
  ),
  shape(
    'a blank question',
    'anthropics/claude-code#6774, 2025-08',
    user(' '),
    says('Yes?'),
    user('Fix it.'),
  ),
  shape('only a blank question', 'anthropics/claude-code#6774, 2025-08', user(' \t\n')),
  shape(
    'an empty question at the end',
    'anthropics/claude-code#6774, 2025-08',
    user('Hi'),
    says('Yes?'),
    user(''),
  ),
  shape('no message at all', 'own construction: a prompt cut to nothing'),
  shape(
    'a blank result',
    'anomalyco/opencode#15371, 2026-02: tools that return nothing',
    user('Hi'),
    calls('', 't1'),
    result('t1', ''),
  ),
  shape(
    'a result of white space',
    'can1357/oh-my-pi#2250, 2026-06',
    user('Hi'),
    calls('', 't1'),
    result('t1', ' \n'),
  ),
  shape(
    'the user right after a tool',
    'avante-corp/avante.nvim#2695, 2025-09',
    user('Hi'),
    calls('', 't1'),
    result('t1'),
    user('This is your last turn.'),
  ),
  shape(
    'two users after a tool',
    'avante-corp/avante.nvim#2695, 2025-09',
    user('Hi'),
    calls('', 't1'),
    result('t1'),
    user('One.'),
    user('Two.'),
  ),
  shape(
    'an image of a tool result',
    'own construction: a tool that takes a screenshot',
    user('Hi'),
    calls('', 't1'),
    result('t1', 'see'),
    { role: 'user', text: '', images: [image] },
  ),
  shape(
    'an assistant last',
    'smallmain/vscode-unify-chat-provider#249, 2026-07: no prefill',
    user('Write JSON.'),
    says('{'),
  ),
  shape(
    'a blank assistant last',
    'smallmain/vscode-unify-chat-provider#249, 2026-07',
    user('Write JSON.'),
    says(' '),
  ),
  shape('an assistant first', 'langchain4j/langchain4j#940, 2024-04', says('Welcome.'), user('Hi')),
  shape(
    'a call first',
    'openclaw/openclaw#10037, 2026-02: a history cut at the start',
    calls('', 't1'),
    result('t1'),
    user('Hi'),
  ),
  shape(
    'an aborted turn',
    'router-for-me/CLIProxyAPI#2368, 2026-03',
    user('Hi'),
    calls('Let me look.', 't1'),
    user('Stop. Do this.'),
  ),
  shape(
    'an aborted turn at the end',
    'router-for-me/CLIProxyAPI#2368, 2026-03',
    user('Hi'),
    calls('', 't1'),
  ),
  shape(
    'one of two results',
    'home-assistant/core#161142, 2026-01',
    user('Hi'),
    calls('', 't1', 't2'),
    result('t2'),
    user('And?'),
  ),
  shape(
    'results in another order',
    'own construction: the quicker tool first',
    user('Hi'),
    calls('', 't1', 't2'),
    result('t2'),
    result('t1'),
  ),
  shape(
    'a result after the user',
    'anthropics/claude-code#8210, 2025-09',
    user('Hi'),
    calls('', 't1'),
    user('Wait.'),
    result('t1'),
  ),
  shape(
    'a result without a call',
    'continuedev/continue#10092, 2026-02',
    user('Hi'),
    result('gone'),
    user('And?'),
  ),
  shape(
    'only results, their calls were cut off',
    'cline/cline#7225, 2025-11',
    result('t1'),
    result('t2'),
    user('And?'),
  ),
  shape(
    'a result twice',
    'vercel/eve#1246, 2026-07: two results of one call',
    user('Hi'),
    calls('', 't1'),
    result('t1'),
    result('t1', 'again'),
  ),
  shape(
    'a result of an earlier turn',
    'own construction: a tool that ends a turn late',
    user('Hi'),
    calls('', 't1'),
    says('I go on.'),
    result('t1'),
    user('And?'),
  ),
  shape(
    'the same id in two turns',
    'NousResearch/hermes-agent#70724, 2026-08: a server that gives one id again and again',
    user('Hi'),
    calls('', 'call_0'),
    result('call_0', 'one'),
    calls('', 'call_0'),
    result('call_0', 'two'),
  ),
  shape(
    'the same id twice in a turn',
    'vectorize-io/hindsight#4250, 2026-09',
    user('Hi'),
    calls('', 'c', 'c'),
    result('c', 'one'),
    result('c', 'two'),
  ),
  shape(
    'three users in a row',
    'charmbracelet/crush#279, 2026-01',
    user('One.'),
    user('Two.'),
    user('Three.'),
  ),
  shape(
    'two assistants in a row',
    'FlowiseAI/Flowise#2006, 2024-03',
    user('Hi'),
    says('One.'),
    says('Two.'),
    user('And?'),
  ),
  shape(
    'a call after an answer',
    'continuedev/continue#11994, 2026-04',
    user('Hi'),
    says('I look.'),
    calls('', 't1'),
    result('t1'),
  ),
  shape(
    'arguments that are no JSON',
    'justrach/codegraff#752, 2026-09: cut at the limit',
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
    'agno-agi/agno#2640, 2025-04',
    user('Hi'),
    { role: 'assistant', text: '', toolCalls: [{ id: 't1', name: 'read', argumentsJson: '' }] },
    result('t1'),
  ),
  shape(
    'arguments that are a list',
    'langchain-ai/langchain#36043, 2026-03',
    user('Hi'),
    { role: 'assistant', text: '', toolCalls: [{ id: 't1', name: 'read', argumentsJson: '[1]' }] },
    result('t1'),
  ),
  shape('an image without a word', 'anthropics/claude-code#50375, 2026-04', {
    role: 'user',
    text: '',
    images: [image],
  }),
  shape('an image with blank words', 'anthropics/claude-code#50375, 2026-04', {
    role: 'user',
    text: ' ',
    images: [image],
  }),
  shape(
    'forty calls in one turn',
    'anthropics/claude-code#64346, 2026-05: 27 at once, here more',
    user('Hi'),
    calls('', ...Array.from({ length: 40 }, (_, at) => `t${at}`)),
    ...Array.from({ length: 40 }, (_, at) => result(`t${at}`)),
  ),
  shape(
    'the state of another provider',
    'router-for-me/CLIProxyAPI#1584, 2026-02: from Gemini to Claude',
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
    'caozhiyuan/copilot-api#73, 2026-01: the model was changed',
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
  ['functions.read_file:0', 'Kimi K2; sgl-project/sglang#9606, 2025-08'],
  ['functions.read_file:12', 'Kimi K2; vllm-project/vllm#46344, 2026'],
  ['llm_version:0', 'own construction in the manner of Kimi'],
  ['call_PTLP8xhu3uwZk4l3nlnrrJha', 'OpenAI; anomalyco/opencode#1680, 2025-08'],
  ['call_0fypS1hVX', 'karthink/gptel#1203, 2026-01'],
  ['turn1_0', 'nearai/ironclaw#1241, 2026-03'],
  ['call_49c89af0', 'jundot/omlx#1997, 2026-06'],
  ['38f04d9ea185424a8dc6ed9a88da5', 'jackmpcollins/magentic#276, 2024-07'],
  ['abc123', 'langchain-ai/langchain#24668, 2024-07'],
  ['null', 'mistralai/client-js#69, 2024-05'],
  ['call_1740241912345', 'openclaw/openclaw#23740, 2026-02'],
  [
    'toolu_01D7FLrfh4GYq7yT1ULFeyMV',
    '@anthropic-ai/sdk 1.12.0, resources/messages/messages.d.ts, 2026',
  ],
  ['VlqUp91sd', 'own construction in the manner of Mistral: nine characters'],
  ['call_0', 'NVIDIA-NeMo/Switchyard#502, 2026-09'],
  ['0', 'tailcallhq/forgecode#1122, 2025-07'],
  ['', 'lmstudio-ai/lmstudio-bug-tracker#830, 2025-08'],
  [' ', 'own construction: a blank id'],
  [
    `call_${'x'.repeat(386)}`,
    'own construction after BerriAI/litellm#16895, 2025-11: Gemini with its signature inside',
  ],
  [
    'fc_67ca09c6bedc8190a7abfec07b1a1332096610f474011cc0',
    'own construction in the manner of OpenAI, whose items begin so',
  ],
  [
    'chatcmpl-tool-9f8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d',
    'own construction after vllm-project/vllm#12332, 2025-01',
  ],
  ['functions/read?x=1&y=2', 'own construction: an id made of a name'],
  ['ツール-1', 'own construction: an id in another script'],
];
