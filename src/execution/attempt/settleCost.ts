import type { ModelCall } from '../../providers/provider.ts';
import type { ProviderError, ProviderErrorKind } from '../../providers/providerError.ts';
import { estimateTokens, imageTokens } from '../../routing/candidates/requirements.ts';
import { imagesIn } from '../../routing/conversation.ts';
import type { Model } from '../../routing/models/model.ts';
import { type Cost, type NanoUsd, unknownCost } from '../../routing/models/money.ts';
import { costOf, priceOn } from '../../routing/models/price.ts';
import type { Usage } from '../../routing/models/usage.ts';

// These errors come before a model does any work, so no provider charges for them.
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

// Room for a tokenizer that makes more tokens of a text than the estimate expects. Chosen by judgement.
const estimateMargin = 1.3;

/** The most a call can cost, nano-dollars; undefined where the price is unknown. */
export function worstCase(call: ModelCall, model: Model, today: string): NanoUsd | undefined {
  const estimated = estimateTokens(inputOf(call)) + tokensOfImages(call);
  const inputTokens = Math.ceil(estimated * estimateMargin);
  const usage = { inputTokens, cacheWriteTokens: inputTokens, outputTokens: call.maxOutputTokens };
  return costOf(usage, priceOn(model.prices, today), 'estimated').nanoUsd;
}

/**
 * What a call cost: the provider's own figure, or else its tokens at list price, or else counted
 * tokens. When a stream breaks off, the usage and the price reported so far cover the input but not
 * all of the output.
 */
export async function settleCost(ended: {
  readonly call: ModelCall;
  readonly model: Model;
  readonly today: string;
  readonly text: string;
  /** Whether the stream reached its end. */
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
  // Text without output tokens means that the final usage never arrived.
  const isUsageFinal = usage !== undefined && (usage.outputTokens > 0 || ended.text === '');
  if (isUsageFinal && ended.finished) return { usage, cost: costOf(usage, price, 'computed') };
  if (!usage && error && ended.text === '' && freeFailures.has(error.kind)) {
    return { cost: { source: 'computed', nanoUsd: 0 } };
  }
  if (!price) return { cost: unknownCost, ...(usage && { usage }) };
  const [inputTokens, outputTokens] = await Promise.all([
    usage?.inputTokens ??
      ended.countTokens(inputOf(call)).then((count) => count + tokensOfImages(call)),
    ended.text === '' ? 0 : ended.countTokens(ended.text),
  ]);
  const reportedOutput = usage?.outputTokens ?? 0;
  const counted = { ...usage, inputTokens, outputTokens: Math.max(reportedOutput, outputTokens) };
  const { nanoUsd } = costOf(counted, price, 'estimated');
  if (nanoUsd === undefined) return { usage: counted, cost: unknownCost };
  // The price that a broken stream reported is the least that it cost.
  const atLeast = Math.max(nanoUsd, reported ?? 0);
  return { usage: counted, cost: { source: 'estimated', nanoUsd: atLeast } };
}

/** The same tokens at the strongest model's price. A low estimate: its reasoning would add tokens. */
export function baselineOf(
  usage: Usage,
  baseline: Model | undefined,
  today: string,
): { modelName: string; nanoUsd: NanoUsd } | undefined {
  if (!baseline) return undefined;
  const { nanoUsd } = costOf(usage, priceOn(baseline.prices, today), 'estimated');
  return nanoUsd === undefined ? undefined : { modelName: baseline.name, nanoUsd };
}

/** Everything that a model reads except images: also the tools on offer and its earlier calls. */
export function inputOf({
  system,
  messages,
  tools,
  outputSchema,
}: Omit<ModelCall, 'model'>): string {
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  );
  const shapes = [tools ?? [], outputSchema ?? [], calls].flat().map((it) => JSON.stringify(it));
  return [system, ...messages.map((message) => message.text), ...shapes].join('\n');
}

export function tokensOfImages({ messages }: Pick<ModelCall, 'messages'>): number {
  return imagesIn(messages).length * imageTokens;
}
