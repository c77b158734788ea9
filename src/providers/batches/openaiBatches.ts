import type OpenAI from 'openai';

import { eventError, httpError } from '../http/errors/classifyError.ts';
import type { Connection } from '../http/connection.ts';
import { arrayOf, type Json, objectOf, textOf } from '../http/json.ts';
import { openaiClient } from '../openai/client.ts';
import { openaiBody } from '../openai/messages.ts';
import { responsesParts } from '../openai/parts.ts';
import { responseEvents } from '../openai/wholeAnswer.ts';
import type {
  BatchCall,
  BatchProvider,
  BatchResult,
  BatchStatus,
  BatchSubmission,
  FoundBatch,
  LostBatch,
} from './batchProvider.ts';
import { askLines, askOnce, batchParts, type BatchQuestion, jsonLines } from './exchange.ts';
import { contextOf, noAnswer } from './failures.ts';

type Batch = OpenAI.Batch;
type Use<Answer> = (client: OpenAI, signal: AbortSignal) => PromiseLike<Answer>;

/** The key of a batch's metadata that holds our tag. */
const tagKey = 'tierwise';

/**
 * OpenAI's batches of Responses. At most 50,000 requests in a file of 200 MB, for one model; a batch that is
 * not done within 24 hours expires, and what was done by then is charged for and in its output file; all at
 * half the price (https://developers.openai.com/api/docs/guides/batch and the SDK's types of `Batch`, read
 * 2026-11-29).
 */
export function createOpenaiBatches(given: Connection): BatchProvider {
  const connection = { ...given, fetch: withFormBoundary(given.fetch) };
  const ask: Ask = (use, signal, calls) =>
    askOnce(connection, asking(connection, use), signal, calls);
  return {
    id: connection.id,
    limits: { requests: 50_000, bytes: 200_000_000 },
    bytesOf: (call) => Buffer.byteLength(lineOf(call)),
    submit: (submission, signal) => submit(ask, submission, signal),
    status: async (batchId, signal) => statusOf(await ask(retrieve(batchId), signal)),
    async *results(batchId, signal) {
      const batch = await ask(retrieve(batchId), signal);
      for (const fileId of [batch.output_file_id, batch.error_file_id]) {
        if (!fileId) continue;
        const question = asking(connection, async ({ files }, inner) => {
          const response = await files.content(fileId, { signal: inner });
          return jsonLines(response.body!);
        });
        for await (const line of askLines(connection, question, signal)) {
          const result = await resultOf(connection, objectOf(line), batch.status === 'cancelled');
          if (result) yield result;
        }
      }
    },
    async cancel(batchId, signal) {
      await ask(({ batches }, inner) => batches.cancel(batchId, { signal: inner }), signal);
    },
    find: (lost, signal) => findBatch(ask, lost, signal),
  };
}

type Ask = <Answer>(
  use: Use<Answer>,
  signal: AbortSignal,
  calls?: readonly BatchCall[],
) => Promise<Answer>;

function asking<Answer>({ auth, baseUrl }: Connection, use: Use<Answer>): BatchQuestion<Answer> {
  return {
    wire: { auth: auth ?? 'bearer' },
    ask: async (fetch, signal) => use(await openaiClient(baseUrl, fetch), signal),
  };
}

function retrieve(batchId: string): Use<Batch> {
  return ({ batches }, signal) => batches.retrieve(batchId, { signal });
}

async function submit(
  ask: Ask,
  { tag, calls }: BatchSubmission,
  signal: AbortSignal,
): Promise<string> {
  const file = new File(calls.map(lineOf), 'tierwise.jsonl', { type: 'application/jsonl' });
  const uploaded = await ask(
    ({ files }, inner) => files.create({ file, purpose: 'batch' }, { signal: inner }),
    signal,
    calls,
  );
  const batch = {
    input_file_id: uploaded.id,
    endpoint: '/v1/responses',
    completion_window: '24h',
    metadata: { [tagKey]: tag },
  } as const;
  const created = await ask(
    ({ batches }, inner) => batches.create(batch, { signal: inner }),
    signal,
    calls,
  );
  return created.id;
}

async function findBatch(
  ask: Ask,
  { tag, sinceMs }: LostBatch,
  signal: AbortSignal,
): Promise<FoundBatch> {
  let after: string | undefined;
  for (;;) {
    const query = { limit: 100, ...(after !== undefined && { after }) };
    const page = await ask(({ batches }, inner) => batches.list(query, { signal: inner }), signal);
    const young = page.data.filter(({ created_at: at }) => at * 1000 >= sinceMs - clockSlackMs);
    const found = young.find(({ metadata }) => metadata?.[tagKey] === tag);
    if (found) return { kind: 'found', batchId: found.id };
    after = page.data.at(-1)?.id;
    if (!page.has_more || young.length < page.data.length) return { kind: 'notThere' };
  }
}

/** How far the server's clock may be behind ours, milliseconds. Chosen by judgement. */
const clockSlackMs = 10 * 60_000;

/** Forms carry a boundary in their media type, which only the fetch that sends them knows. */
function withFormBoundary(inner: typeof fetch): typeof fetch {
  return (input, init) => {
    if (!(init?.body instanceof FormData)) return inner(input, init);
    const headers = new Headers(init.headers);
    headers.delete('content-type');
    return inner(input, { ...init, headers });
  };
}

function lineOf({ customId, call }: BatchCall): string {
  // Batches do not stream.
  const { stream: _, ...body } = openaiBody(call);
  const line = { custom_id: customId, method: 'POST', url: '/v1/responses', body };
  return `${JSON.stringify(line)}\n`;
}

const phases: Readonly<Record<string, BatchStatus['phase']>> = {
  failed: 'refused',
  completed: 'ended',
  expired: 'ended',
  cancelled: 'ended',
};

function statusOf({ status, errors, request_counts: counts }: Batch): BatchStatus {
  const why = arrayOf(errors?.data).flatMap((error) => textOf(objectOf(error)?.['message']) ?? []);
  return {
    phase: phases[status] ?? 'working',
    raw: status,
    results: (counts?.completed ?? 0) + (counts?.failed ?? 0),
    ...(why.length > 0 && { why: why.slice(0, 3).join(' ') }),
  };
}

async function resultOf(
  connection: Connection,
  line: Json | undefined,
  wasCancelled: boolean,
): Promise<BatchResult | undefined> {
  const customId = textOf(line?.['custom_id']);
  if (customId === undefined) return undefined;
  const error = objectOf(line?.['error']);
  if (error) {
    // The guide's word for what was not begun within 24 hours.
    if (error['code'] === 'batch_expired') return { customId, kind: 'expired' };
    if (error['code'] === 'batch_cancelled' || wasCancelled) return { customId, kind: 'cancelled' };
    return { customId, kind: 'failed', error: eventError(contextOf(connection), { error }) };
  }
  const response = objectOf(line?.['response']);
  const status = response?.['status_code'];
  const body = objectOf(response?.['body']);
  if (typeof status === 'number' && status >= 400) {
    const failure = httpError(contextOf(connection), status, new Headers(), body);
    return { customId, kind: 'failed', error: failure };
  }
  const events = body && responseEvents(body);
  if (!events) return { customId, kind: 'failed', error: noAnswer(connection) };
  return { customId, kind: 'answered', parts: await batchParts(events, responsesParts) };
}
