import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PracticeServer, startPracticeServer } from '../../../demo/practiceServer/server.ts';
import { createAnthropicProvider } from '../../../src/providers/anthropic/provider.ts';
import type { Connection } from '../../../src/providers/http/connection.ts';
import { createOpenaiProvider } from '../../../src/providers/openai/provider.ts';
import { createOpenaiCompatibleProvider } from '../../../src/providers/openaiCompatible/provider.ts';
import type { Part, Provider } from '../../../src/providers/provider.ts';
import type { Message, TurnState } from '../../../src/routing/conversation.ts';

/*
 * Conversations that move between providers, over real HTTP. The practice server refuses what real servers
 * refuse, and binds thinking to all that stood before it, as Anthropic does since Claude Fable 5.1
 * (platform.claude.com, Preserved thinking, November 2026).
 */

const places = ['anthropic', 'openai', 'plain', 'mistral', 'deepseek', 'gemini'] as const;
type Place = (typeof places)[number];

const servers = new Map<Place, PracticeServer>();
beforeAll(async () => {
  for (const place of places) {
    const compatibleAs = place === 'anthropic' || place === 'openai' ? 'plain' : place;
    servers.set(place, await startPracticeServer({ pace: 0, compatibleAs }));
  }
});
afterAll(async () => {
  for (const server of servers.values()) await server.close();
});

function providerAt(place: Place): Provider {
  const connection = (path: string): Connection => ({
    id: place,
    baseUrl: servers.get(place)!.url + path,
    key: () => 'key',
    fetch: globalThis.fetch,
    now: Date.now,
  });
  if (place === 'anthropic') return createAnthropicProvider(connection('/anthropic'));
  if (place === 'openai') return createOpenaiProvider(connection('/openai/v1'));
  return createOpenaiCompatibleProvider(connection('/compatible/v1'));
}

/** One turn: who answers, and what becomes of the tool that it calls. */
interface Step {
  readonly place: Place;
  readonly model: string;
  readonly says: string;
  readonly callsTool: boolean;
  readonly result: string | undefined;
}

const step: fc.Arbitrary<Step> = fc.record({
  place: fc.constantFrom('anthropic', 'anthropic', 'openai', 'openai', ...places),
  model: fc.constantFrom('practice-large', 'practice-large', 'practice-medium'),
  says: fc.constantFrom('Go on.', ' ', 'Explain what you see.'),
  callsTool: fc.boolean(),
  result: fc.option(fc.constantFrom('content of the file', '', '\n'), { nil: undefined }),
});

const tools = [{ name: 'read', description: 'Reads a file.', inputSchema: {} }];
const signal = new AbortController().signal;

async function answer(provider: Provider, model: string, messages: readonly Message[]) {
  const parts: Part[] = [];
  const call = {
    model,
    system: 'Be careful.',
    messages,
    tools,
    maxOutputTokens: 4000,
    thinking: 'unasked' as const,
    cacheKey: 'conversation',
  };
  for await (const part of provider.stream(call, signal)) parts.push(part);
  return parts;
}

function turnOf(parts: readonly Part[], provider: string, model: string): Message {
  const toolCalls = parts.flatMap((part) => (part.kind === 'toolCall' ? [part.call] : []));
  const items = parts.flatMap((part) => (part.kind === 'state' ? part.items : []));
  const state: TurnState = { provider, model, items };
  return {
    role: 'assistant',
    text: parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(items.length > 0 && { state }),
  };
}

const isAnthropic = (place: string) => place === 'anthropic';

/** What must come back: signatures and encrypted reasoning, as they stand in the state. */
function secretsOf({ items }: TurnState): string[] {
  const found: string[] = [];
  JSON.stringify(items, (_, value: unknown) => {
    if (typeof value === 'string' && value.startsWith('practice-')) found.push(value);
    return value;
  });
  return found;
}

test('state goes back whole to whoever made it, and to no one else, whoever comes in between', async () => {
  let returned = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      const providers = new Map(places.map((place) => [place, providerAt(place)]));
      for (const server of servers.values()) server.reset();
      const messages: Message[] = [];
      for (const { place, model, says, callsTool, result } of steps) {
        messages.push({ role: 'user', text: callsTool ? `${says} Please call read.` : says });
        const before = servers.get(place)!.requests().length;
        const parts = await answer(providers.get(place)!, model, messages);
        expect(parts.at(-1)?.kind).toBe('finish');
        const asked = servers.get(place)!.requests();
        const body = JSON.stringify(asked.at(-1)!.body);
        // The compatible servers' habits have to be learned first.
        const hasHabits = place !== 'anthropic' && place !== 'openai';
        expect(asked.length - before).toBeLessThanOrEqual(hasHabits ? 4 : 1);
        const states = messages.flatMap((message) =>
          message.role === 'assistant' && message.state ? [message.state] : [],
        );
        const own = states.filter((state) => state.provider === place && state.model === model);
        const foreign = states.filter((state) => state.provider !== place);
        for (const secret of own.flatMap(secretsOf)) expect(body).toContain(secret);
        // One wire's servers sign alike, so what they would sign again tells nothing.
        const strange = foreign.filter(
          (state) => isAnthropic(state.provider) !== isAnthropic(place),
        );
        for (const secret of strange.flatMap(secretsOf)) expect(body).not.toContain(secret);
        returned += own.flatMap(secretsOf).length;
        const turn = turnOf(parts, place, model);
        messages.push(turn);
        if (turn.role !== 'assistant') continue;
        for (const { id } of turn.toolCalls ?? []) {
          if (result !== undefined) messages.push({ role: 'tool', callId: id, text: result });
        }
      }
    }),
    { numRuns: 40 },
  );
  expect(returned).toBeGreaterThan(10);
}, 60_000);
