import type { AttemptOutcome } from '../../ledger/facts.ts';
import type { FinishReason, ModelCall, Part, Provider } from '../../providers/provider.ts';
import { ProviderError } from '../../providers/providerError.ts';
import type { ToolCall } from '../../routing/conversation.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { Usage } from '../../routing/models/usage.ts';
import type { RunEvent } from '../events.ts';
import type { AttemptContext, PreparedAttempt } from './attemptContext.ts';
import { promptCut } from './promptCut.ts';

/** Everything that a stream brought, and how it ended. */
export interface Received extends Readonly<Parts> {
  readonly outcome: AttemptOutcome;
  readonly latencyMs: number;
}

interface Parts {
  text: string;
  /** Output that is paid for but not shown: reasoning and tool calls. */
  hidden: string;
  readonly toolCalls: ToolCall[];
  /** The tool whose call the output limit cut in half. */
  halfCall: string | undefined;
  /** What the provider wants back with this turn. */
  stateItems: readonly unknown[];
  usage: Usage | undefined;
  isDoubtful: boolean;
  reportedNanoUsd: NanoUsd | undefined;
  finish: FinishReason | undefined;
  /** The provider does not charge for an answer that ended so. */
  isFree: boolean;
  firstTextMs: number | undefined;
  lastTextMs: number | undefined;
  /** Nothing reached the provider, so the call cost nothing. */
  wasNeverSent: boolean;
  error: ProviderError | undefined;
  /** What was thrown when it is neither the provider's error nor a cancellation. */
  bug: unknown;
}

/** Collects what a stream brings, so that it is known however and whenever the reading ends. */
export interface Reception {
  readonly parts: Parts;
  /** Milliseconds since the call. */
  elapsedMs(): number;
}

/** Begins the call's clock; until the provider is asked, nothing has been sent. */
export function beginReception({ monotonic }: Pick<AttemptContext, 'monotonic'>): Reception {
  const startedAt = monotonic();
  const parts: Parts = {
    text: '',
    hidden: '',
    toolCalls: [],
    halfCall: undefined,
    stateItems: [],
    usage: undefined,
    isDoubtful: false,
    reportedNanoUsd: undefined,
    finish: undefined,
    isFree: false,
    firstTextMs: undefined,
    lastTextMs: undefined,
    wasNeverSent: true,
    error: undefined,
    bug: undefined,
  };
  return { parts, elapsedMs: () => monotonic() - startedAt };
}

/** What has been received when the reading ended; `isStopped` when it was cancelled or left. */
export function endReception({ parts, elapsedMs }: Reception, isStopped: boolean): Received {
  const outcome = parts.bug ? 'failed' : outcomeOf(parts, isStopped);
  return { ...parts, outcome, latencyMs: elapsedMs() };
}

/** Streams the answer into the reception, and yields its parts as events. Throws nothing. */
export async function* callModel(
  { attemptId, providerId, fullCall, choice }: PreparedAttempt,
  reception: Reception,
  context: Pick<AttemptContext, 'provider'>,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void> {
  const { parts } = reception;
  try {
    const provider = await context.provider(providerId);
    if (signal.aborted) return;
    parts.wasNeverSent = false;
    for await (const part of held(streamOf(provider, providerId, fullCall, signal), parts)) {
      addPart(reception, part);
      refuseExcess(parts, fullCall, providerId);
      const event = eventOf(part, attemptId);
      if (event) yield event;
    }
  } catch (thrown) {
    if (thrown instanceof ProviderError && thrown.kind === 'aborted') {
      parts.wasNeverSent = thrown.isFree;
    } else if (thrown instanceof ProviderError) parts.error = thrown;
    // A provider that is cancelled throws the signal's own reason.
    else if (!signal.aborted || thrown !== signal.reason) parts.bug = thrown;
  }
  parts.error ??= promptCut(fullCall, parts, choice);
}

function streamOf(
  provider: Provider | undefined,
  providerId: string,
  call: ModelCall,
  signal: AbortSignal,
): AsyncIterable<Part> {
  if (provider) return provider.stream(call, signal);
  throw new ProviderError({
    kind: 'modelNotFound',
    provider: providerId,
    origin: '',
    message: `There is no provider "${providerId}".`,
  });
}

/**
 * Holds each tool call back until more of the answer follows, because the output limit may have cut it in
 * half, and drops such a half. Its arguments are then no JSON object, or none have begun. What it cost
 * counts at once, in the parts.
 */
async function* held(stream: AsyncIterable<Part>, parts: Parts): AsyncGenerator<Part, void> {
  let waiting: Extract<Part, { kind: 'toolCall' }> | undefined;
  for await (const part of stream) {
    const isAside = part.kind === 'usage' || part.kind === 'state';
    if (waiting && !isAside) {
      const { call } = waiting;
      const isHalf = part.kind === 'finish' && part.reason === 'length' && !isWhole(call);
      if (isHalf) parts.halfCall = call.name;
      else yield waiting;
      waiting = undefined;
    }
    if (part.kind === 'toolCall') {
      waiting = part;
      parts.hidden += part.call.name + part.call.argumentsJson;
    } else yield part;
  }
  // The stream was cut off right after it; whether it is whole is for its caller to see.
  if (waiting) yield waiting;
}

function isWhole({ argumentsJson }: ToolCall): boolean {
  try {
    const value: unknown = JSON.parse(argumentsJson);
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  } catch {
    return false;
  }
}

function addPart({ parts, elapsedMs }: Reception, part: Part): void {
  if (part.kind === 'text') {
    parts.text += part.text;
    parts.lastTextMs = elapsedMs();
    parts.firstTextMs ??= parts.lastTextMs;
  }
  if (part.kind === 'reasoning') parts.hidden += part.text;
  if (part.kind === 'toolCall') parts.toolCalls.push(part.call);
  if (part.kind === 'state') parts.stateItems = part.items;
  if (part.kind === 'finish') {
    parts.finish = part.reason;
    parts.isFree = part.isFree === true;
  }
  if (part.kind === 'usage') {
    parts.usage = part.usage;
    parts.isDoubtful = part.isDoubtful === true;
    parts.reportedNanoUsd = part.reportedNanoUsd ?? parts.reportedNanoUsd;
  }
}

// English has about 4 characters a token and code fewer, so this is four times what was asked for. Both
// figures are chosen by judgement.
const mostCharactersAToken = 16;
const freeCharacters = 16_000;

/** Tool calls in one answer; models were seen to make about 20 at once. Chosen by judgement. */
const mostToolCalls = 256;

/** Ends an answer that goes on far beyond the output that was asked for. */
function refuseExcess(
  { text, hidden, toolCalls }: Parts,
  { maxOutputTokens }: ModelCall,
  provider: string,
): void {
  const refuse = (message: string) => {
    throw new ProviderError({ kind: 'endless', provider, origin: '', message });
  };
  const most = maxOutputTokens * mostCharactersAToken + freeCharacters;
  if (text.length + hidden.length > most) {
    refuse(
      `${provider} does not keep to the limit of ${maxOutputTokens} output tokens, so its answer was ended.`,
    );
  }
  if (toolCalls.length > mostToolCalls) {
    refuse(
      `${provider} called more than ${mostToolCalls} tools in one answer, so its answer was ended.`,
    );
  }
}

function eventOf(part: Part, attemptId: string): RunEvent | undefined {
  if (part.kind === 'reasoning') return { kind: 'thinking', attemptId };
  if (part.kind === 'toolCall') return { kind: 'toolCall', attemptId, call: part.call };
  if (part.kind === 'text') return { kind: 'text', attemptId, text: part.text };
  return undefined;
}

function outcomeOf({ finish, text, toolCalls, error }: Parts, isStopped: boolean): AttemptOutcome {
  // A stream without a finish reason was cut off, however much of it arrived.
  if (finish === undefined) {
    if (isStopped) return 'cancelled';
    if (error) return text === '' ? 'failed' : 'cutOff';
    return 'cutOff';
  }
  if (error?.kind === 'promptCut') return 'failed';
  if (finish === 'length') return 'truncated';
  if (finish === 'refusal') return 'refused';
  // Claude was seen to say that it calls a tool, and to call none (earendil-works/pi#9681, 2026-09).
  const isSilent = text.trim() === '' && toolCalls.length === 0;
  if (isSilent && (finish === 'stop' || finish === 'toolCalls')) return 'empty';
  return finish === 'other' ? 'cutOff' : 'complete';
}
