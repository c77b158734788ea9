import { describe, expect, test } from 'vitest';
import { attemptOrFallback } from '../../src/execution/attempt/fallback.ts';
import type { Choice } from '../../src/routing/decision.ts';
import { describeProviderError } from '../../src/editor/platform/describeProblem.ts';
import { drain, eventsOf, scriptedWorld } from '../support/scriptedRun.ts';
import { modelWith } from '../support/tasks.ts';
import { eventStream, plainAnswer, type Script, startWireServer } from '../support/wireServer.ts';
import { providerFor, type WireFormat, wires } from '../support/wires.ts';

const file = 'if (cart.total > limit) return cart.items;\n'.repeat(2_000);
const call = {
  system: 'You help.',
  messages: [{ role: 'user', text: file }],
  maxOutputTokens: 500,
} as const;
const choice: Choice = { tier: 'fast', model: modelWith('p/local') };

/** Asks a server once for each script, and the model `larger` when it is asked. */
async function ask(wire: WireFormat, scripts: Readonly<Record<string, Script>>, asked = choice) {
  const server = await startWireServer((socket, request) =>
    scripts[String(request.body['model'])]!(socket, request),
  );
  try {
    const world = scriptedWorld({});
    const context = { ...world.context, provider: async () => providerFor(wire, server.url) };
    const { signal } = world.controller;
    const request = { requestId: 'request', choice: asked, call: () => call };
    const { events } = await drain(attemptOrFallback(request, context, signal));
    const ends = eventsOf(events, 'attemptEnded').map(({ end }) => end);
    return { ends, settlements: world.settlements, end: ends.at(-1)! };
  } finally {
    await server.close();
  }
}

/** A whole answer whose usage says that so much was read. */
function answers(wire: WireFormat, readTokens: number, text = 'fine'): Script {
  const [input, output] = wire.totals;
  const usage = { [input]: readTokens, [output]: 5 };
  const said = text === '' ? [] : [wire.text(text)];
  return eventStream([...wire.opening, ...said, ...wire.closing(wire.words.stop, usage)]);
}

describe.each(wires)('on the wire $name', (wire) => {
  test('an answer to a part of the prompt is a failure that says how much was read, and is paid', async () => {
    const { end, settlements } = await ask(wire, { local: answers(wire, 4_096) });
    expect(end).toMatchObject({ outcome: 'failed', text: 'fine', error: { kind: 'promptCut' } });
    expect(settlements).toMatchObject([{ outcome: 'failed', errorKind: 'promptCut' }]);
    // 4,096 tokens in at 1 USD per million, 5 out at 5 USD.
    expect(end.cost).toEqual({ source: 'computed', nanoUsd: 4_096_000 + 25_000 });
    const { message } = describeProviderError(end.error!, end.choice);
    expect(message).toMatch(/^The server of local read 4,096 of at least \d\d,\d{3} tokens/);
    expect(message).toContain('or pick a tier whose model takes more');
  });

  test('an answer to the whole prompt is none', async () => {
    const { end } = await ask(wire, { local: answers(wire, 24_000) });
    expect(end).toMatchObject({ outcome: 'complete', text: 'fine' });
    expect(end.error).toBeUndefined();
  });

  test('while nothing was shown, the larger model is asked', async () => {
    const larger: Choice = {
      tier: 'top',
      model: modelWith('p/larger', { contextTokens: 200_000 }),
    };
    const scripts = { local: answers(wire, 4_096, ''), larger: answers(wire, 24_000) };
    const { ends } = await ask(wire, scripts, { ...choice, larger: [larger] });
    expect(ends.map(({ outcome }) => outcome)).toEqual(['failed', 'complete']);
  });

  test('a refusal of a prompt that is too long asks the larger model, and only that', async () => {
    const refuses = plainAnswer(
      400,
      JSON.stringify({ error: { message: "This model's maximum context length is 8192 tokens." } }),
    );
    const small = modelWith('p/small', { contextTokens: 8_192 });
    const asked: Choice = {
      tier: 'fast',
      model: small,
      fallbacks: [{ tier: 'fast', model: modelWith('p/same', { contextTokens: 8_192 }) }],
      larger: [{ tier: 'top', model: modelWith('p/larger', { contextTokens: 200_000 }) }],
    };
    const scripts = { small: refuses, same: refuses, larger: answers(wire, 24_000) };
    const { ends } = await ask(wire, scripts, asked);
    expect(ends.map(({ choice: { model } }) => model.name)).toEqual(['small', 'larger']);
    const alone = await ask(wire, scripts, { tier: 'fast', model: small });
    const { message } = describeProviderError(alone.end.error!, alone.end.choice);
    expect(message).not.toContain('file is too long');
    expect(message).toContain('It takes 8,192 tokens.');
  });
});
