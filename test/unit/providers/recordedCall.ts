import { attempt } from '../../../src/execution/attempt/attempt.ts';
import type { AttemptContext } from '../../../src/execution/attempt/attemptContext.ts';
import type { SettlementFact } from '../../../src/ledger/facts.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { parseModels } from '../../../src/routing/models/parseModels.ts';
import type { Price } from '../../../src/routing/models/price.ts';
import shippedModels from '../../../src/routing/models/shippedModels.json' with { type: 'json' };
import { drain, scriptedWorld } from '../../support/scriptedRun.ts';
import { modelWith } from '../../support/tasks.ts';
import { providerFor, type WireFormat } from '../../support/wires.ts';
import { eventStream, startWireServer, type Ending } from '../../support/wireServer.ts';

const shipped = parseModels(shippedModels).models;

/** The shipped list prices of a model. */
export function listPrices(reference: string): readonly Price[] {
  return shipped.get(reference)!.prices!;
}

export const named = (event: string, data: Record<string, unknown>) =>
  `event: ${event}\ndata: ${JSON.stringify({ type: event, ...data })}\n\n`;
export const unnamed = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;

/** 40 characters in. Where usage is missing, a character counts as a token here. */
const call = {
  system: 'You are a careful coder.',
  messages: [{ role: 'user' as const, text: 'Rename a to b.\n' }],
  maxOutputTokens: 1000,
};
export const countedInput = 40;

/** One attempt with this provider; returns its settlement for the ledger. */
export async function settlementOf(
  provider: Provider,
  prices: readonly Price[],
  countTokens?: AttemptContext['countTokens'],
): Promise<SettlementFact> {
  // All of an answer comes at once, so nothing can have been made unseen.
  const { context, settlements } = scriptedWorld({}, { monotonic: () => 0 });
  const running = attempt(
    {
      requestId: 'request',
      purpose: 'answer',
      call,
      choice: { tier: 'fast', model: modelWith('tested/recorded', { prices }) },
    },
    { ...context, provider: async () => provider, ...(countTokens && { countTokens }) },
    new AbortController().signal,
  );
  await drain(running);
  return settlements[0]!;
}

/** Replays a recorded body over loopback to the real SDK. */
export async function replay(
  wire: WireFormat,
  body: readonly string[],
  prices: readonly Price[],
  ending?: Ending,
): Promise<SettlementFact> {
  const server = await startWireServer(eventStream(body, ending));
  try {
    return await settlementOf(providerFor(wire, server.url), prices);
  } finally {
    await server.close();
  }
}
