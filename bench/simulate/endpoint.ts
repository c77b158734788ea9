import type { Limits } from '../../src/providers/http/connection.ts';
import type { ModelCall, Part, Provider } from '../../src/providers/provider.ts';
import type { Model } from '../../src/routing/models/model.ts';
import type { Product } from './product.ts';
import type { Failure, Script, Step } from './script.ts';
import type { Owner, Time } from './time.ts';

/*
 * A simulated server, at the contract of a provider. It follows a script, keeps its own bill of each call,
 * and is held to the product's own time limits.
 */

/** One call as the server saw it. Money in nano-dollars. */
export interface ServedCall {
  readonly nth: number;
  readonly attemptId: string;
  readonly requestId: string;
  readonly model: Model;
  readonly call: ModelCall;
  readonly script: Script;
  readonly owner: Owner;
  readonly beganMs: number;
  /** Awake milliseconds of the clock. */
  readonly beganAwakeMs: number;
  endedAwakeMs?: number;
  abortedAwakeMs?: number;
  /** The longest time that the product waited for this server, awake milliseconds. */
  longestWaitMs: number;
  /** The model has begun to work: its input is billed. */
  hasWorked: boolean;
  /** Characters of text, thoughts and tool calls that were sent. */
  sentCharacters: number;
  /** Tokens that the model thought without showing them. */
  hiddenTokens: number;
  /** The text that was sent so far. */
  text: string;
  readonly toolIds: string[];
  /** Its last part said that the answer is whole. */
  finished?: 'whole' | 'not whole';
}

export interface EndpointParts {
  readonly time: Time;
  readonly owner: Owner;
  readonly product: Product;
  readonly limits: Limits;
  /** A call has arrived. */
  begin(call: ModelCall): ServedCall;
  isTraced: boolean;
  trace(served: ServedCall, words: string): void;
}

const charactersAToken = 4;
const priceUnits = 1_000_000;
/** A server with prices of its own takes this much more than the list. */
const ownPriceFactor = 1.25;

export function outputTokensOf({ sentCharacters, hiddenTokens }: ServedCall): number {
  return Math.ceil(sentCharacters / charactersAToken) + hiddenTokens;
}

export function tokensOf(text: string): number {
  return Math.ceil(text.length / charactersAToken);
}

/** What the server bills for a call, nano-dollars; undefined when the price is unknown. */
export function billOf(served: ServedCall, product: Product): number | undefined {
  if (!served.hasWorked) return 0;
  const [price] = served.model.prices;
  if (!price) return undefined;
  const input = tokensOf(product.inputOf(served.call));
  const total = input * price.input + outputTokensOf(served) * price.output;
  const usual = Math.floor((total + priceUnits / 2) / priceUnits);
  return served.script.usage === 'priced' ? Math.ceil(usual * ownPriceFactor) : usual;
}

export function createEndpoint(id: string, parts: EndpointParts): Provider {
  return { id, stream: (call, signal) => serve(id, parts, call, signal) };
}

async function* serve(
  id: string,
  parts: EndpointParts,
  call: ModelCall,
  signal: AbortSignal,
): AsyncGenerator<Part> {
  const { time, product } = parts;
  const served = parts.begin(call);
  const waiter = createWaiter(parts, served, signal);
  const asked = { provider: id, origin: `https://${id}.example`, model: call.model };
  const exchange = { isReported: true, wasSent: false, run: <T>(send: () => Promise<T>) => send() };
  const deadlines = product.createDeadlines(
    { after: (ms, act) => time.after(ms, act, parts.owner) },
    parts.limits,
    { asked: asked as never, id, stop: waiter.stop },
  );
  try {
    deadlines.begin({ ...exchange, close: () => undefined });
    await waiter.wait(served.script.connectMs);
    deadlines.sent();
    waiter.isSent = true;
    for (const step of served.script.steps) {
      if (!served.hasWorked && !isFreeEnd(step)) served.hasWorked = true;
      await waiter.wait(step.afterMs);
      deadlines.arrived();
      deadlines.clear();
      if (step.does === 'ends') return;
      if ('fails' in step.does) throw errorOf(step.does.fails, id, product);
      yield* partsOf(step.does, served, product);
      deadlines.waits();
    }
  } finally {
    deadlines.end();
    waiter.close();
    // A call of a window that died ended with it, whatever its code still does here.
    served.endedAwakeMs ??= time.awake();
  }
}

/** Whether a server that ends so has not asked its model. */
function isFreeEnd({ does }: Step): boolean {
  return typeof does === 'object' && 'fails' in does && does.fails.isFree;
}

function errorOf({ kind, ...rest }: Failure, provider: string, { ProviderError }: Product): Error {
  const origin = `https://${provider}.example`;
  return new ProviderError({ kind, provider, origin, message: `simulated: ${kind}`, ...rest });
}

function* partsOf(
  does: Exclude<Step['does'], 'ends' | { fails: Failure }>,
  served: ServedCall,
  product: Product,
): Generator<Part> {
  if ('reasoning' in does) {
    addCharacters(served, does.reasoning);
    yield { kind: 'reasoning', text: does.reasoning };
  } else if ('text' in does) {
    yield* earlyUsage(served, product);
    yield* textParts(does.text, served);
  } else if ('tool' in does) {
    const id = `tool-${served.nth}-${served.toolIds.length}`;
    const call = { id, name: does.tool, argumentsJson: '{"path":"src/cart.ts"}' };
    addCharacters(served, call.name + call.argumentsJson);
    served.toolIds.push(id);
    yield { kind: 'toolCall', call };
  } else {
    const isFull = outputTokensOf(served) >= served.call.maxOutputTokens;
    const reason = isFull ? 'length' : does.finish;
    yield* usageParts(served, product);
    served.finished = reason === 'stop' || reason === 'toolCalls' ? 'whole' : 'not whole';
    yield { kind: 'finish', reason, raw: reason };
  }
}

/** A server that tells its usage as it grows says first how much it has read. */
function* earlyUsage(served: ServedCall, product: Product): Generator<Part> {
  if (served.script.usage !== 'growing' || served.text !== '') return;
  const usage = { inputTokens: tokensOf(product.inputOf(served.call)), outputTokens: 1 };
  yield { kind: 'usage', usage, raw: usage };
}

/** As much of the text as the call's limit allows; a server that never stops knows no limit. */
function* textParts(text: string, served: ServedCall): Generator<Part> {
  if (served.script.fault === 'neverStops') {
    for (;;) yield said('and so on, '.repeat(1000), served);
  }
  const left = (served.call.maxOutputTokens - outputTokensOf(served)) * charactersAToken;
  const part = text.slice(0, Math.max(0, left));
  if (part !== '') yield said(part, served);
}

function said(text: string, served: ServedCall): Part {
  addCharacters(served, text);
  served.text += text;
  return { kind: 'text', text };
}

function addCharacters(served: ServedCall, text: string): void {
  served.sentCharacters += text.length;
}

function* usageParts(served: ServedCall, product: Product): Generator<Part> {
  const { usage: report } = served.script;
  if (report === 'missing') return;
  // What is told in doubt is wrong.
  const outputTokens = Math.floor(outputTokensOf(served) / (report === 'doubtful' ? 2 : 1));
  const inputTokens = tokensOf(product.inputOf(served.call));
  const usage = { inputTokens, outputTokens };
  const price = report === 'priced' ? billOf(served, product) : undefined;
  yield {
    kind: 'usage',
    usage,
    raw: usage,
    ...(price !== undefined && { reportedNanoUsd: price }),
    ...(report === 'doubtful' && { isDoubtful: true }),
  };
}

/** Waits for steps of a script, until the call is aborted or its time is over. */
function createWaiter(
  { time, owner, product, isTraced, trace }: EndpointParts,
  served: ServedCall,
  signal: AbortSignal,
) {
  let reject: ((reason: unknown) => void) | undefined;
  let cancel = (): void => undefined;
  let stoppedBy: { readonly reason: unknown } | undefined;
  const waiter = {
    isSent: false,
    stop(reason: unknown): void {
      if (stoppedBy) return;
      stoppedBy = { reason };
      cancel();
      reject?.(reason);
    },
    /** Also bills what the model thinks meanwhile. */
    async wait(ms: number): Promise<void> {
      if (stoppedBy) throw stoppedBy.reason;
      const fromMs = time.awake();
      try {
        await new Promise<void>((resolve, rejected) => {
          reject = rejected;
          cancel = ms === Infinity ? cancel : time.after(ms, resolve, owner);
        });
      } finally {
        const waitedMs = time.awake() - fromMs;
        // A dead window waits for nobody.
        if (owner.isAlive) served.longestWaitMs = Math.max(served.longestWaitMs, waitedMs);
        think(served, waitedMs);
      }
    },
    close: () => signal.removeEventListener('abort', onAbort),
  };
  function onAbort(): void {
    served.abortedAwakeMs ??= time.awake();
    if (isTraced) trace(served, 'is aborted');
    // An abort before anything was sent is free, and the provider says so.
    const fields = { kind: 'aborted', provider: '', origin: '', message: 'aborted' } as const;
    const free = new product.ProviderError({ ...fields, isFree: true });
    const end = (): void => waiter.stop(waiter.isSent ? signal.reason : free);
    if (served.script.abortMs === 0) end();
    else time.after(served.script.abortMs, end, owner);
  }
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return waiter;
}

function think(served: ServedCall, ms: number): void {
  if (!served.hasWorked || served.text !== '') return;
  const hidden = Math.floor((ms / 1000) * served.script.hiddenPerSecond);
  const left = Math.max(0, served.call.maxOutputTokens - outputTokensOf(served));
  served.hiddenTokens += Math.min(hidden, left);
}
