import type { ModelCall } from '../../providers/provider.ts';
import { estimateTokens, imageTokens } from '../../routing/candidates/requirements.ts';
import { imagesIn } from '../../routing/conversation.ts';
import { defined } from '../../routing/input/objects.ts';
import { estimateMargin } from '../../routing/models/capacity.ts';
import type { Model } from '../../routing/models/model.ts';
import { type Cost, type NanoUsd, unknownCost } from '../../routing/models/money.ts';
import { type CallSpan, costAt } from '../../routing/models/hours.ts';
import { type Price, priceOn } from '../../routing/models/price.ts';
import type { Usage } from '../../routing/models/usage.ts';
import type { Received } from './callModel.ts';

/**
 * The most a call can cost, nano-dollars: by its price, in a service tier if one is named, or else by the
 * user's own guess. Undefined where neither is known.
 */
export function worstCase(
  call: ModelCall,
  model: Model,
  today: string,
  serviceTier?: string,
): NanoUsd | undefined {
  const inputTokens = estimateTokens(inputOf(call)) + tokensOfImages(call);
  const { maxOutputTokens: outputTokens } = call;
  return worstCaseOf({ inputTokens, outputTokens, ...defined({ serviceTier }) }, model, today);
}

/** The most that a call of so many tokens can cost, the input as estimated; like `worstCase`. */
export function worstCaseOf(
  expected: Pick<Usage, 'inputTokens' | 'outputTokens' | 'serviceTier'>,
  model: Model,
  today: string,
): NanoUsd | undefined {
  const inputTokens = Math.ceil(expected.inputTokens * estimateMargin);
  const usage = { ...expected, inputTokens, cacheWriteTokens: inputTokens };
  const price = priceOn(model.prices, today);
  return price ? costAt(usage, price, 'estimated').nanoUsd : model.worstCaseNanoUsd;
}

/**
 * Output tokens that a model may write in a second without showing them. The fastest of the reasoning
 * models that hide their thinking wrote 233 a second (Grok 4.20), GPT-5.4 mini 201 and Claude's 52 on
 * average: medians of Artificial Analysis as listed at benchlm.ai/llm-speed, read for 7 April 2026.
 */
const hiddenTokensPerSecond = 250;

/** What a call cost, and what it used as far as known. */
export interface SettledCost {
  readonly usage?: Usage;
  readonly cost: Cost;
  /** Nano-dollars by usage and known price, beside a bill of the provider. */
  readonly ownNanoUsd?: NanoUsd;
}

/** A call that has ended, and what came of it. */
export interface EndedCall {
  readonly call: ModelCall;
  readonly model: Model;
  readonly today: string;
  /** When it ran; omitted for an answer of a batch, whose price no hour changes. */
  readonly span?: CallSpan;
  readonly received: Omit<Received, 'outcome' | 'toolCalls' | 'bug'>;
  readonly countTokens: (text: string) => Promise<number>;
}

/**
 * What a call cost: the provider's own figure, or else its tokens at list price, or else an estimate that
 * is rather too high. When a stream breaks off, the usage and the price reported so far cover the input
 * but not all of the output.
 */
export async function settleCost(ended: EndedCall): Promise<SettledCost> {
  const { model, received, span } = ended;
  const { usage, error, text, hidden } = received;
  const isFinished = received.finish !== undefined;
  const isSilent = !usage && text === '' && hidden === '';
  const reported = received.reportedNanoUsd;
  const isUnbilled = received.isFree && !reported;
  if (received.wasNeverSent || isUnbilled || (isSilent && error?.isFree)) {
    return { cost: { source: 'computed', nanoUsd: 0 }, ...(usage && { usage }) };
  }
  const price = priceOn(model.prices, ended.today);
  const guess = price ? undefined : model.worstCaseNanoUsd;
  // Text without output tokens means that the final usage never arrived.
  const isFinal = usage !== undefined && (usage.outputTokens > 0 || text + hidden === '');
  if (reported !== undefined && (isFinished || !price)) {
    const own =
      isFinal && !received.isDoubtful ? costAt(usage, price, 'computed', span) : undefined;
    return {
      // What a stream named before it broke off is the least that it cost.
      cost: { source: isFinished ? 'reported' : 'estimated', nanoUsd: reported },
      ...(usage && { usage }),
      ...(own?.source === 'computed' && { ownNanoUsd: own.nanoUsd }),
    };
  }
  if (guess !== undefined) {
    return { cost: { source: 'estimated', nanoUsd: guess }, ...(usage && { usage }) };
  }
  if (isFinal && isFinished) {
    const source = received.isDoubtful ? 'estimated' : 'computed';
    return { usage, cost: costAt(usage, price, source, span) };
  }
  if (!price) return { cost: unknownCost, ...(usage && { usage }) };
  return estimatedCost(ended, price);
}

/** What the tokens that were reported or counted cost, and never less than a bill that was named so far. */
async function estimatedCost(ended: EndedCall, price: Price): Promise<SettledCost> {
  const usage = await countedUsage(ended);
  const { nanoUsd } = costAt(usage, price, 'estimated', ended.span);
  if (nanoUsd === undefined) return { usage, cost: unknownCost };
  const least = ended.received.reportedNanoUsd ?? 0;
  return { usage, cost: { source: 'estimated', nanoUsd: Math.max(nanoUsd, least) } };
}

/** Usage by counting: never less than what was reported or what arrived. */
async function countedUsage({ call, model, received, countTokens }: EndedCall): Promise<Usage> {
  const { usage, text, hidden, finish } = received;
  const isSilent = text === '' && hidden === '';
  // Nobody said how the provider counts, so an answer that never came has the worst case's margin.
  const margin = isSilent && finish === undefined ? estimateMargin : 1;
  const [inputTokens, visible] = await Promise.all([
    usage?.inputTokens ??
      countTokens(inputOf(call)).then((count) =>
        Math.ceil((count + tokensOfImages(call)) * margin),
      ),
    isSilent ? 0 : countTokens(text + hidden),
  ]);
  const thought = Math.ceil((silentMs(received, call, model) / 1000) * hiddenTokensPerSecond);
  const withThought = Math.min(visible + thought, call.maxOutputTokens);
  const outputTokens = Math.max(usage?.outputTokens ?? 0, visible, withThought);
  return { ...usage, inputTokens, outputTokens };
}

/**
 * Milliseconds in which a model may have worked without showing all of it. Summaries of thinking are
 * shorter than the thinking, so only the time of text does not count. Any model may have been writing a
 * tool call since its last text, because a call is not shown before it is whole.
 */
function silentMs(
  { text, hidden, finish, firstTextMs, lastTextMs, latencyMs }: EndedCall['received'],
  { effort }: ModelCall,
  { capabilities }: Model,
): number {
  const thinks = effort !== undefined || capabilities.reasoning === true || hidden !== '';
  if (finish !== undefined) return thinks ? (firstTextMs ?? latencyMs) : 0;
  if (text === '') return latencyMs;
  return latencyMs - lastTextMs! + (thinks ? firstTextMs! : 0);
}

/**
 * The same tokens at the strongest model's price at that time. A low estimate: its reasoning would add tokens.
 */
export function baselineOf(
  usage: Usage,
  baseline: Model | undefined,
  { today, span }: Pick<EndedCall, 'today' | 'span'>,
): { modelName: string; nanoUsd: NanoUsd } | undefined {
  if (!baseline) return undefined;
  const { nanoUsd } = costAt(usage, priceOn(baseline.prices, today), 'estimated', span);
  return nanoUsd === undefined ? undefined : { modelName: baseline.name, nanoUsd };
}

/** Everything that a model reads except images: also the tools on offer and its earlier calls. */
export function inputOf({
  system,
  messages,
  tools,
  outputSchema,
}: Pick<ModelCall, 'system' | 'messages' | 'tools' | 'outputSchema'>): string {
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  );
  const shapes = [tools ?? [], outputSchema ?? [], calls].flat().map((it) => JSON.stringify(it));
  return [system, ...messages.map((message) => message.text), ...shapes].join('\n');
}

export function tokensOfImages({ messages }: Pick<ModelCall, 'messages'>): number {
  return imagesIn(messages).length * imageTokens;
}
