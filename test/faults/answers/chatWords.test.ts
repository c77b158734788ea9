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
const vertex = 'docs.cloud.google.com vertexai FinishReason, 2026-11-29';
const watsonx = 'ibm.github.io/watsonx-ai-node-sdk StopReason, 2026-11-29';
const oracle = 'docs.oracle.com CohereChatResponse.FinishReasonEnum, 2026-11-29';
const tgi = 'github.com/huggingface/text-generation-inference/pull/2344, 2024-07-31';
const zai = 'github.com/BerriAI/litellm/pull/24373, 2026-03-22';
const gateway = 'ocaml.org ai-sdk Finish_reason (hyphenated words), 2026-11-29';
const unknownWords = 'github.com/vespa-engine/vespa/pull/33327, 2025-02-14';

const words: readonly [word: string, reason: FinishReason, seen: string][] = [
  ['stop', 'stop', openai],
  ['length', 'length', openai],
  ['content_filter', 'refusal', openai],
  ['tool_calls', 'toolCalls', openai],
  ['function_call', 'toolCalls', openai],
  ['eos', 'stop', 'github.com/openai/openai-dotnet/pull/267, 2024-10-24'],
  ['EOS', 'stop', 'github.com/vibrantlabsai/ragas/issues/1548, 2024-10-22'],
  ['eos_token', 'stop', 'github.com/spring-projects/spring-ai/pull/4900, 2025-11-17'],
  ['EOS_TOKEN', 'stop', tgi],
  ['stop_sequence', 'stop', tgi],
  ['end_turn', 'stop', 'github.com/repoprompt/repoprompt-ce/pull/893, 2026-08-27'],
  ['end-turn', 'stop', 'github.com/aws-samples/bedrock-access-gateway/issues/11, 2024-05-04'],
  ['endTurn', 'stop', 'docs.rs/crate/aether-llm StopReason::EndTurn, 2026-11-29'],
  ['end', 'stop', 'github.com/earendil-works/pi/issues/2107, 2026-03-13'],
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
  ['FinishReason.STOP', 'stop', 'ai.google.dev FinishReason of the Python client, 2024-06-05'],
  ['FINISH_REASON_MAX_TOKENS', 'length', 'hexdocs.pm/gemini_ex FinishReason, 2026-11-29'],
  ['COMPLETE', 'stop', oracle],
  ['STOP_SEQUENCE', 'stop', 'dev.to/multigrid, stop sequences of Cohere, 2026-11-29'],
  ['TOOL_CALL', 'toolCalls', oracle],
  ['ERROR', 'other', oracle],
  ['ERROR_LIMIT', 'length', oracle],
  ['ERROR_TOXIC', 'refusal', oracle],
  ['USER_CANCEL', 'other', oracle],
  ['token_limit', 'length', watsonx],
  ['time_limit', 'other', watsonx],
  ['cancelled', 'other', watsonx],
  ['model_length', 'length', 'docs.mistral.ai/api, 2026-11-29'],
  ['error', 'other', 'docs.mistral.ai/api, 2026-11-29'],
  ['insufficient_system_resource', 'other', 'docs.rs/crate/ds-api/0.10.7, 2026-11-29'],
  ['network_error', 'other', zai],
  ['sensitive', 'refusal', 'github.com/theopenco/llmgateway/pull/2442, 2026-05-28'],
  ['guardrail_intervened', 'refusal', 'docs.aws.amazon.com/bedrock guardrails, 2026-11-29'],
  ['content_filtered', 'refusal', 'docs.aws.amazon.com/bedrock guardrails, 2026-11-29'],
  ['tool-calls', 'toolCalls', gateway],
  ['content-filter', 'refusal', gateway],
  ['<|eot_id|>', 'stop', unknownWords],
  ['<｜end▁of▁sentence｜>', 'stop', unknownWords],
  ['future_provider_reason', 'stop', unknownWords],
  ['maxTokensReached', 'length', 'pub.dev llama_cpp_flutter LlamaFinishReason, 2026-11-29'],
  ['contextFull', 'length', 'pub.dev llama_cpp_flutter LlamaFinishReason, 2026-11-29'],
  ['resource-exhausted', 'other', 'docs.rs/crate/aether-llm StopReason::Unknown, 2026-11-29'],
  ['abort', 'other', 'github.com/vllm-project/vllm/issues/57082, 2026-09-15'],
  ['upstream_timeout', 'other', 'github.com/sankalp-happy/switchboard/issues/32, 2026-08-29'],
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
  'github.com/pydantic/pydantic-ai tests/models/cassettes/test_snowflake, 2026-11-28';
const novita = 'github.com/simonw/llm tests/cassettes/test_tools_streaming, 2026-11-28';
const twoWords = 'github.com/RayBytes/ChatMock/pull/114, 2026-07-13';

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
      seen: 'github.com/openai/openai-node/pull/2422, 2026-08-01',
      body: `${hello}${chatUsage(counted)}${done}: bye\n\n${hello.repeat(9)}`,
      read: { text: 'Hello', usage, finish: ['stop', '[DONE]'] },
    },
    {
      shape: 'usage without [DONE] and without a finish reason is cut off',
      seen: 'github.com/Bike4Mind/bike4mind/pull/1089, 2026-07-29',
      body: hello + chatUsage(counted),
      read: { text: 'Hello', usage },
    },
    {
      shape: '[DONE] without usage and without a finish reason is cut off',
      seen: 'github.com/decolua/9router/pull/2231, 2026-06-30',
      body: hello + done,
      read: { text: 'Hello' },
    },
    {
      shape: 'usage with each text and a gateway that ends with [DONE] is cut off',
      seen: 'github.com/vllm-project/vllm/issues/57082, 2026-09-15',
      body: chatChunk({ content: 'Hello' }, null, { usage: counted }) + done,
      read: { text: 'Hello', usage },
    },
    {
      shape: 'the words [DONE] in the text end nothing',
      seen: 'github.com/openai/openai-node/pull/2422, 2026-08-01',
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
      seen: 'github.com/ai-dynamo/dynamo/issues/4153, 2025-11-06',
      body:
        toolPiece({ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }) +
        chatChunk({}, 'tool_calls') +
        chatAnswer([], { finish: 'stop' }),
      read: { calls: [['f', '{}']], finish: ['toolCalls', 'tool_calls'] },
    },
    {
      shape: 'tool_calls at the limit of the call, with half of the arguments',
      seen: 'github.com/vllm-project/vllm/pull/46303, 2026-06-21',
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
      seen: 'github.com/vllm-project/vllm/pull/46303, 2026-06-21',
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
      seen: 'github.com/vllm-project/vllm/pull/46303, 2026-06-21',
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
      seen: 'github.com/decolua/9router/issues/3492, 2026-08-23',
      body: chatChunk({ content: 'Hello' }, 'stop') + done,
      read: { text: 'Hello', finish: ['stop', 'stop'] },
    },
    {
      shape: 'text after the chunk that ends',
      seen: 'github.com/openai/openai-node/pull/2317, 2026-08-01',
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
