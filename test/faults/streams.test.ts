import { describe, expect, test } from 'vitest';
import type { FinishReason } from '../../src/providers/provider.ts';
import { ProviderError, type ProviderErrorKind } from '../../src/providers/providerError.ts';
import { runWire } from '../support/runWire.ts';
import {
  type Script,
  chunk,
  eventStream,
  eventStreamHead,
  plainAnswer,
} from '../support/wireServer.ts';
import { type WireFormat, wires } from '../support/wires.ts';

interface Fault {
  readonly fault: string;
  readonly script: (wire: WireFormat) => Script;
  /** The part of the answer that the developer may see. */
  readonly text?: string;
  /** Undefined when the answer is not whole. */
  readonly finish?: FinishReason;
  readonly error?: ProviderErrorKind;
}

const began = (wire: WireFormat) => [...wire.opening, wire.text('Hello ')];
const whole = (wire: WireFormat) => [...began(wire), wire.text('world'), ...closed(wire)];
const closed = (wire: WireFormat) => wire.closing(wire.words.stop, wire.plainUsage);
const mebibyte = 1024 * 1024;
/** Long enough for a busy machine. */
const patientMs = 30_000;

const cutOff = { text: 'Hello ' };
const success = { text: 'Hello world', finish: 'stop' } as const;

const faults: readonly Fault[] = [
  { fault: 'none', script: (wire) => eventStream(whole(wire)), ...success },
  { fault: 'cut between events', script: (wire) => eventStream(began(wire)), ...cutOff },
  {
    fault: 'cut between events without the end of the body',
    script: (wire) => eventStream(began(wire), 'cut'),
    ...cutOff,
  },
  { fault: 'reset between events', script: (wire) => eventStream(began(wire), 'reset'), ...cutOff },
  {
    fault: 'cut inside JSON',
    script: (wire) => eventStream([...began(wire), wire.text('world').slice(0, -12)]),
    ...cutOff,
  },
  {
    fault: 'reset inside JSON',
    script: (wire) => eventStream([...began(wire), wire.text('world').slice(0, -12)], 'reset'),
    ...cutOff,
  },
  {
    fault: 'cut inside a UTF-8 character',
    script: (wire) => {
      const event = Buffer.from(wire.text('é'));
      return eventStream([...began(wire), event.subarray(0, event.indexOf(0xc3) + 1)]);
    },
    ...cutOff,
  },
  {
    fault: 'cut inside the first event',
    script: (wire) => eventStream([wire.text('Hello ').slice(0, -12)]),
    text: '',
    error: 'notAnAnswer',
  },
  {
    fault: 'cut after a single event',
    script: (wire) => eventStream([wire.text('Hello ')]),
    ...cutOff,
  },
  {
    fault: 'cut inside the second event',
    script: (wire) => eventStream([wire.text('Hello '), wire.text('world').slice(0, -12)]),
    ...cutOff,
  },
  {
    fault: 'usage but no finish reason and no end',
    script: (wire) =>
      eventStream(
        wire.name === 'openai'
          ? began(wire)
          : [...began(wire), ...wire.finish('', wire.plainUsage)],
      ),
    ...cutOff,
  },
  {
    fault: 'end without a finish reason',
    script: (wire) =>
      eventStream(
        wire.name === 'openaiCompatible'
          ? [...began(wire), 'data: [DONE]\n\n']
          : [...began(wire), closed(wire).at(-1)!.replaceAll('"completed"', '""')],
      ),
    ...cutOff,
  },
  {
    fault: 'events after the end',
    script: (wire) =>
      eventStream([...whole(wire), wire.error({ type: 'api_error', message: 'late' })]),
    ...success,
  },
  {
    fault: 'reset after the end',
    script: (wire) => eventStream(whole(wire), 'reset'),
    ...success,
  },
  {
    fault: 'a server that does not hang up',
    script: (wire) => eventStream(whole(wire), 'open'),
    ...success,
  },
  {
    fault: 'no usage',
    script: (wire) =>
      eventStream([...began(wire), wire.text('world'), ...wire.closing(wire.words.stop)]),
    ...success,
  },
  {
    fault: 'the limit of output',
    script: (wire) => eventStream([...began(wire), ...wire.closing(wire.words.length)]),
    text: 'Hello ',
    finish: 'length',
  },
  {
    fault: 'a refusal',
    script: (wire) => eventStream([...began(wire), ...wire.closing(wire.words.refusal)]),
    text: 'Hello ',
    finish: 'refusal',
  },
  {
    fault: 'an error as the first event',
    script: (wire) => eventStream([wire.error({ type: 'overloaded_error', message: 'busy' })]),
    text: '',
    error: 'overloaded',
  },
  {
    fault: 'an error after text',
    script: (wire) =>
      eventStream([...began(wire), wire.error({ type: 'overloaded_error', message: 'busy' })]),
    text: 'Hello ',
    error: 'overloaded',
  },
  {
    fault: 'a malformed event',
    script: (wire) => eventStream([...began(wire), broken(wire), ...closed(wire)]),
    text: 'Hello ',
    error: 'malformed',
  },
  ...['null', '[]', '7', '"text"', '{}', '{"type":7}', '{"choices":{}}'].map((data): Fault => ({
    fault: `an event that is ${data}`,
    script: (wire) =>
      eventStream([...began(wire), dataEvent(wire, data), wire.text('world'), ...closed(wire)]),
    ...success,
  })),
  {
    fault: 'an empty event stream',
    script: () => eventStream([]),
    text: '',
    error: 'notAnAnswer',
  },
  // Seen from llama.cpp behind GPUStack (gpustack/gpustack#852, 2024-12).
  {
    fault: 'an error in a line that is no event',
    script: (wire) =>
      eventStream([...began(wire), 'error: {"error":{"code":400,"message":"no slot"}}\n\n']),
    text: 'Hello ',
    error: 'badRequest',
  },
  {
    fault: 'nothing but comments',
    script: () => eventStream([': keep-alive\n\n', ': keep-alive\n\n']),
    text: '',
    error: 'notAnAnswer',
  },
  {
    fault: 'a reset before the headers',
    script: () => (socket) => void socket.resetAndDestroy(),
    text: '',
    error: 'unreachable',
  },
  {
    fault: 'a reset after the headers',
    script: () => (socket) => void socket.write(eventStreamHead, () => socket.resetAndDestroy()),
    text: '',
    error: 'unreachable',
  },
  {
    fault: 'a web page',
    script: () => plainAnswer(200, '<html>', { 'content-type': 'text/html; charset=utf-8' }),
    text: '',
    error: 'notAnAnswer',
  },
  {
    fault: 'events that call themselves a web page',
    script: (wire) => plainAnswer(200, whole(wire).join(''), { 'content-type': 'text/html' }),
    text: '',
    error: 'notAnAnswer',
  },
  {
    fault: 'JSON instead of a stream',
    script: () => plainAnswer(200, '{"choices":[]}'),
    text: '',
    error: 'notAnAnswer',
  },
  {
    fault: 'no content',
    script: () => (socket) => void socket.end('HTTP/1.1 204 No Content\r\n\r\n'),
    text: '',
    error: 'notAnAnswer',
  },
  {
    fault: 'a lie about gzip',
    script: (wire) => (socket) =>
      void socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n${whole(wire).join('')}`,
      ),
    text: '',
    error: 'notAnAnswer',
  },
  {
    fault: 'no HTTP at all',
    script: () => (socket) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n'),
    text: '',
    error: 'unreachable',
  },
  {
    fault: 'carriage returns',
    script: (wire) => eventStream(whole(wire).map((event) => event.replaceAll('\n', '\r\n'))),
    ...success,
  },
  {
    fault: 'a byte order mark',
    script: (wire) => eventStream(['\uFEFF', ...whole(wire)]),
    ...success,
  },
  {
    fault: 'comments and pings between events',
    script: (wire) =>
      eventStream(whole(wire).flatMap((event) => [': ping\n\n', pingOf(wire), event])),
    ...success,
  },
  {
    fault: 'a whole answer in one chunk',
    script: (wire) => eventStream([whole(wire).join('')]),
    ...success,
  },
  {
    fault: 'an event of 4 MiB',
    script: (wire) =>
      eventStream([...wire.opening, wire.text('x'.repeat(4 * mebibyte)), ...closed(wire)]),
    text: 'x'.repeat(4 * mebibyte),
    finish: 'stop',
  },
];

function kindOf(error: unknown): unknown {
  return error instanceof ProviderError ? error.kind : error;
}

function dataEvent(wire: WireFormat, data: string): string {
  return wire.name === 'anthropic'
    ? `event: message_delta\ndata: ${data}\n\n`
    : `data: ${data}\n\n`;
}

function broken(wire: WireFormat): string {
  return dataEvent(wire, '{"type": canary-prompt');
}

function pingOf(wire: WireFormat): string {
  return wire.name === 'anthropic' ? 'event: ping\ndata: {"type":"ping"}\n\n' : ': ping\n\n';
}

describe.each(wires)('$name', (wire) => {
  test.each(faults)('$fault', async ({ script, text, finish, error }) => {
    const limits = { closingMs: 50 };
    const outcome = await runWire(wire, script(wire), { limits });
    expect(kindOf(outcome.error)).toBe(error);
    expect(String(outcome.error)).not.toContain('canary-prompt');
    expect(outcome.text === text).toBe(true);
    expect(outcome.finish?.reason).toBe(finish);
  });

  test('text is the same wherever the bytes are split', { timeout: patientMs }, async () => {
    const written = 'äß€ 漢字 🙂 e\u0301 "\\n';
    const bytes = Buffer.from([...wire.opening, wire.text(written), ...closed(wire)].join(''));
    const from = Buffer.byteLength(wire.opening.join(''));
    const to = from + Buffer.byteLength(wire.text(written));
    const places = Array.from({ length: to - from }, (_, place) => from + place);
    const texts = await Promise.all(
      places.map(async (place) => {
        const halves = [bytes.subarray(0, place), bytes.subarray(place)];
        return (await runWire(wire, eventStream(halves))).text;
      }),
    );
    expect(new Set(texts)).toEqual(new Set([written]));
  });

  test('text is the same when every byte comes alone', async () => {
    const written = 'äß€ 漢字 🙂';
    const events = [...wire.opening, wire.text(written), ...closed(wire)].join('');
    const script: Script = (socket) => {
      socket.setNoDelay(true);
      socket.write(eventStreamHead);
      for (const byte of Buffer.from(events)) socket.write(chunk(Buffer.of(byte)));
      socket.end('0\r\n\r\n');
    };
    const outcome = await runWire(wire, script);
    expect(outcome.text).toBe(written);
    expect(outcome.finish?.reason).toBe('stop');
  });

  test('20,000 small events arrive in linear time', { timeout: patientMs }, async () => {
    const events = Array.from({ length: 20 }, () => wire.text('ab').repeat(1_000));
    const outcome = await runWire(wire, eventStream([...wire.opening, ...events, ...closed(wire)]));
    expect(outcome.text.length).toBe(40_000);
    expect(outcome.finish?.reason).toBe('stop');
  });
});
