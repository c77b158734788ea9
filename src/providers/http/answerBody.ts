import { type ErrorContext, eventError } from './errors/classifyError.ts';
import { errorIn } from './errors/errorIn.ts';
import { createEventNames, type EventNames } from './eventNames.ts';
import { type Json, objectOf, parseJson } from './json.ts';
import { ProviderError } from '../providerError.ts';

/*
 * Not every server names its stream as the standard says, and some answer a request for a stream with one
 * JSON text. So the first bytes decide what an answer is: events, a whole answer, an error, or a page.
 */

export const eventStreamType = 'text/event-stream';

/** Types under which streams were seen (https://github.com/containers/ramalama/issues/2837, 2026-07-12). */
const streamTypes: ReadonlySet<string> = new Set([
  eventStreamType,
  '',
  'text/plain',
  'application/json',
  'application/octet-stream',
  'application/stream+json',
  'application/x-ndjson',
]);

/** Whether an answer of this media type may be an event stream; its first bytes tell. */
export function mayBeEvents(type: string): boolean {
  return streamTypes.has(type);
}

/** What is known of an answer before its first byte. */
export interface ExpectedEvents {
  /** The media type that the server gave. */
  readonly type: string;
  readonly asked: ErrorContext;
  /** Writes a whole answer as the events that would have streamed it; undefined when it is none. */
  readonly wholeAsEvents?: ((answer: Json) => string | undefined) | undefined;
  /** Whether the SDK skips events without a name, so that they are given one. */
  readonly needsNames?: boolean | undefined;
}

/** The most that is read of an answer that is one JSON text. Chosen by judgement. */
const wholeBytes = 64 * 1024 * 1024;

/** The body as an event stream. Fails with a ProviderError when it is something else. */
export function asEventStream(
  body: ReadableStream<Uint8Array>,
  expected: ExpectedEvents,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const names = expected.needsNames ? createEventNames() : undefined;
  let isEvents = false;

  async function begin(): Promise<Uint8Array | undefined> {
    const { bytes, kind } = await firstBytes(reader, expected);
    if (kind === 'nothing') return undefined;
    if (kind === 'events') {
      isEvents = true;
      const first = names?.add(bytes) ?? bytes;
      return first.length > 0 ? first : nextEvents(reader, names);
    }
    if (kind === 'json') return wholeAnswer(await theRest(reader, bytes, expected), expected);
    await reader.cancel().catch(() => {});
    throw refused(expected, kind === 'page' ? 'a web page' : expected.type || 'other text');
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = isEvents ? await nextEvents(reader, names) : await begin();
        if (next) controller.enqueue(next);
        // A whole answer has no events after its own.
        if (!next || !isEvents) controller.close();
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** Undefined at the end. */
async function nextEvents(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  names: EventNames | undefined,
): Promise<Uint8Array | undefined> {
  for (;;) {
    const { done, value } = await reader.read();
    const next = done ? names?.end() : (names?.add(value) ?? value);
    if (next && next.length > 0) return next;
    if (done) return undefined;
  }
}

type Kind = 'events' | 'json' | 'page' | 'other' | 'nothing';

async function firstBytes(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { type }: ExpectedEvents,
): Promise<{ readonly bytes: Uint8Array; readonly kind: Kind }> {
  const isDeclared = type === eventStreamType;
  let bytes = new Uint8Array();
  while (true) {
    const { done, value } = await reader.read();
    if (done)
      return { bytes, kind: bytes.length === 0 ? 'nothing' : isDeclared ? 'events' : 'other' };
    bytes = joined(bytes, value);
    const kind = kindOf(bytes, isDeclared);
    if (kind) return { bytes, kind };
  }
}

/** Undefined while the bytes fit more than one kind. */
function kindOf(bytes: Uint8Array, isDeclared: boolean): Kind | undefined {
  const start = new TextDecoder().decode(bytes.subarray(0, 1024)).trimStart();
  if (start === '') return bytes.length < 1024 ? undefined : isDeclared ? 'events' : 'other';
  if (/^[{[]/.test(start)) return 'json';
  if (start.startsWith('<')) return 'page';
  if (isDeclared || /^(?:data|event|id|retry)?:/.test(start)) return 'events';
  return ['data', 'event', 'id', 'retry'].some((field) => field.startsWith(start))
    ? undefined
    : 'other';
}

async function theRest(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  first: Uint8Array,
  expected: ExpectedEvents,
): Promise<string> {
  const decoder = new TextDecoder();
  let size = first.length;
  let text = decoder.decode(first, { stream: true });
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.length;
    if (size > wholeBytes) {
      await reader.cancel().catch(() => {});
      throw refused(expected, 'more than 64 MiB of JSON');
    }
    text += decoder.decode(read.value, { stream: true });
  }
  return text + decoder.decode();
}

function wholeAnswer(text: string, expected: ExpectedEvents): Uint8Array {
  // One gateway ends the JSON as if it were a stream
  // (https://github.com/decolua/9router/issues/3492, 2026-08-23).
  const json = parseJson(text.replace(/\s*data: ?\[DONE\]\s*$/, ''));
  const answer = objectOf(Array.isArray(json) ? json[0] : json);
  if (answer && isError(answer)) throw eventError(expected.asked, errorIn(answer) ?? json);
  const events = answer && expected.wholeAsEvents?.(answer);
  if (!events) throw refused(expected, 'JSON that is no answer of a model');
  return new TextEncoder().encode(events);
}

/** A server that cannot answer may say so after a status of success. */
function isError(answer: Json): boolean {
  return errorIn(answer) !== undefined || typeof answer['detail'] === 'string';
}

function refused({ asked }: ExpectedEvents, what: string): ProviderError {
  return new ProviderError({
    kind: 'notAnAnswer',
    provider: asked.provider,
    origin: asked.origin,
    message: `${asked.origin} answered with ${what} instead of a model's answer (${eventStreamType}). Check the address.`,
    status: 200,
  });
}

function joined(before: Uint8Array, more: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(before.length + more.length);
  bytes.set(before);
  bytes.set(more, before.length);
  return bytes;
}
