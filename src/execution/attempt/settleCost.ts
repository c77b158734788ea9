import type { ModelCall } from '../../providers/provider.ts';
import type { ProviderError, ProviderErrorKind } from '../../providers/providerError.ts';
import { estimateTokens, imageTokens } from '../../routing/candidates/requirements.ts';
import { imagesIn } from '../../routing/conversation.ts';
import type { Model } from '../../routing/models/model.ts';
import { type Cost, type NanoUsd, unknownCost } from '../../routing/models/money.ts';
import { costOf, priceOn } from '../../routing/models/price.ts';
import type { Usage } from '../../routing/models/usage.ts';

// These end before a model has worked, so no provider charges for them.
const freeFailures: ReadonlySet<ProviderErrorKind> = new Set([
  'noKey',
  'badKey',
  'forbidden',
  'billing',
  'modelNotFound',
  'badRequest',
  'tooLong',
  'rateLimited',
  'overloaded',
  'unreachable',
  'redirected',
]);

// Room for a tokenizer that makes more tokens of a text than the estimate expects.
const estimateMargin = 1.3;

/** The most a call can cost, nano-dollars; undefined where the price is unknown. */
export function worstCase(call: ModelCall, model: Model, today: string): NanoUsd | undefined {
  const read = estimateTokens(inputOf(call)) + tokensOfImages(call);
  const inputTokens = Math.ceil(read * estimateMargin);
  const usage = { inputTokens, cacheWriteTokens: inputTokens, outputTokens: call.maxOutputTokens };
  return costOf(usage, priceOn(model.prices, today), 'estimated').nanoUsd;
}

/**
 * What a call cost: the provider's own figure, else its tokens at list price, else counted tokens.
 * Usage that came before a stream was broken off tells what went in, but not all that came out; nor
 * does a price.
 */
export async function settleCost(ended: {
  readonly call: ModelCall;
  readonly model: Model;
  readonly today: string;
  readonly text: string;
  /** Whether the stream came to its end. */
  readonly finished: boolean;
  readonly usage: Usage | undefined;
  readonly reportedNanoUsd: NanoUsd | undefined;
  readonly error: ProviderError | undefined;
  readonly countTokens: (text: string) => Promise<number>;
}): Promise<{ usage?: Usage; cost: Cost }> {
  const { call, model, usage, error } = ended;
  const price = priceOn(model.prices, ended.today);
  const reported = ended.reportedNanoUsd;
  if (reported !== undefined && (ended.finished || !price)) {
    return { cost: { source: 'reported', nanoUsd: reported }, ...(usage && { usage }) };
  }
  // No text comes of no token: a usage without output was never told to its end.
  const told = usage !== undefined && (usage.outputTokens > 0 || ended.text === '');
  if (told && ended.finished) return { usage, cost: costOf(usage, price, 'computed') };
  if (!usage && error && ended.text === '' && freeFailures.has(error.kind)) {
    return { cost: { source: 'computed', nanoUsd: 0 } };
  }
  if (!price) return { cost: unknownCost, ...(usage && { usage }) };
  const [inputTokens, outputTokens] = await Promise.all([
    usage?.inputTokens ??
      ended.countTokens(inputOf(call)).then((count) => count + tokensOfImages(call)),
    ended.text === '' ? 0 : ended.countTokens(ended.text),
  ]);
  const least = usage?.outputTokens ?? 0;
  const counted = { ...usage, inputTokens, outputTokens: Math.max(least, outputTokens) };
  const { nanoUsd } = costOf(counted, price, 'estimated');
  if (nanoUsd === undefined) return { usage: counted, cost: unknownCost };
  // What a broken stream had cost by then is the least that it cost.
  const atLeast = Math.max(nanoUsd, reported ?? 0);
  return { usage: counted, cost: { source: 'estimated', nanoUsd: atLeast } };
}

/** The same tokens at the strongest model's price. Its reasoning would add more: this is a low figure. */
export function baselineOf(
  usage: Usage,
  baseline: Model | undefined,
  today: string,
): { modelName: string; nanoUsd: NanoUsd } | undefined {
  if (!baseline) return undefined;
  const { nanoUsd } = costOf(usage, priceOn(baseline.prices, today), 'estimated');
  return nanoUsd === undefined ? undefined : { modelName: baseline.name, nanoUsd };
}

/** All that a model reads but images: what tools there are and what it called is input too. */
function inputOf({ system, messages, tools, outputSchema }: ModelCall): string {
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  );
  const shapes = [tools ?? [], outputSchema ?? [], calls].flat().map((it) => JSON.stringify(it));
  return [system, ...messages.map((message) => message.text), ...shapes].join('\n');
}

function tokensOfImages({ messages }: ModelCall): number {
  return imagesIn(messages).length * imageTokens;
}
