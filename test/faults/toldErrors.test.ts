import { describe, expect, test } from 'vitest';
import { type ProviderError, type ProviderErrorKind } from '../../src/providers/providerError.ts';
import { runWire } from '../support/runWire.ts';
import { eventStream, plainAnswer } from '../support/wireServer.ts';
import { wires } from '../support/wires.ts';

/*
 * Errors after a status of success, in the shapes in which people report them: as one JSON text, as an event and
 * as words. Names and numbers are made up.
 */

const flat = (message: string, code: number) => ({ object: 'error', message, type: 'X', code });
const chosen = (code: number, message: string) => ({
  choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error', error: { code, message } }],
});
const minimax = (status_code: number, status_msg: string) => ({
  id: '',
  choices: null,
  base_resp: { status_code, status_msg },
});

const bodies: readonly [seen: string, body: unknown, kind: ProviderErrorKind, words: string][] = [
  [
    'vllm-project/guidellm#795, 2026-06',
    flat("This model's maximum context length is 9 tokens.", 400),
    'tooLong',
    'maximum context length',
  ],
  ['vllm-project/guidellm#795, 2026-06', flat('The engine died', 500), 'overloaded', 'engine died'],
  ['nodetool-ai/nodetool#5755, 2026-09', chosen(429, 'Slow upstream'), 'rateLimited', 'upstream'],
  [
    'RooCodeInc/Roo-Code#9105, 2025-11',
    minimax(1008, 'insufficient balance'),
    'billing',
    'balance',
  ],
  [
    'RooCodeInc/Roo-Code#9105, another code, 2025-11',
    minimax(1002, 'rate limit exceeded(RPM)'),
    'rateLimited',
    'RPM',
  ],
  [
    'CommandCodeAI/command-code#785, 2026-09',
    { success: false, error: { code: 'INTERNAL', status: 500, message: 'It broke' } },
    'overloaded',
    'It broke',
  ],
  [
    'Han-1413141/dsh-cost-meter#17, 2026-08',
    { code: 1001, msg: 'No header, unable to authenticate', success: false },
    'badKey',
    'No header',
  ],
  [
    'BerriAI/litellm#14144, its status as a text, 2025-09',
    { error: { message: 'Wrong token', type: 'auth_error', code: '401' } },
    'badKey',
    'Wrong token',
  ],
];

/** Words in place of JSON, as lucasjinreal/Crane#121 (2026-09) has them. */
const inWords = 'data: error: the engine ran out of memory\n\ndata: [DONE]\n\n';

describe.each(wires)('$name', (wire) => {
  const begun = [...wire.opening, wire.text('Hello')];

  test.each(bodies)('%s: a body %o', async (_, body, kind, words) => {
    const outcome = await runWire(wire, plainAnswer(200, JSON.stringify(body)));
    expect(outcome.error).toMatchObject({ kind });
    expect((outcome.error as ProviderError).message).toContain(words);
  });

  test.each(bodies)('%s: an event %o', async (_, body, kind, words) => {
    const event = `event: message\ndata: ${JSON.stringify(body)}\n\n`;
    for (const events of [[event], [...begun, event]]) {
      const outcome = await runWire(wire, eventStream(events));
      expect(outcome.error).toMatchObject({ kind });
      expect((outcome.error as ProviderError).message).toContain(words);
      expect(outcome.finish).toBeUndefined();
    }
  });

  test('words where an event should be are the reason', async () => {
    for (const events of [[inWords], [...begun, inWords], [...begun, `event: error\n${inWords}`]]) {
      const outcome = await runWire(wire, eventStream(events));
      // Anthropic's SDK skips what has no name.
      if (wire.name === 'anthropic' && !events.at(-1)!.startsWith('event:')) continue;
      expect(outcome.error).toMatchObject({ kind: 'overloaded', retryable: true });
      expect((outcome.error as ProviderError).message).toContain('the engine ran out of memory');
    }
  });

  test.each(['data: {"half":', 'data: [DO', 'data: nul', 'data: "a text that'])(
    'an answer that ends with %j is cut off',
    async (end) => {
      const outcome = await runWire(wire, eventStream([...begun, end]));
      expect(outcome).toMatchObject({ text: 'Hello', finish: undefined, error: undefined });
    },
  );

  // lemonade-sdk/lemonade#3448, 2026-08; anomalyco/opencode#39968, 2026-07.
  test.each([
    ['nothing', [], 'notAnAnswer'],
    ['a comment', [': PROCESSING\n\n'], 'notAnAnswer'],
    ['an end', ['data: [DONE]\n\n'], 'notAnAnswer'],
    ['its opening', wire.opening.slice(0, 1), 'overloaded'],
  ] as const)('an answer of no more than %s may be asked for again', async (_, events, kind) => {
    const { error } = await runWire(wire, eventStream(events));
    expect(error).toMatchObject({ kind, retryable: true, isFree: false });
  });

  test('an opening that is reset may be asked for again', async () => {
    const script = eventStream(wire.opening.slice(0, 1), 'reset');
    const { error } = await runWire(wire, script);
    expect(error).toMatchObject({ kind: 'unreachable', retryable: true, isFree: false });
  });

  test('a success that MiniMax counts as zero is none', async () => {
    const [event] = wire.closing(wire.words.stop, wire.plainUsage);
    const counted = event!.replace('data: {', 'data: {"base_resp":{"status_code":0},');
    const rest = wire.closing(wire.words.stop, wire.plainUsage).slice(1);
    const outcome = await runWire(wire, eventStream([...begun, counted, ...rest]));
    expect(outcome).toMatchObject({ text: 'Hello', error: undefined });
    expect(outcome.finish?.reason).toBe('stop');
  });
});
