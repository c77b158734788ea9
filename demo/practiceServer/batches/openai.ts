import type { Batch } from 'openai/resources/batches';
import * as z from 'zod';
import { parsed, readBytes } from '../http.ts';
import { badRequest, RequestProblem } from '../problem.ts';
import type { PracticeState } from '../state.ts';
import { parseBody } from '../wires/body.ts';
import { openaiWire } from '../wires/openai.ts';
import type { Endpoints } from './handleBatches.ts';
import { advance } from './process.ts';
import type { Ended, PracticeBatch } from './store.ts';

const filesRoot = '/openai/v1/files';
const batchesRoot = '/openai/v1/batches';
const mostRequests = 50_000;
const mostBytes = 200_000_000;
const dayS = 24 * 60 * 60;

const createBody = z.looseObject({
  input_file_id: z.string(),
  endpoint: z.literal('/v1/responses'),
  completion_window: z.literal('24h'),
  metadata: z.record(z.string(), z.string()).nullish(),
});

const inputLine = z.looseObject({
  custom_id: z.string().min(1),
  method: z.literal('POST'),
  url: z.literal('/v1/responses'),
  body: z.looseObject({ model: z.string() }),
});

export const openaiBatches: Endpoints = async (state, path, request) => {
  const { batches } = state;
  for (const batch of batches.openai.values()) advance(state, openaiWire, batch);
  if (path.startsWith(filesRoot)) {
    const [id] = path.slice(filesRoot.length + 1).split('/');
    if (!id) return { json: await upload(state, request) };
    const file = batches.files.get(id) ?? resultFile(state, id);
    if (file === undefined) throw notFound();
    return { file, type: 'application/octet-stream' };
  }
  const [id, verb] = path.slice(batchesRoot.length + 1).split('/');
  if (!id && request.method === 'POST') {
    const body = parseBody(createBody, parsed((await readBytes(request, mostBytes)).toString()));
    return { json: batchOf(create(state, body, request.headers)) };
  }
  if (!id) return { json: pageOf([...batches.openai.values()].toReversed(), request.url!) };
  const batch = batches.openai.get(id);
  if (!batch) throw notFound();
  if (verb === 'cancel' && !batch.ended) batch.cancelledMs ??= state.now().getTime();
  return { json: batchOf(batch) };
};

async function upload(state: PracticeState, request: Parameters<Endpoints>[2]): Promise<unknown> {
  const { batches } = state;
  const bytes = await readBytes(request, batches.plan.mostBytes ?? mostBytes);
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(bytes), { headers }).formData();
  const file = form.get('file');
  if (form.get('purpose') !== 'batch' || !(file instanceof File)) {
    throw badRequest('A file with the purpose "batch" is needed.');
  }
  const id = `file-practice-${state.nextNumber()}`;
  batches.files.set(id, await file.text());
  const created_at = seconds(state.now().getTime());
  return {
    id,
    object: 'file',
    bytes: file.size,
    created_at,
    filename: file.name,
    purpose: 'batch',
  };
}

function create(
  state: PracticeState,
  { input_file_id: inputFile, metadata }: z.infer<typeof createBody>,
  headers: PracticeBatch['headers'],
): PracticeBatch {
  const { batches } = state;
  const text = batches.files.get(inputFile);
  if (text === undefined) throw badRequest(`No such File object: ${inputFile}`);
  const lines = text.trimEnd().split('\n');
  const requests = lines.map((line) => parseBody(inputLine, parsed(line)));
  const most = batches.plan.mostRequests ?? mostRequests;
  const models = new Set(requests.map(({ body }) => body.model));
  const refused =
    requests.length > most
      ? { code: 'too_many_tasks', message: `The batch has more than ${most} requests.` }
      : models.size > 1
        ? { code: 'model_mismatch', message: 'All requests of a batch must have one model.' }
        : undefined;
  const batch: PracticeBatch = {
    id: `batch_practice_${state.nextNumber()}`,
    createdMs: state.now().getTime(),
    requests: requests.map(({ custom_id: customId, body }) => ({ customId, body })),
    headers,
    metadata: metadata ?? {},
    inputFile,
    refused,
    cancelledMs: undefined,
    ended: undefined,
    endedMs: undefined,
  };
  batches.openai.set(batch.id, batch);
  return batch;
}

function batchOf(batch: PracticeBatch): Batch {
  const { id, createdMs, requests, ended, endedMs, refused, cancelledMs, metadata } = batch;
  const completed = ended?.filter(isOutput).length ?? 0;
  const failed = ended?.filter(isError).length ?? 0;
  return {
    id,
    object: 'batch',
    endpoint: '/v1/responses',
    input_file_id: batch.inputFile,
    completion_window: '24h',
    status: statusOf(batch),
    created_at: seconds(createdMs),
    expires_at: seconds(createdMs) + dayS,
    metadata,
    request_counts: { total: requests.length, completed, failed },
    ...(refused && { errors: { object: 'list', data: [{ ...refused, line: null, param: null }] } }),
    ...(cancelledMs !== undefined && { cancelling_at: seconds(cancelledMs) }),
    ...(endedMs !== undefined && { completed_at: seconds(endedMs) }),
    ...(completed > 0 && { output_file_id: `${id}.output` }),
    ...(failed > 0 && { error_file_id: `${id}.error` }),
  };
}

function statusOf({ refused, ended, cancelledMs }: PracticeBatch): Batch['status'] {
  if (refused) return 'failed';
  if (cancelledMs !== undefined) return ended ? 'cancelled' : 'cancelling';
  if (!ended) return 'in_progress';
  return ended.some(({ kind }) => kind === 'expired') ? 'expired' : 'completed';
}

function isOutput({ kind }: Ended): boolean {
  return kind === 'succeeded';
}

/** Requests that a cancellation left undone are in no file. */
function isError({ kind }: Ended): boolean {
  return kind === 'errored' || kind === 'expired';
}

function resultFile(state: PracticeState, fileId: string): string | undefined {
  const [id, which] = fileId.split('.');
  const ended = state.batches.openai.get(id!)?.ended;
  return ended
    ?.filter(which === 'output' ? isOutput : isError)
    .map((each) => `${JSON.stringify(lineOf(each))}\n`)
    .join('');
}

function lineOf({ customId, ...ended }: Ended): unknown {
  const id = `batch_req_practice_${customId}`;
  const head = { id, custom_id: customId };
  if (ended.kind === 'expired') {
    const message = 'This request could not be executed before the completion window expired.';
    return { ...head, response: null, error: { code: 'batch_expired', message } };
  }
  const status_code = ended.kind === 'errored' ? ended.status : 200;
  const body = ended.kind === 'canceled' ? null : ended.body;
  return { ...head, response: { status_code, request_id: id, body }, error: null };
}

function pageOf(batches: readonly PracticeBatch[], url: string): unknown {
  const query = new URL(url, 'http://127.0.0.1').searchParams;
  const limit = Number(query.get('limit') ?? 20);
  const after = query.get('after');
  const start = after === null ? 0 : batches.findIndex(({ id }) => id === after) + 1;
  const page = batches.slice(start, start + limit);
  return { object: 'list', data: page.map(batchOf), has_more: start + limit < batches.length };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

function notFound(): RequestProblem {
  return new RequestProblem({ kind: 'badRequest', status: 404, message: 'No such object.' });
}
