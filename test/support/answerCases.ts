import { expect, test } from 'vitest';
import type { FinishReason, Part } from '../../src/providers/provider.ts';
import { ProviderError, type ProviderErrorKind } from '../../src/providers/providerError.ts';
import type { Usage } from '../../src/routing/models/usage.ts';
import { runWire } from './runWire.ts';
import { type Script, chunk } from './wireServer.ts';
import type { Outcome, WireFormat } from './wires.ts';

/** An answer as a server writes it, and what has to be read from it. */
export interface AnswerCase {
  /** What is special about it. */
  readonly shape: string;
  /** A public place where the shape was seen, with its date; or that it was constructed. */
  readonly seen: string;
  readonly body: string;
  /** The content type; an event stream when omitted, none when empty. */
  readonly type?: string;
  readonly read: Expected;
}

/** What is omitted must not come. */
export interface Expected {
  readonly text?: string;
  readonly reasoning?: string;
  /** Name and arguments of each tool call. */
  readonly calls?: readonly (readonly [name: string, argumentsJson: string])[];
  readonly state?: readonly unknown[];
  readonly usage?: Usage;
  readonly isDoubtful?: true;
  readonly bill?: number;
  /** Undefined where the answer is not whole. */
  readonly finish?: readonly [reason: FinishReason, raw: unknown];
  readonly error?: ProviderErrorKind;
}

/** An issue, an address, a type of an SDK with its version; or it says that nobody wrote it so. */
const canBeOpened =
  /^(https:\/\/\S+|[\w.-]+\/[\w.-]+#\d+|(@[\w-]+\/)?\w+ \d+\.\d+\.\d+|own construction)\b.*, \d{4}-\d{2}-\d{2}$/;

const unnamedType = 'text/event-stream';
/** Sizes that fit no boundary of a line, an event or a character. */
const oddSizes = [1, 2, 3, 5, 7, 11, 13, 29];

/** One test for each answer: whole, and cut into odd pieces. */
export function testAnswers(wire: WireFormat, cases: readonly AnswerCase[]): void {
  test.each(cases.map((each) => [each.shape, each.seen, each] as const))(
    '%s (%s)',
    async (_, _seen, { body, type = unnamedType, read }) => {
      const bytes = Buffer.from(body);
      for (const pieces of [[bytes], oddPieces(bytes)]) {
        const outcome = await runWire(wire, answering(type, pieces));
        expect(readFrom(outcome)).toEqual({ text: '', reasoning: '', calls: [], ...read });
      }
    },
  );

  test('every answer says where its shape was seen, and no two are the same', () => {
    const unsaid = cases.filter(({ seen }) => !canBeOpened.test(seen));
    expect(unsaid.map(({ shape }) => shape)).toEqual([]);
    expect(new Set(cases.map(({ shape }) => shape)).size).toBe(cases.length);
  });
}

function oddPieces(bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const size = oddSizes[turn % oddSizes.length]!;
    pieces.push(bytes.subarray(from, from + size));
    from += size;
  }
  return pieces;
}

function answering(type: string, pieces: readonly Buffer[]): Script {
  const typeLine = type && `content-type: ${type}\r\n`;
  return (socket) => {
    socket.setNoDelay(true);
    socket.write(
      `HTTP/1.1 200 OK\r\nconnection: close\r\n${typeLine}transfer-encoding: chunked\r\n\r\n`,
    );
    for (const piece of pieces) socket.write(chunk(piece));
    socket.end('0\r\n\r\n');
  };
}

function readFrom({ parts, text, finish, usage, error }: Outcome): Expected {
  const calls = parts.flatMap((part) => (part.kind === 'toolCall' ? [part.call] : []));
  const state = parts.find((part) => part.kind === 'state');
  expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
  expect(orderOf(parts)).toEqual(orderOf(parts).toSorted((a, b) => a - b));
  return {
    text,
    reasoning: parts.map((part) => (part.kind === 'reasoning' ? part.text : '')).join(''),
    calls: calls.map(({ name, argumentsJson }) => [name, argumentsJson]),
    ...(state && { state: state.items }),
    ...(usage && { usage: usage.usage }),
    ...(usage?.isDoubtful && { isDoubtful: true }),
    ...(usage?.reportedNanoUsd !== undefined && { bill: usage.reportedNanoUsd }),
    ...(finish && { finish: [finish.reason, finish.raw] }),
    ...(error !== undefined && {
      error: error instanceof ProviderError ? error.kind : (String(error) as ProviderErrorKind),
    }),
  };
}

/** The state comes after all that it belongs to, and the end last. */
function orderOf(parts: readonly Part[]): readonly number[] {
  return parts.map(({ kind }) => (kind === 'finish' ? 2 : kind === 'state' ? 1 : 0));
}

/** Several answers that differ in one place. */
export function casesOf<Row extends readonly unknown[]>(
  rows: readonly Row[],
  toCase: (...row: Row) => AnswerCase,
): readonly AnswerCase[] {
  return rows.map((row) => toCase(...row));
}
