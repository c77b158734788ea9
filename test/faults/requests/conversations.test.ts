import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PracticeServer, startPracticeServer } from '../../../demo/practiceServer/server.ts';
import { compatibleManners } from '../../../demo/practiceServer/wires/wire.ts';
import { createAnthropicProvider } from '../../../src/providers/anthropic/provider.ts';
import type { Connection } from '../../../src/providers/http/connection.ts';
import { createOpenaiProvider } from '../../../src/providers/openai/provider.ts';
import { createOpenaiCompatibleProvider } from '../../../src/providers/openaiCompatible/provider.ts';
import type { ModelCall, Provider } from '../../../src/providers/provider.ts';
import type { Message } from '../../../src/routing/conversation.ts';
import { outcomeOf } from '../../support/wires.ts';
import { foreignIds, shapes } from './shapes.ts';

/*
 * Conversations of awkward shapes, over real HTTP to a server that refuses what the real ones refuse. At most
 * three refusals may come before the answer, and only where a habit has to be learned.
 */

type Create = (connection: Connection) => Provider;
const wires: readonly (readonly [name: string, path: string, Create, learns: number])[] = [
  ['anthropic', '/anthropic', createAnthropicProvider, 0],
  ['openai', '/openai/v1', createOpenaiProvider, 0],
  ...compatibleManners.map((manner) => {
    const wire = ['/compatible/v1', createOpenaiCompatibleProvider] as const;
    return [manner, ...wire, manner === 'plain' ? 0 : 3] as const;
  }),
];

describe.each(wires)('%s', (name, path, create, learns) => {
  let server: PracticeServer;
  let provider: Provider;
  beforeAll(async () => {
    const compatibleAs = compatibleManners.find((manner) => manner === name);
    server = await startPracticeServer({ pace: 0, compatibleAs });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.reset();
    provider = create({
      id: 'tested',
      baseUrl: server.url + path,
      key: () => 'key',
      fetch: globalThis.fetch,
      now: Date.now,
    });
  });

  /** How often the server was asked until it answered; undefined when it did not. */
  async function asks(messages: readonly Message[]): Promise<number | undefined> {
    const call: ModelCall = {
      model: 'practice-small',
      system: ' ',
      messages,
      maxOutputTokens: 500,
      tools: [{ name: 'read', description: 'Reads.', inputSchema: {} }],
    };
    const { error, finish } = await outcomeOf(provider.stream(call, new AbortController().signal));
    expect(error).toBeUndefined();
    return finish && server.requests().length;
  }

  test.each(shapes)('$name ($source)', async ({ messages }) => {
    expect(await asks(messages)).toBeLessThanOrEqual(1 + learns);
  });

  test.each(foreignIds)('the id "%s" (%s)', async (id) => {
    const called = { id, name: 'read', argumentsJson: '{}' };
    const asked = await asks([
      { role: 'user', text: 'Hi' },
      { role: 'assistant', text: '', toolCalls: [called] },
      { role: 'tool', callId: id, text: 'one' },
      { role: 'assistant', text: 'Again.', toolCalls: [called] },
      { role: 'tool', callId: id, text: 'two' },
    ]);
    expect(asked).toBeLessThanOrEqual(1 + learns);
    const body = JSON.stringify(server.requests().at(-1)!.body);
    expect(body.indexOf('one')).toBeGreaterThan(0);
    expect(body.indexOf('two')).toBeGreaterThan(body.indexOf('one'));
  });
});
