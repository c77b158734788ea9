import { describe } from 'vitest';
import { type AnswerCase, type Expected, casesOf, testAnswers } from '../../support/answerCases.ts';
import { chatAnswer, chatChunk, done, event } from '../../support/chatAnswers.ts';
import { wires } from '../../support/wires.ts';

const wire = wires.find(({ name }) => name === 'openaiCompatible')!;
const stop = { finish: ['stop', 'stop'] } as const;
const usage = { inputTokens: 7, outputTokens: 3 };
const counted = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };

const databricks = 'databricks/appkit#559, 2026-09-01';
const magistral = 'vercel/ai#8072, 2025-08-15';
const envoy = 'envoyproxy/ai-gateway#1222, 2025-09-22';
const openrouter = 'BerriAI/litellm#8193, 2025-02-02';
const snowflake =
  'https://github.com/pydantic/pydantic-ai/blob/main/tests/models/cassettes/test_snowflake/test_snowflake_thinking_streaming.yaml, 2026-11-28';

const thinkingPart = (text: string) => ({ type: 'thinking', thinking: [{ type: 'text', text }] });
const textPart = (text: string) => ({ type: 'text', text });

const deltas: readonly [shape: string, seen: string, deltas: readonly unknown[], read: Expected][] =
  [
    [
      'reasoning_content, then content',
      'cohesion-org/deepseek-go#32, 2025-02-15',
      [{ reasoning_content: 'Let ' }, { reasoning_content: 'me.' }, { content: 'Yes' }],
      {
        reasoning: 'Let me.',
        text: 'Yes',
        state: [{ kind: 'reasoningContent', text: 'Let me.' }],
      },
    ],
    [
      'reasoning, then content',
      openrouter,
      [{ reasoning: 'Hm', content: '' }, { content: 'Yes' }],
      { reasoning: 'Hm', text: 'Yes' },
    ],
    [
      'reasoning_content as an object',
      envoy,
      [
        { reasoning_content: { text: 'I nee' } },
        { reasoning_content: { text: 'd' } },
        { content: '5' },
      ],
      { reasoning: 'I need', text: '5' },
    ],
    [
      'nothing but reasoning_details',
      snowflake,
      [
        { content: '', reasoning_details: [{ type: 'reasoning.text', text: '15', index: 0 }] },
        { content: '=15' },
      ],
      {
        reasoning: '15',
        text: '=15',
        state: [
          { kind: 'reasoningDetails', details: [{ type: 'reasoning.text', text: '15', index: 0 }] },
        ],
      },
    ],
    [
      'parts that think, then parts of text',
      magistral,
      [
        { content: [thinkingPart('The user')] },
        { content: [thinkingPart(' asks.')] },
        { content: [textPart('4')] },
        { content: '' },
      ],
      { reasoning: 'The user asks.', text: '4' },
    ],
    [
      'thinking and text in one array',
      databricks,
      [
        {
          content: [
            { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Short.' }] },
            textPart('4'),
          ],
        },
      ],
      { reasoning: 'Short.', text: '4' },
    ],
    [
      'a thinking part whose thinking is a text',
      databricks,
      [{ content: [{ type: 'thinking', thinking: 'Hm' }, textPart('4')] }],
      { reasoning: 'Hm', text: '4' },
    ],
    [
      'a reasoning part with a text of its own',
      databricks,
      [{ content: [{ type: 'reasoning', text: 'Hm' }] }, { content: [textPart('4')] }],
      { reasoning: 'Hm', text: '4' },
    ],
    [
      'parts that are no text',
      'https://docs.mistral.ai/capabilities/citations, 2026-11-29',
      [{ content: [textPart('See'), { type: 'reference', reference_ids: [1] }, textPart(' 1.')] }],
      { text: 'See 1.' },
    ],
    [
      'output_text parts and plain texts in an array',
      databricks,
      [{ content: [{ type: 'output_text', text: 'a' }, 'b', null, 7] }],
      { text: 'ab' },
    ],
    [
      'content that is null beside reasoning',
      'MiniMax-AI/MiniMax-M2#105, 2026-04-02',
      [
        { content: null, reasoning_content: 'Hm' },
        { content: 'Yes', reasoning_content: null },
      ],
      { reasoning: 'Hm', text: 'Yes', state: [{ kind: 'reasoningContent', text: 'Hm' }] },
    ],
    [
      'the same reasoning under two names',
      openrouter,
      [
        {
          reasoning: 'Hm',
          reasoning_details: [{ type: 'reasoning.text', text: 'Hm', index: 0 }],
        },
        { content: 'Yes' },
      ],
      {
        reasoning: 'Hm',
        text: 'Yes',
        state: [
          { kind: 'reasoningDetails', details: [{ type: 'reasoning.text', text: 'Hm', index: 0 }] },
        ],
      },
    ],
  ];

describe('content', () => {
  testAnswers(
    wire,
    casesOf(deltas, (shape, seen, list, read) => ({
      shape,
      seen,
      body: chatAnswer(list.map((delta) => chatChunk(delta))),
      read: { ...stop, ...read },
    })),
  );
});

const r1 = 'andrewyng/openworker#111, 2026-07-25';
const minimax = 'ENTERPILOT/GoModel#1041, 2026-09-17';
const groq =
  'https://github.com/pydantic/pydantic-ai/blob/main/tests/models/cassettes/test_groq/test_groq_model_thinking_part_iter.yaml, 2026-11-28';
const closingOnly = 'QwenLM/qwen-code#6033, 2026-07-01';
const gptOss = 'lablup/mlxcel#654, 2026-07-04';
const roo = 'RooCodeInc/Roo-Code#8522, 2025-10-05';
const kimiVl = 'https://huggingface.co/moonshotai/Kimi-VL-A3B-Thinking, 2026-11-29';

const thoughts: readonly [shape: string, seen: string, texts: readonly string[], read: Expected][] =
  [
    ['a thought and an answer', r1, ['<think>Hm</think>Yes'], { reasoning: 'Hm', text: 'Yes' }],
    [
      'tags in chunks of their own',
      groq,
      ['<think>', '\n', 'Hm', '</think>', '\n\n', 'Yes'],
      { reasoning: '\nHm', text: 'Yes' },
    ],
    [
      'tags cut apart',
      minimax,
      ['<th', 'in', 'k>H', 'm</', 'thi', 'nk', '>\n', '\nYes'],
      { reasoning: 'Hm', text: 'Yes' },
    ],
    ['one character a chunk', minimax, [...'<think>a<b</think>c'], { reasoning: 'a<b', text: 'c' }],
    [
      'white space before the tag',
      r1,
      ['\n ', '<think>Hm</think> Yes'],
      { reasoning: 'Hm', text: 'Yes' },
    ],
    [
      'an empty thought',
      'QwenLM/Qwen-Agent#588, 2025-05-29',
      ['<think>\n\n</think>\n\nYes'],
      { reasoning: '\n\n', text: 'Yes' },
    ],
    ['no thought between the tags', r1, ['<think></think>Yes'], { text: 'Yes' }],
    [
      "gpt-oss's channels",
      gptOss,
      [
        ...'<|channel|>analysis<|message|>Hm<|end|><|start|>assistant<|channel|>final<|message|>Yes',
      ],
      { reasoning: 'Hm', text: 'Yes' },
    ],
    ["gpt-oss's last channel alone", gptOss, ['<|channel|>final<|message|>Yes'], { text: 'Yes' }],
    [
      'two thoughts',
      minimax,
      ['<think>a</think>\n<think>b</think>Yes'],
      { reasoning: 'ab', text: 'Yes' },
    ],
    ['a thought that never ends', closingOnly, ['<think>Hm, ', 'hm'], { reasoning: 'Hm, hm' }],
    [
      'a closing tag that is never whole',
      closingOnly,
      ['<think>Hm</thi'],
      { reasoning: 'Hm</thi' },
    ],
    ['a closing tag alone at the beginning', closingOnly, ['</think>', '\n\nYes'], { text: 'Yes' }],
    [
      'tags later in the answer',
      r1,
      ['Use <think>', 'x</think>.'],
      { text: 'Use <think>x</think>.' },
    ],
    [
      'tags in code after a thought',
      r1,
      ['<think>Hm</think>`<think>`'],
      { reasoning: 'Hm', text: '`<think>`' },
    ],
    ['another tag at the beginning', r1, ['<thi', 'rd>x</third>'], { text: '<third>x</third>' }],
    ['an answer that is the beginning of a tag', r1, ['<thin'], { text: '<thin' }],
    ['an answer of white space', r1, [' \n'], { text: ' \n' }],
    ['white space before an answer', r1, ['\n', '\n', '  code'], { text: '\n\n  code' }],
    [
      'nothing but white space after a thought',
      r1,
      ['<think>Hm</think>', '\n\n'],
      { reasoning: 'Hm' },
    ],
    [
      'thinking tags',
      closingOnly,
      ['<thinking>Hm</thinking>\nYes'],
      { reasoning: 'Hm', text: 'Yes' },
    ],
    [
      'thought tags',
      'GoogleCloudPlatform/generative-ai#2090, 2025-05-28',
      ['<thought>Hm</thought>Yes'],
      { reasoning: 'Hm', text: 'Yes' },
    ],
    ['tags in brackets', roo, ['[THI', 'NK]Hm[/THINK]Yes'], { reasoning: 'Hm', text: 'Yes' }],
    ['a bracket that is none', roo, ['[TH', 'E] Yes'], { text: '[THE] Yes' }],
    ['tags of triangles', kimiVl, ['◁think▷Hm◁/think▷Yes'], { reasoning: 'Hm', text: 'Yes' }],
    [
      'a tag of another kind inside a thought',
      r1,
      ['<think>[THINK]</thinking>a</think>Yes'],
      { reasoning: '[THINK]</thinking>a', text: 'Yes' },
    ],
  ];

describe('thinking in the text', () => {
  testAnswers(
    wire,
    casesOf(thoughts, (shape, seen, texts, read) => ({
      shape,
      seen,
      body: chatAnswer(texts.map((content) => chatChunk({ content }))),
      read: { ...stop, ...read },
    })),
  );
});

const ramalama = 'containers/ramalama#2837, 2026-07-12';
const ascend = 'vllm-project/vllm-ascend#5033, 2025-12-15';
const nearai = 'nearai/private-ml-sdk#20, 2025-08-01';
const router = 'decolua/9router#3492, 2026-08-23';
const codegate = 'stacklok/codegate#149, 2024-12-02';
const pasted = 'posit-dev/positron#13789, 2026-11-29';

const stream = chatAnswer([chatChunk({ content: 'Hello' })], { usage: counted });
const streamed: Expected = { text: 'Hello', usage, ...stop };
const whole = (message: unknown, finish_reason = 'stop') => ({
  id: 'c',
  object: 'chat.completion',
  choices: [{ index: 0, message, finish_reason }],
  usage: counted,
});
const refused = (error: Expected['error']): Expected => ({ ...(error && { error }) });

const bodies: readonly [shape: string, seen: string, type: string, body: string, read: Expected][] =
  [
    ['a stream as text/plain', ramalama, 'text/plain', stream, streamed],
    [
      'a stream as text/plain with a charset',
      ramalama,
      'text/plain; charset=utf-8',
      stream,
      streamed,
    ],
    ['a stream as application/json', ascend, 'application/json', stream, streamed],
    ['a stream without a type', nearai, '', stream, streamed],
    ['a stream as octets', nearai, 'application/octet-stream', stream, streamed],
    [
      'a stream that begins with a comment, as text/plain',
      ramalama,
      'text/plain',
      `: hi\n\n${stream}`,
      streamed,
    ],
    [
      'a stream that begins with an id, as text/plain',
      ramalama,
      'text/plain',
      `id: 1\n${stream}`,
      streamed,
    ],
    [
      'a stream that begins with empty lines, as text/plain',
      ramalama,
      'text/plain',
      `\n\n${stream}`,
      streamed,
    ],
    [
      'a stream with a byte order mark, as text/plain',
      ramalama,
      'text/plain',
      `\uFEFF${stream}`,
      streamed,
    ],
    [
      'a whole answer as JSON',
      codegate,
      'application/json',
      JSON.stringify(whole({ content: 'Hello' })),
      streamed,
    ],
    [
      'a whole answer as an event stream',
      router,
      'text/event-stream',
      JSON.stringify(whole({ content: 'Hello' })),
      streamed,
    ],
    [
      'a whole answer that ends like a stream',
      router,
      'text/event-stream',
      `${JSON.stringify(whole({ content: 'Hello' }))}${done}`,
      streamed,
    ],
    [
      'a whole answer on several lines',
      codegate,
      'application/json',
      JSON.stringify(whole({ content: 'Hello' }), null, 2),
      streamed,
    ],
    [
      'a whole answer as an event',
      'BYK/loreai#605, 2026-06-07',
      'text/event-stream',
      event(whole({ content: 'Hello' })) + done,
      streamed,
    ],
    [
      'a whole answer with reasoning and tool calls',
      codegate,
      'application/json',
      JSON.stringify(
        whole(
          {
            content: null,
            reasoning_content: 'Hm',
            tool_calls: [
              { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
              { id: 'b', type: 'function', function: { name: 'f', arguments: '{"x":2}' } },
            ],
          },
          'tool_calls',
        ),
      ),
      {
        reasoning: 'Hm',
        calls: [
          ['f', '{"x":1}'],
          ['f', '{"x":2}'],
        ],
        state: [{ kind: 'reasoningContent', text: 'Hm' }],
        usage,
        finish: ['toolCalls', 'tool_calls'],
      },
    ],
    [
      'a message beside the deltas',
      'https://github.com/crmne/ruby_llm/blob/main/spec/fixtures/vcr_cassettes/activerecord_actsas_extended_thinking_persistence_perplexity_sonar-reasoning-pro_persists_thinking_data_and_replays_it_across_turns.yml, 2026-11-28',
      'text/event-stream',
      event({
        choices: [{ delta: { content: 'Hel' }, message: { content: 'Hel' }, finish_reason: null }],
      }) +
        event({
          choices: [
            { delta: { content: 'lo' }, message: { content: 'Hello' }, finish_reason: null },
          ],
        }) +
        event({
          choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }],
          usage: counted,
        }) +
        done,
      streamed,
    ],
    ['a web page', pasted, 'text/html', '<!doctype html><html></html>', refused('notAnAnswer')],
    ['a web page as text/plain', pasted, 'text/plain', '\n<html></html>', refused('notAnAnswer')],
    [
      'a web page as an event stream',
      pasted,
      'text/event-stream',
      '<html></html>',
      refused('notAnAnswer'),
    ],
    ['words as text/plain', pasted, 'text/plain', 'Ollama is running', refused('notAnAnswer')],
    ['words without a type', pasted, '', 'dat is running', refused('notAnAnswer')],
    ['JSON that is no answer', pasted, 'application/json', '{"models":[]}', refused('notAnAnswer')],
    [
      'JSON that breaks off',
      pasted,
      'application/json',
      '{"choices":[{"mess',
      refused('notAnAnswer'),
    ],
    ['an empty answer as JSON', pasted, 'application/json', '', refused('notAnAnswer')],
    [
      'an error as JSON',
      'promptfoo/promptfoo#9905, 2026-07-01',
      'application/json',
      '{"error":{"message":"No key","code":"invalid_api_key"}}',
      refused('badKey'),
    ],
    [
      'an error as JSON under an event stream',
      'BerriAI/litellm#24373, 2026-03-22',
      'text/event-stream',
      '{"error":{"message":"Slow down","type":"rate_limit_error"}}',
      refused('rateLimited'),
    ],
    [
      'an error in an array',
      '0xsline/OpenChatCut#6, 2026-07-23',
      'application/json',
      '[{"error":{"code":429,"message":"Slow down","status":"RESOURCE_EXHAUSTED"}}]',
      refused('rateLimited'),
    ],
    [
      'an error as a text',
      'ollama/ollama#15785, 2026-04-24',
      'application/json',
      '{"error":"model is busy"}',
      refused('overloaded'),
    ],
  ];

describe('media types', () => {
  testAnswers(
    wire,
    casesOf(bodies, (shape, seen, type, body, read): AnswerCase => ({
      shape,
      seen,
      type,
      body,
      read,
    })),
  );
});
