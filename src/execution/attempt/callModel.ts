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
  readonly firstTextMs: number | undefined;
  readonly latencyMs: number;
  readonly error: ProviderError | undefined;
  /** What was thrown when it is neither the provider's error nor a cancellation. */
  readonly bug: unknown;
}

interface Parts {
  text: string;
  /** Output that is paid for but not shown: reasoning and tool calls. */
  hidden: string;
  readonly toolCalls: ToolCall[];
  usage: Usage | undefined;
  reportedNanoUsd: NanoUsd | undefined;
  finish: FinishReason | undefined;
}

/** Streams the answer: yields its parts as events and returns them as one value. Throws nothing. */
export async function* callModel(
  { attemptId, providerId, fullCall, choice }: PreparedAttempt,
  context: AttemptContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, Received> {
  const startedAt = context.monotonic();
  const parts = noParts();
  let firstTextMs: number | undefined;
  let error: ProviderError | undefined;
  let bug: unknown;
  try {
    const provider = await context.provider(providerId);
    for await (const part of streamOf(provider, providerId, fullCall, signal)) {
      addPart(parts, part);
      if (part.kind === 'text') firstTextMs ??= context.monotonic() - startedAt;
      const event = eventOf(part, attemptId);
      if (event) yield event;
    }
  } catch (thrown) {
    if (thrown instanceof ProviderError) error = thrown;
    // A provider that is cancelled throws the signal's own reason.
    else if (!signal.aborted || thrown !== signal.reason) bug = thrown;
  }
  error ??= promptCut(fullCall, parts, choice);
  const outcome = bug ? 'failed' : outcomeOf(parts, error, signal.aborted);
  const latencyMs = context.monotonic() - startedAt;
  return { ...parts, outcome, firstTextMs, latencyMs, error, bug };
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

function noParts(): Parts {
  return {
    text: '',
    hidden: '',
    toolCalls: [],
    usage: undefined,
    reportedNanoUsd: undefined,
    finish: undefined,
  };
}

function addPart(parts: Parts, part: Part): void {
  if (part.kind === 'text') parts.text += part.text;
  if (part.kind === 'reasoning') parts.hidden += part.text;
  if (part.kind === 'toolCall') {
    parts.hidden += part.call.name + part.call.argumentsJson;
    parts.toolCalls.push(part.call);
  }
  if (part.kind === 'finish') parts.finish = part.reason;
  if (part.kind === 'usage') {
    parts.usage = part.usage;
    parts.reportedNanoUsd = part.reportedNanoUsd ?? parts.reportedNanoUsd;
  }
}

function eventOf(part: Part, attemptId: string): RunEvent | undefined {
  if (part.kind === 'reasoning') return { kind: 'thinking', attemptId };
  if (part.kind === 'toolCall') return { kind: 'toolCall', attemptId, call: part.call };
  if (part.kind === 'text') return { kind: 'text', attemptId, text: part.text };
  return undefined;
}

function outcomeOf(
  { finish, text }: Parts,
  error: ProviderError | undefined,
  isAborted: boolean,
): AttemptOutcome {
  // A stream without a finish reason was cut off, however much of it arrived.
  if (finish === undefined) {
    if (isAborted) return 'cancelled';
    if (error) return text === '' ? 'failed' : 'cutOff';
    return 'cutOff';
  }
  if (error?.kind === 'promptCut') return 'failed';
  if (finish === 'length') return 'truncated';
  if (finish === 'refusal') return 'refused';
  if (finish === 'stop' && text.trim() === '') return 'empty';
  return finish === 'other' ? 'cutOff' : 'complete';
}
