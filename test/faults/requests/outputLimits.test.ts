import { expect, test } from 'vitest';
import type { ModelCall } from '../../../src/providers/provider.ts';
import { call, outcomeOf, providerFor, type WireFormat, wires } from '../../support/wires.ts';
import { eventStream, plainAnswer, startWireServer } from '../../support/wireServer.ts';

/*
 * Refusals of the output that is asked for, over real HTTP: the second request asks for as much as the server says.
 * Each says where its words were seen; numbers are made up.
 */

const asked: ModelCall = { ...call, maxOutputTokens: 64_000 };
const names = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

function tokensIn(body: Readonly<Record<string, unknown>> | undefined): unknown {
  return names.map((name) => body?.[name]).find((tokens) => tokens !== undefined);
}

/** What a provider asks for in two conversations, when its server refuses the first request. */
async function askedFor(wire: WireFormat, body: unknown, status = 400) {
  const answer = [...wire.opening, wire.text('Fixed.'), ...wire.closing(wire.words.stop)];
  let requests = 0;
  const server = await startWireServer((socket, request) => {
    requests += 1;
    const script = requests === 1 ? plainAnswer(status, JSON.stringify(body)) : eventStream(answer);
    return script(socket, request);
  });
  try {
    const provider = providerFor(wire, server.url);
    const { error } = await outcomeOf(provider.stream(asked, new AbortController().signal));
    if (error !== undefined) return { error, tokens: [] };
    await outcomeOf(provider.stream(asked, new AbortController().signal));
    return { error, tokens: server.requests.map((request) => tokensIn(request.body)) };
  } finally {
    await server.close();
  }
}

const said = (message: string, more: Record<string, unknown> = {}) => ({
  error: { message, ...more },
});

const own: readonly (readonly [seen: string, body: unknown])[] = [
  [
    'ChatGPTNextWeb/NextChat#3195, 2023-11',
    said('max_tokens is too large: 64000. This model supports at most 8192 completion tokens.'),
  ],
  [
    'AQBot-Desktop/AQBot#93, 2026-05',
    said('Param Incorrect', {
      param: 'max_tokens is too large: 64000. This model supports at most 8192 completion tokens.',
    }),
  ],
  [
    'NousResearch/hermes-agent#51787, 2026-07',
    said('`max_tokens`: above the maximum, expected a value <= 8192, but got 64000 instead.'),
  ],
  [
    'langgenius/dify#13451, 2025-02',
    said('Model Parameter max_tokens should be less than or equal to 8192.0.'),
  ],
  [
    'own construction',
    said('Invalid max_tokens value, the valid range of max_tokens is [1, 8192]'),
  ],
  [
    'own construction',
    said('max_tokens: 64000 > 8192, which is the maximum allowed number of output tokens'),
  ],
];

test.each(
  wires.flatMap((wire) => own.map(([seen, body]) => [wire.name, seen, wire, body] as const)),
)('%s: a limit of the model is kept to (%s)', async (_, _seen, wire, body) => {
  expect(await askedFor(wire, body)).toEqual({ error: undefined, tokens: [64_000, 8_192, 8_192] });
});

const rooms: readonly (readonly [seen: string, body: unknown, room: number])[] = [
  [
    'vllm-project/vllm#20409 in other words, 2025-07',
    said(
      "'max_tokens' is too large: 64000. This model's maximum context length is 32768 tokens and your request has 1200 input tokens (64000 > 32768 - 1200).",
    ),
    31_568,
  ],
  [
    'docker/docker-agent#569, 2025-10',
    said(
      'input length and `max_tokens` exceed context limit: 178000 + 64000 > 200000, decrease it',
    ),
    22_000,
  ],
  [
    'ChatGPTNextWeb/NextChat#3195, 2023-11',
    said(
      "This model's maximum context length is 8192 tokens. However, you requested 64064 tokens (64 in the messages, 64000 in the completion).",
      { code: 'context_length_exceeded' },
    ),
    8_128,
  ],
];

test.each(
  wires.flatMap((wire) =>
    rooms.map(([seen, ...rest]) => [wire.name, seen, wire, ...rest] as const),
  ),
)(
  '%s: what is left beside one prompt is asked for, for that prompt (%s)',
  async (_, _seen, wire, body, room) => {
    expect(await askedFor(wire, body)).toEqual({
      error: undefined,
      tokens: [64_000, room, 64_000],
    });
  },
);

test.each([
  ['no room', said('input length and `max_tokens` exceed context limit: 199500 + 64000 > 200000')],
  ['no number', said('max_tokens is too large. The prompt is too long.')],
  [
    'more than was asked for',
    said('max_tokens: this model supports at most 90000 tokens. The prompt is too long.'),
  ],
  ['another thing', said('tools: expected a value <= 128, but got 300. The prompt is too long.')],
])('a refusal that tells %s teaches no limit', async (_, body) => {
  for (const wire of wires) {
    const { error } = await askedFor(wire, body);
    expect(error).toMatchObject({ kind: 'tooLong' });
  }
});
