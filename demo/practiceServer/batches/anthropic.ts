import type { MessageBatch } from '@anthropic-ai/sdk/resources/messages';
import * as z from 'zod';
import { parsed, readBytes } from '../http.ts';
import { badRequest, RequestProblem } from '../problem.ts';
import type { PracticeState } from '../state.ts';
import { anthropicWire } from '../wires/anthropic.ts';
import { parseBody } from '../wires/body.ts';
import type { Endpoints } from './handleBatches.ts';
import { advance } from './process.ts';
import type { Ended, PracticeBatch } from './store.ts';

const root = '/anthropic/v1/messages/batches';
const mostRequests = 100_000;
const mostBytes = 256_000_000;
const dayMs = 24 * 60 * 60 * 1000;

const createBody = z.looseObject({
  requests: z
    .array(
      z.looseObject({
        custom_id: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
        params: z.looseObject({}),
      }),
    )
    .min(1),
});

export const anthropicBatches: Endpoints = async (state, path, request) => {
  const [id, verb] = path.slice(root.length + 1).split('/');
  const { batches } = state;
  for (const batch of batches.anthropic.values()) advance(state, anthropicWire, batch);
  const base = `http://${request.headers.host}${root}`;
  if (!id && request.method === 'POST') {
    const most = batches.plan.mostBytes ?? mostBytes;
    const body = parsed((await readBytes(request, most)).toString('utf8'));
    return { json: batchOf(create(state, body, request.headers), base) };
  }
  if (!id)
    return { json: pageOf([...batches.anthropic.values()].toReversed(), request.url!, base) };
  const batch = batches.anthropic.get(id);
  if (!batch) throw notFound();
  if (verb === 'results') {
    if (!batch.ended) throw notFound();
    const lines = batch.ended.map((ended) => `${JSON.stringify(lineOf(ended))}\n`);
    return { file: lines.join(''), type: 'application/x-jsonl' };
  }
  if (verb === 'cancel' && !batch.ended) {
    batch.cancelledMs ??= state.now().getTime();
  }
  return { json: batchOf(batch, base) };
};

function create(
  state: PracticeState,
  raw: unknown,
  headers: PracticeBatch['headers'],
): PracticeBatch {
  const { requests } = parseBody(createBody, raw);
  const { batches } = state;
  if (requests.length > (batches.plan.mostRequests ?? mostRequests)) {
    throw badRequest(`requests: List should have at most ${mostRequests} items`);
  }
  const ids = new Set(requests.map(({ custom_id: customId }) => customId));
  if (ids.size < requests.length) throw badRequest('requests: custom_id values must be unique');
  if (requests.some(({ params }) => params['stream'] !== undefined)) {
    throw badRequest('requests.0.params.stream: streaming is not supported in batches');
  }
  const batch: PracticeBatch = {
    id: `msgbatch_practice_${state.nextNumber()}`,
    createdMs: state.now().getTime(),
    requests: requests.map(({ custom_id: customId, params: body }) => ({ customId, body })),
    headers,
    metadata: {},
    inputFile: '',
    refused: undefined,
    cancelledMs: undefined,
    ended: undefined,
    endedMs: undefined,
  };
  batches.anthropic.set(batch.id, batch);
  return batch;
}

function batchOf(batch: PracticeBatch, base: string): MessageBatch {
  const { id, createdMs, requests, cancelledMs, ended, endedMs } = batch;
  const count = (kind: Ended['kind']) => ended?.filter((each) => each.kind === kind).length ?? 0;
  return {
    id,
    type: 'message_batch',
    processing_status: ended ? 'ended' : cancelledMs === undefined ? 'in_progress' : 'canceling',
    request_counts: {
      processing: ended ? 0 : requests.length,
      succeeded: count('succeeded'),
      errored: count('errored'),
      canceled: count('canceled'),
      expired: count('expired'),
    },
    created_at: new Date(createdMs).toISOString(),
    expires_at: new Date(createdMs + dayMs).toISOString(),
    ended_at: endedMs === undefined ? null : new Date(endedMs).toISOString(),
    cancel_initiated_at: cancelledMs === undefined ? null : new Date(cancelledMs).toISOString(),
    archived_at: null,
    results_url: ended ? `${base}/${id}/results` : null,
  };
}

function pageOf(batches: readonly PracticeBatch[], url: string, base: string): unknown {
  const query = new URL(url, base).searchParams;
  const limit = Number(query.get('limit') ?? 20);
  const after = query.get('after_id');
  const start = after === null ? 0 : batches.findIndex(({ id }) => id === after) + 1;
  const page = batches.slice(start, start + limit);
  return {
    data: page.map((batch) => batchOf(batch, base)),
    has_more: start + limit < batches.length,
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
  };
}

function lineOf({ customId, ...ended }: Ended): unknown {
  const result =
    ended.kind === 'succeeded'
      ? { type: 'succeeded', message: withTier(ended.body) }
      : ended.kind === 'errored'
        ? { type: 'errored', error: ended.body }
        : { type: ended.kind };
  return { custom_id: customId, result };
}

function withTier(body: unknown): unknown {
  const message = body as { readonly usage?: object };
  return { ...message, usage: { ...message.usage, service_tier: 'batch' } };
}

function notFound(): RequestProblem {
  return new RequestProblem({ kind: 'badRequest', status: 404, message: 'Batch not found.' });
}
