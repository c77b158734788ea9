import { createHash } from 'node:crypto';
import { splitReference } from '../../routing/models/model.ts';
import type { Usage } from '../../routing/models/usage.ts';
import type { ExportedAttempt } from '../reports.ts';

/** A value as OTLP writes it in JSON: 64-bit integers become text. */
type AnyValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly boolValue: boolean };

interface Attribute {
  readonly key: string;
  readonly value: AnyValue;
}

interface Span {
  /** Hexadecimal, 16 bytes: the same for all attempts of a request. */
  readonly traceId: string;
  /** Hexadecimal, 8 bytes: the same each time an attempt is sent, so that an engine counts it once. */
  readonly spanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code: number };
}

/** `ExportTraceServiceRequest` of OTLP/HTTP in JSON. */
export interface TraceRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string; readonly version: string };
      readonly spans: readonly Span[];
    }[];
  }[];
}

// Numbers of OTLP's `SpanKind` and `StatusCode`.
const clientKind = 3;
const statusUnset = 0;
const statusError = 2;
const failures: ReadonlySet<ExportedAttempt['outcome']> = new Set<ExportedAttempt['outcome']>([
  'failed',
  'cutOff',
  'empty',
  'orphaned',
]);

/**
 * Attempts as spans, with the names of OpenTelemetry's GenAI conventions and Tierwise's own. Unknown
 * values are omitted. `version` is Tierwise's.
 */
export function otlpTraces(attempts: readonly ExportedAttempt[], version: string): TraceRequest {
  const service = { 'service.name': 'tierwise', 'service.version': version };
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf(service) },
        scopeSpans: [{ scope: { name: 'tierwise', version }, spans: attempts.map(spanOf) }],
      },
    ],
  };
}

function spanOf(attempt: ExportedAttempt): Span {
  const { startedAtMs, endedAtMs, outcome } = attempt;
  const { provider, id } = splitReference(attempt.model)!;
  return {
    traceId: idOf(attempt.requestId, 16),
    spanId: idOf(attempt.attemptId, 8),
    name: `chat ${id}`,
    kind: clientKind,
    startTimeUnixNano: nanoseconds(startedAtMs),
    // The clock may have been set back during the call.
    endTimeUnixNano: nanoseconds(Math.max(startedAtMs, endedAtMs)),
    attributes: attributesOf({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': id,
      ...usageAttributes(attempt.usage),
      'gen_ai.response.time_to_first_chunk': seconds(attempt.firstTextMs),
      'error.type': failures.has(outcome) ? (attempt.errorKind ?? outcome) : undefined,
      ...ownAttributes(attempt),
    }),
    status: { code: failures.has(outcome) ? statusError : statusUnset },
  };
}

function usageAttributes(usage: Usage | undefined): Values {
  if (!usage) return {};
  const { cacheWriteTokens: short, cacheWriteLongTokens: long } = usage;
  const written =
    short === undefined && long === undefined ? undefined : (short ?? 0) + (long ?? 0);
  return {
    'gen_ai.usage.input_tokens': whole(usage.inputTokens),
    'gen_ai.usage.cache_read.input_tokens': whole(usage.cacheReadTokens),
    'gen_ai.usage.cache_creation.input_tokens': whole(written),
    'gen_ai.usage.output_tokens': whole(usage.outputTokens),
    'gen_ai.usage.reasoning.output_tokens': whole(usage.reasoningTokens),
  };
}

function ownAttributes(attempt: ExportedAttempt): Values {
  return {
    'tierwise.attempt.id': attempt.attemptId,
    'tierwise.request.id': attempt.requestId,
    'tierwise.purpose': attempt.purpose,
    'tierwise.tier': attempt.tier,
    'tierwise.task_type': attempt.taskType,
    'tierwise.outcome': attempt.outcome,
    'tierwise.simulated': attempt.simulated,
    'tierwise.cost.source': attempt.cost.source,
    // Engines sum an attribute, so each holds one kind of money.
    [attempt.simulated ? 'tierwise.cost.practice_nano_usd' : 'tierwise.cost.nano_usd']: whole(
      attempt.cost.nanoUsd,
    ),
  };
}

type Values = Readonly<Record<string, string | boolean | bigint | number | undefined>>;

function attributesOf(values: Values): Attribute[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

function anyValue(value: string | boolean | bigint | number): AnyValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'bigint') return { intValue: String(value) };
  return { doubleValue: value };
}

function whole(count: number | undefined): bigint | undefined {
  return count === undefined ? undefined : BigInt(count);
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}

function nanoseconds(ms: number): string {
  return String(BigInt(ms) * 1_000_000n);
}

function idOf(name: string, bytes: number): string {
  return createHash('sha256')
    .update(name)
    .digest('hex')
    .slice(0, bytes * 2);
}
