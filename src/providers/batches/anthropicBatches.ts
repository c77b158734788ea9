import type Anthropic from '@anthropic-ai/sdk';

import { anthropicClient } from '../anthropic/client.ts';
import { apiVersion } from '../anthropic/apiVersion.ts';
import { anthropicBody } from '../anthropic/messages.ts';
import { anthropicParts } from '../anthropic/parts.ts';
import { messageEvents } from '../anthropic/wholeAnswer.ts';
import { usualAuth } from '../http/authHeaders.ts';
import { eventError } from '../http/errors/classifyError.ts';
import type { Connection } from '../http/connection.ts';
import { type Json, objectOf, textOf } from '../http/json.ts';
import type {
  BatchCall,
  BatchProvider,
  BatchResult,
  BatchStatus,
  FoundBatch,
  LostBatch,
} from './batchProvider.ts';
import { askLines, askOnce, batchParts, type BatchQuestion, jsonLines } from './exchange.ts';
import { contextOf, noAnswer } from './failures.ts';

type Batch = Anthropic.Messages.MessageBatch;
type Use<Answer> = (client: Anthropic, signal: AbortSignal) => PromiseLike<Answer>;

/**
 * Anthropic's Message Batches. At most 100,000 requests or 256 MB; every request ends within 24 hours as
 * succeeded, errored, canceled or expired; only succeeded ones are charged for, at half the price; results
 * come in any order and stay for 29 days after the batch was made
 * (https://platform.claude.com/docs/en/build-with-claude/batch-processing, read 2026-11-29).
 */
export function createAnthropicBatches(connection: Connection): BatchProvider {
  const ask = <Answer>(use: Use<Answer>, signal: AbortSignal, calls?: readonly BatchCall[]) =>
    askOnce(connection, asking(connection, use), signal, calls);
  const find = { connection, ask };
  return {
    id: connection.id,
    limits: { requests: 100_000, bytes: 256_000_000 },
    bytesOf: (call) => Buffer.byteLength(JSON.stringify(requestOf(call))) + 1,
    async submit({ calls }, signal) {
      const requests = calls.map(requestOf);
      const { id } = await ask(
        ({ messages }, inner) => messages.batches.create({ requests }, { signal: inner }),
        signal,
        calls,
      );
      return id;
    },
    status: async (batchId, signal) => statusOf(await ask(retrieve(batchId), signal)),
    results: (batchId, signal) => resultsOf(find, batchId, signal),
    async cancel(batchId, signal) {
      await ask(
        ({ messages }, inner) => messages.batches.cancel(batchId, {}, { signal: inner }),
        signal,
      );
    },
    find: (lost, signal) => findBatch(find, lost, signal),
  };
}

/** A connection, and a way to ask for one JSON answer over it. */
interface Asker {
  readonly connection: Connection;
  ask<Answer>(use: Use<Answer>, signal: AbortSignal): Promise<Answer>;
}

function asking<Answer>({ auth, baseUrl }: Connection, use: Use<Answer>): BatchQuestion<Answer> {
  return {
    wire: {
      auth: auth ?? usualAuth('anthropic', baseUrl),
      headers: { 'anthropic-version': apiVersion },
    },
    ask: async (fetch, signal) => use(await anthropicClient(baseUrl, fetch), signal),
  };
}

function retrieve(batchId: string): Use<Batch> {
  return ({ messages }, signal) => messages.batches.retrieve(batchId, {}, { signal });
}

async function* resultsOf(
  { connection, ask }: Asker,
  batchId: string,
  signal: AbortSignal,
): AsyncGenerator<BatchResult> {
  const { results_url: url } = await ask(retrieve(batchId), signal);
  if (!url) throw noAnswer(connection, 'The results of the batch are not there any more.');
  const question = asking(connection, async (client, inner) => {
    // The file is asked for at the address that has the key, whatever address the batch names.
    const path = `/v1/messages/batches/${encodeURIComponent(batchId)}/results`;
    const response = await client.get(path, { signal: inner, __binaryResponse: true });
    return jsonLines((response as Response).body!);
  });
  for await (const line of askLines(connection, question, signal)) {
    const result = await resultOf(connection, objectOf(line));
    if (result) yield result;
  }
}

/** Anthropic keeps no mark of ours with a batch; the ids in its results are one. */
async function findBatch(asker: Asker, lost: LostBatch, signal: AbortSignal): Promise<FoundBatch> {
  const ours = new Set(lost.calls.map(({ customId }) => customId));
  let isUndecided = false;
  for (const batch of await recentBatches(asker, lost, signal)) {
    if (sizeOf(batch) !== lost.calls.length) continue;
    if (batch.processing_status !== 'ended') isUndecided = true;
    else if (batch.results_url) {
      for await (const { customId } of resultsOf(asker, batch.id, signal)) {
        if (ours.has(customId)) return { kind: 'found', batchId: batch.id };
        break;
      }
    }
  }
  return { kind: isUndecided ? 'undecided' : 'notThere' };
}

/** The batches that are not older than the lost one, newest first. */
async function recentBatches(
  { ask }: Asker,
  { sinceMs }: LostBatch,
  signal: AbortSignal,
): Promise<readonly Batch[]> {
  const recent: Batch[] = [];
  let after: string | undefined;
  for (;;) {
    const query = { limit: 100, ...(after !== undefined && { after_id: after }) };
    const page = await ask(
      ({ messages }, inner) => messages.batches.list(query, { signal: inner }),
      signal,
    );
    const young = page.data.filter(
      ({ created_at: at }) => Date.parse(at) >= sinceMs - clockSlackMs,
    );
    recent.push(...young);
    after = page.last_id ?? undefined;
    if (!page.has_more || young.length < page.data.length || after === undefined) return recent;
  }
}

/** How far the server's clock may be behind ours, milliseconds. Chosen by judgement. */
const clockSlackMs = 10 * 60_000;

function requestOf({ customId, call }: BatchCall): Anthropic.Messages.BatchCreateParams.Request {
  // Batches do not stream.
  const { stream: _, ...params } = anthropicBody(call);
  return { custom_id: customId, params };
}

function statusOf(batch: Batch): BatchStatus {
  const { processing_status: raw } = batch;
  return { phase: raw === 'ended' ? 'ended' : 'working', raw, results: sizeOf(batch) };
}

function sizeOf({ request_counts: counts }: Batch): number {
  const { processing, succeeded, errored, canceled, expired } = counts;
  return processing + succeeded + errored + canceled + expired;
}

async function resultOf(
  connection: Connection,
  line: Json | undefined,
): Promise<BatchResult | undefined> {
  const customId = textOf(line?.['custom_id']);
  const result = objectOf(line?.['result']);
  if (customId === undefined || !result) return undefined;
  switch (result['type']) {
    case 'succeeded': {
      const message = objectOf(result['message']);
      const events = message && messageEvents(message);
      if (!events) return { customId, kind: 'failed', error: noAnswer(connection) };
      return { customId, kind: 'answered', parts: await batchParts(events, anthropicParts) };
    }
    case 'errored':
      return {
        customId,
        kind: 'failed',
        error: eventError(contextOf(connection), result['error']),
      };
    case 'canceled':
      return { customId, kind: 'cancelled' };
    case 'expired':
      return { customId, kind: 'expired' };
    default:
      return { customId, kind: 'failed', error: noAnswer(connection) };
  }
}
