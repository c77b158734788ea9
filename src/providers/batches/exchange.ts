import type { Connection } from '../http/connection.ts';
import { answerEvents, type Wire } from '../http/streamEvents.ts';
import type { ModelCall, Part } from '../provider.ts';
import type { BatchCall } from './batchProvider.ts';

/** Files of results are far larger than one answer. Chosen by judgement, bytes. */
const resultBytes = 1024 * 1024 * 1024;
const tokensOfResults = 1_000_000;

/** What differs between the questions about batches. */
export interface BatchQuestion<Answer> {
  readonly wire: Pick<Wire, 'auth' | 'headers'>;
  ask(fetch: typeof globalThis.fetch, signal: AbortSignal): PromiseLike<Answer>;
}

/** Asks one question with one JSON answer. `calls` are kept out of the words of an error. */
export async function askOnce<Answer>(
  connection: Connection,
  { wire, ask }: BatchQuestion<Answer>,
  signal: AbortSignal,
  calls: readonly BatchCall[] = [],
): Promise<Answer> {
  let answer: { readonly value: Answer } | undefined;
  const events = answerEvents(
    connection,
    {
      ...wire,
      accept: 'application/json',
      async send(fetch, inner) {
        answer = { value: await ask(fetch, inner) };
        return only(answer.value);
      },
      completes: () => true,
    },
    standIn(calls),
    signal,
  );
  for await (const _ of events);
  return answer!.value;
}

/** Reads lines of JSON, as many as came whole. */
export function askLines(
  connection: Connection,
  { wire, ask }: BatchQuestion<AsyncIterable<unknown>>,
  signal: AbortSignal,
): AsyncGenerator<unknown, void, undefined> {
  const limits = { ...connection.limits, answerBytes: resultBytes };
  return answerEvents(
    { ...connection, limits },
    {
      ...wire,
      // Anthropic names its files x-jsonl or binary, OpenAI octet-stream; gateways say what they like.
      accept:
        'application/x-jsonl, application/jsonl, application/binary, application/octet-stream, application/json, text/plain',
      send: ask,
      // A line may tell of an error of its own request, which says nothing of the others.
      failureIn: () => undefined,
    },
    standIn([]),
    signal,
  );
}

/** The values of a body of JSON lines. Throws SyntaxError where one is cut. */
export async function* jsonLines(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true });
    rest += text;
    // A long line comes in many pieces, and is looked through once.
    if (!text.includes('\n')) continue;
    const lines = rest.split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line);
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield JSON.parse(rest);
}

/** The parts of a whole answer, marked as served by the tier that batch prices are for. */
export async function batchParts(
  events: readonly unknown[],
  read: (events: AsyncIterable<unknown>) => AsyncIterable<Part>,
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for await (const part of read(each(events))) {
    const isUsage = part.kind === 'usage';
    parts.push(isUsage ? { ...part, usage: { ...part.usage, serviceTier: 'batch' } } : part);
  }
  return parts;
}

async function* each(events: readonly unknown[]): AsyncGenerator<unknown> {
  yield* events;
}

async function* only(value: unknown): AsyncGenerator<unknown> {
  yield value;
}

/** A question about batches has no call of its own, but its errors may quote those of the batch. */
function standIn(calls: readonly BatchCall[]): ModelCall {
  return {
    model: calls[0]?.call.model ?? '',
    system: '',
    messages: calls.flatMap(({ call }) => [
      { role: 'user', text: call.system } as const,
      ...call.messages,
    ]),
    maxOutputTokens: tokensOfResults,
  };
}
