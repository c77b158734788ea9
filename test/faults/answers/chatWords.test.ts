import { describe, expect, test } from 'vitest';
import type { FinishReason } from '../../../src/providers/provider.ts';
import { casesOf, testAnswers } from '../../support/answerCases.ts';
import { chatAnswer, chatChunk, chatUsage, done, toolPiece } from '../../support/chatAnswers.ts';
import { runWire } from '../../support/runWire.ts';
import { eventStream } from '../../support/wireServer.ts';
import { wires } from '../../support/wires.ts';

const wire = wires.find(({ name }) => name === 'openaiCompatible')!;
const hello = chatChunk({ content: 'Hello' });
const counted = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };
const usage = { inputTokens: 7, outputTokens: 3 };

const openai = 'openai 7.57.0 ChatCompletionChunk, 2026-11-29';
const claude = '@anthropic-ai/sdk 1.12.0 StopReason, 2026-11-29';
const vertex =
  'https://docs.cloud.google.com/python/docs/reference/vertexai/latest/vertexai.preview.generative_models.FinishReason, 2026-11-29';
const watsonx =
  'https://ibm.github.io/watsonx-ai-node-sdk/enums/0_1_x.WatsonXAI.TextGenResult.Constants.StopReason.html, 2026-11-29';
const oracle =
  'https://docs.oracle.com/en-us/iaas/tools/dotnet/latest/api/Oci.GenerativeaiinferenceService.Models.CohereChatResponse.FinishReasonEnum.html, 2026-11-29';
const tgi = 'huggingface/text-generation-inference#2344, 2024-07-31';
const zai = 'BerriAI/litellm#24373, 2026-03-22';
const gateway =
  'https://ocaml.org/p/ocaml-ai-sdk/0.6.3/ocaml-ai-sdk.ai_provider/Ai_provider/Finish_reason/index.html, 2026-11-29';
const unknownWords = 'vespa-engine/vespa#33327, 2025-02-14';

const words: readonly [word: string, reason: FinishReason, seen: string][] = [
  ['stop', 'stop', openai],
  ['length', 'length', openai],
  ['content_filter', 'refusal', openai],
  ['tool_calls', 'toolCalls', openai],
  ['function_call', 'toolCalls', openai],
  ['eos', 'stop', 'openai/openai-dotnet#267, 2024-10-24'],
  ['EOS', 'stop', 'vibrantlabsai/ragas#1548, 2024-10-22'],
  ['eos_token', 'stop', 'spring-projects/spring-ai#4900, 2025-11-17'],
  ['EOS_TOKEN', 'stop', tgi],
  ['stop_sequence', 'stop', tgi],
  ['end_turn', 'stop', 'repoprompt/repoprompt-ce#893, 2026-08-27'],
  ['end-turn', 'stop', 'aws-samples/bedrock-access-gateway#11, 2024-05-04'],
  ['endTurn', 'stop', 'own construction: end_turn in another spelling, 2026-11-29'],
  ['end', 'stop', 'earendil-works/pi#2107, 2026-03-13'],
  ['tool_use', 'toolCalls', claude],
  ['max_tokens', 'length', claude],
  ['refusal', 'refusal', claude],
  ['pause_turn', 'other', claude],
  ['model_context_window_exceeded', 'length', claude],
  ['STOP', 'stop', vertex],
  ['MAX_TOKENS', 'length', vertex],
  ['SAFETY', 'refusal', vertex],
  ['RECITATION', 'refusal', vertex],
  ['BLOCKLIST', 'refusal', vertex],
  ['PROHIBITED_CONTENT', 'refusal', vertex],
  ['SPII', 'refusal', vertex],
  ['MODEL_ARMOR', 'refusal', vertex],
  ['OTHER', 'other', vertex],
  ['MALFORMED_FUNCTION_CALL', 'other', vertex],
  ['FinishReason.STOP', 'stop', 'own construction: an enum of Python as a text, 2026-11-29'],
  [
    'FINISH_REASON_MAX_TOKENS',
    'length',
    'own construction: the long name of an enum of Google, 2026-11-29',
  ],
  ['COMPLETE', 'stop', oracle],
  [
    'STOP_SEQUENCE',
    'stop',
    'https://atlas.a5c.ai/n/protocol-message%3Acohere-message-end, 2026-11-29',
  ],
  ['TOOL_CALL', 'toolCalls', oracle],
  ['ERROR', 'other', oracle],
  ['ERROR_LIMIT', 'length', oracle],
  ['ERROR_TOXIC', 'refusal', oracle],
  ['USER_CANCEL', 'other', oracle],
  ['token_limit', 'length', watsonx],
  ['time_limit', 'other', watsonx],
  ['cancelled', 'other', watsonx],
  ['model_length', 'length', 'https://docs.mistral.ai/api, 2026-11-29'],
  ['error', 'other', 'https://docs.mistral.ai/api, 2026-11-29'],
  ['insufficient_system_resource', 'other', 'https://docs.rs/crate/ds-api/0.10.7, 2026-11-29'],
  ['network_error', 'other', zai],
  ['sensitive', 'refusal', 'theopenco/llmgateway#2442, 2026-05-28'],
  [
    'guardrail_intervened',
    'refusal',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-converse-api.html, 2026-11-29',
  ],
  [
    'content_filtered',
    'refusal',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-converse-api.html, 2026-11-29',
  ],
  ['tool-calls', 'toolCalls', gateway],
  ['content-filter', 'refusal', gateway],
  ['<|eot_id|>', 'stop', unknownWords],
  ['<｜end▁of▁sentence｜>', 'stop', unknownWords],
  ['future_provider_reason', 'stop', unknownWords],
  ['maxTokensReached', 'length', 'own construction in the manner of llama_cpp_flutter, 2026-11-29'],
  [
    'contextFull',
    'length',
    'https://pub.dev/documentation/llama_cpp_flutter/0.8.0/bridge/LlamaFinishReason.html, 2026-11-29',
  ],
  ['resource-exhausted', 'other', 'own construction: a word that nobody knows, 2026-11-29'],
  ['abort', 'other', 'vllm-project/vllm#57082, 2026-09-15'],
  ['upstream_timeout', 'other', 'sankalp-happy/switchboard#32, 2026-08-29'],
];

describe('finish words', () => {
  testAnswers(
    wire,
    casesOf(words, (word, reason, seen) => ({
      shape: `an answer ends with ${word}`,
      seen,
      body: chatAnswer([hello], { finish: word, usage: counted }),
      read: { text: 'Hello', usage, finish: [reason, word] },
    })),
  );
});

const snowflake =
  'https://github.com/pydantic/pydantic-ai/blob/main/tests/models/cassettes/test_snowflake/test_snowflake_model_streaming.yaml, 2026-11-28';
const novita =
  'https://github.com/simonw/llm/blob/main/tests/cassettes/test_tools_streaming/test_tools_streaming_variant_b.yaml, 2026-11-28';
const twoWords = 'RayBytes/ChatMock#114, 2026-07-13';

describe('endings', () => {
  testAnswers(wire, [
    {
      shape: 'usage and [DONE] without a finish reason',
      seen: snowflake,
      body: hello + chatUsage(counted) + done,
      read: { text: 'Hello', usage, finish: ['stop', '[DONE]'] },
    },
    {
      shape: 'usage in a last chunk whose finish reason is null',
      seen: novita,
      body: hello + chatChunk({ content: '' }, null, { usage: counted }) + done,
      read: { text: 'Hello', usage, finish: ['stop', '[DONE]'] },
    },
    {
      shape: 'a tool call, usage and [DONE] without a finish reason',
      seen: novita,
      body:
        toolPiece({ index: 0, id: '0', function: { name: 'version', arguments: '{}' } }) +
        chatUsage(counted) +
        done,
      read: { calls: [['version', '{}']], usage, finish: ['toolCalls', '[DONE]'] },
    },
    {
      shape: 'usage that reaches the limit of the call, without a finish reason',
      seen: snowflake,
      body: hello + chatUsage({ prompt_tokens: 7, completion_tokens: 1000 }) + done,
      read: {
        text: 'Hello',
        usage: { inputTokens: 7, outputTokens: 1000 },
        finish: ['length', '[DONE]'],
      },
    },
    {
      shape: '[DONE] without a space, after usage alone',
      seen: snowflake,
      body: `${hello}${chatUsage(counted)}data:[DONE]\n\n`,
      read: { text: 'Hello', usage, finish: ['stop', '[DONE]'] },
    },
    {
      shape: '[DONE] with carriage returns, after usage alone',
      seen: snowflake,
      body: (hello + chatUsage(counted) + done).replaceAll('\n', '\r\n'),
      read: { text: 'Hello', usage, finish: ['stop', '[DONE]'] },
    },
    {
      shape: 'comments and more data after [DONE]',
      seen: 'openai/openai-node#2422, 2026-08-01',
      body: `${hello}${chatUsage(counted)}${done}: bye\n\n${hello.repeat(9)}`,
      read: { text: 'Hello', usage, finish: ['stop', '[DONE]'] },
    },
    {
      shape: 'usage without [DONE] and without a finish reason is cut off',
      seen: 'Bike4Mind/bike4mind#1089, 2026-07-29',
      body: hello + chatUsage(counted),
      read: { text: 'Hello', usage },
    },
    {
      shape: '[DONE] without usage and without a finish reason is cut off',
      seen: 'decolua/9router#2231, 2026-06-30',
      body: hello + done,
      read: { text: 'Hello' },
    },
    {
      shape: 'usage with each text and a gateway that ends with [DONE] is cut off',
      seen: 'vllm-project/vllm#57082, 2026-09-15',
      body: chatChunk({ content: 'Hello' }, null, { usage: counted }) + done,
      read: { text: 'Hello', usage },
    },
    {
      shape: 'the words [DONE] in the text end nothing',
      seen: 'openai/openai-node#2422, 2026-08-01',
      body: chatChunk({ content: '\ndata: [DONE]\n' }) + chatUsage(counted),
      read: { text: '\ndata: [DONE]\n', usage },
    },
    {
      shape: 'a reason in each chunk that says the answer goes on',
      seen: watsonx,
      body:
        chatChunk({ content: 'Hel' }, 'not_finished') +
        chatChunk({ content: 'lo' }, 'FINISH_REASON_UNSPECIFIED') +
        chatAnswer([], { finish: 'eos_token' }),
      read: { text: 'Hello', finish: ['stop', 'eos_token'] },
    },
    {
      shape: 'a reason that goes on and no other is cut off',
      seen: watsonx,
      body: chatChunk({ content: 'Hel' }, 'not_finished') + done,
      read: { text: 'Hel' },
    },
    {
      shape: 'stop first, length later',
      seen: twoWords,
      body: hello + chatChunk({}, 'stop') + chatAnswer([], { finish: 'length' }),
      read: { text: 'Hello', finish: ['length', 'length'] },
    },
    {
      shape: 'tool_calls first, stop later',
      seen: 'ai-dynamo/dynamo#4153, 2025-11-06',
      body:
        toolPiece({ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }) +
        chatChunk({}, 'tool_calls') +
        chatAnswer([], { finish: 'stop' }),
      read: { calls: [['f', '{}']], finish: ['toolCalls', 'tool_calls'] },
    },
    {
      shape: 'tool_calls at the limit of the call, with half of the arguments',
      seen: 'vllm-project/vllm#46303, 2026-06-21',
      body: chatAnswer(
        [toolPiece({ index: 0, id: 'a', function: { name: 'f', arguments: '{"path":"a' } })],
        { finish: 'tool_calls', usage: { prompt_tokens: 7, completion_tokens: 1000 } },
      ),
      read: {
        calls: [['f', '{"path":"a']],
        usage: { inputTokens: 7, outputTokens: 1000 },
        finish: ['length', 'tool_calls'],
      },
    },
    {
      shape: 'tool_calls at the limit of the call, with nothing but a name',
      seen: 'vllm-project/vllm#46303, 2026-06-21',
      body: chatAnswer([toolPiece({ index: 0, id: 'a', function: { name: 'f' } })], {
        finish: 'tool_calls',
        usage: { prompt_tokens: 7, completion_tokens: 1000 },
      }),
      read: {
        calls: [['f', '{}']],
        usage: { inputTokens: 7, outputTokens: 1000 },
        finish: ['length', 'tool_calls'],
      },
    },
    {
      shape: 'tool_calls at the limit of the call, with whole arguments',
      seen: 'vllm-project/vllm#46303, 2026-06-21',
      body: chatAnswer(
        [toolPiece({ index: 0, id: 'a', function: { name: 'f', arguments: '{"path":"a"}' } })],
        { finish: 'tool_calls', usage: { prompt_tokens: 7, completion_tokens: 1000 } },
      ),
      read: {
        calls: [['f', '{"path":"a"}']],
        usage: { inputTokens: 7, outputTokens: 1000 },
        finish: ['toolCalls', 'tool_calls'],
      },
    },
    {
      shape: 'content_filter first, stop later',
      seen: twoWords,
      body: hello + chatChunk({}, 'content_filter') + chatAnswer([], { finish: 'stop' }),
      read: { text: 'Hello', finish: ['refusal', 'content_filter'] },
    },
    {
      shape: 'text in the chunk that ends',
      seen: 'decolua/9router#3492, 2026-08-23',
      body: chatChunk({ content: 'Hello' }, 'stop') + done,
      read: { text: 'Hello', finish: ['stop', 'stop'] },
    },
    {
      shape: 'text after the chunk that ends',
      seen: 'openai/openai-node#2317, 2026-08-01',
      body: chatChunk({ content: 'Hel' }, 'stop') + chatChunk({ content: 'lo' }) + done,
      read: { text: 'Hello', finish: ['stop', 'stop'] },
    },
  ]);
});

test('a word that no table has is told once, a known one never', async () => {
  const notes: string[] = [];
  const note = (remark: string) => void notes.push(remark);
  const ends = (word: string) => eventStream([chatAnswer([hello], { finish: word })]);
  await runWire(wire, ends('stop'), { note });
  expect(notes).toEqual([]);
  await runWire(wire, ends('moonrise'), { note });
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain('"moonrise"');
  expect(notes[0]).toContain('a usual end');
});
