import root from '@opentelemetry/otlp-transformer/build/src/generated/root.js';
import type { otlpTraces } from '../../src/ledger/export/otlpTraces.ts';

/** The message class that OpenTelemetry generates from its protocol definition. */
interface MessageType {
  fromObject(object: unknown): unknown;
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
  toObject(message: unknown, options: { longs: unknown; bytes: unknown }): object;
}
const traceRequest = (root as unknown as { opentelemetry: { proto: Generated } }).opentelemetry
  .proto.collector.trace.v1.ExportTraceServiceRequest;
interface Generated {
  readonly collector: {
    readonly trace: { readonly v1: { readonly ExportTraceServiceRequest: MessageType } };
  };
}

/** Decodes a body as an OpenTelemetry backend does. Ids are hexadecimal, unlike in protobuf's JSON. */
export function decoded(body: string) {
  const ids = ['traceId', 'spanId'];
  const object: unknown = JSON.parse(body, (key, value: unknown) =>
    ids.includes(key) ? Buffer.from(String(value), 'hex') : value,
  );
  const bytes = traceRequest.encode(traceRequest.fromObject(object)).finish();
  const understood = traceRequest.toObject(traceRequest.decode(bytes), {
    longs: String,
    bytes: String,
  });
  const plain = JSON.stringify(understood, (key, value: unknown) =>
    ids.includes(key) ? Buffer.from(String(value), 'base64').toString('hex') : value,
  );
  return JSON.parse(plain) as ReturnType<typeof otlpTraces>;
}

/** The attributes of each span of a body, integers as bigint. */
export function understoodSpans(body: string) {
  const [resource] = decoded(body).resourceSpans;
  return resource!.scopeSpans[0]!.spans.map(({ attributes, ...span }) => ({
    ...span,
    attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)])),
  }));
}

function valueOf(value: object): unknown {
  return 'intValue' in value ? BigInt(value.intValue as string) : Object.values(value)[0];
}
