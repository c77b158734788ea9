import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BilledCall } from './billing.ts';
import { chargeFor } from './billing.ts';
import type { PracticeCall, Reply } from './call.ts';
import { deliver } from './deliver.ts';
import { type Fault, faultOf } from './faults.ts';
import { readJson, sendJson } from './http.ts';
import { practiceModels, type PracticeModel, skillAt } from './models.ts';
import { RequestProblem } from './problem.ts';
import { makeReply, shortened } from './reply.ts';
import type { PracticeState } from './state.ts';
import type { Wire } from './wires/wire.ts';

/** Handles one model call, from request to bill. */
export async function handleCall(
  state: PracticeState,
  wire: Wire,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const number = state.nextNumber();
  const requestId = `req_practice_${number}`;
  const headers = { [wire.requestIdHeader]: requestId };
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });

  try {
    const body = await receive(state, wire, request);
    const call = wire.parse(body, request.headers, state.manner);
    const fault = state.nextFault(call.model);
    if (sendFault(fault, response)) return;

    const model = state.asNow(modelNamed(call.model, wire));
    const full = makeReply(call, model, {
      id: `${wire.idPrefix}${number}`,
      cache: state.cache,
      now: state.now(),
      played: state.play(call, skillAt(model, call.effort), body),
    });
    const reply = withFault(full, fault);
    await deliver({
      response,
      wire,
      model,
      manner: state.manner,
      reply,
      streams: call.stream,
      headers,
      fault,
      pace: state.pace,
      gone: gone.signal,
      bill: (status, usage) => billCall(state, call, { id: reply.id, status, usage }),
    });
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    const { problem } = error;
    const wait = problem.retryAfterSeconds;
    sendJson(response, problem.status, wire.errorBody(problem, requestId), {
      ...headers,
      ...(wait !== undefined && { 'retry-after': String(wait) }),
    });
  }
}

/** The body of a request, once the request is recorded. @throws RequestProblem for a wrong key. */
async function receive(
  state: PracticeState,
  wire: Wire,
  request: IncomingMessage,
): Promise<unknown> {
  const body = await readJson(request);
  const { headers } = request;
  state.remember({
    wire: wire.name,
    headerNames: Object.keys(headers).toSorted(),
    keyPresent: wire.keyIn(headers) !== undefined,
    body,
  });
  checkKey(state.keys[wire.name], wire.keyIn(headers));
  return body;
}

/**
 * Sends the response of a fault that replaces the model's reply; false for other faults.
 * @throws RequestProblem for a fault with a status.
 */
export function sendFault(fault: Fault | undefined, response: ServerResponse): boolean {
  const redirect = faultOf(fault, 'redirect');
  if (redirect) {
    response.writeHead(307, { location: redirect.to }).end();
    return true;
  }
  if (faultOf(fault, 'html')) {
    response.writeHead(200, { 'content-type': 'text/html' }).end(signInPage);
    return true;
  }
  const failure = faultOf(fault, 'status');
  if (!failure) return false;
  const message = `A practice fault: the next call fails with ${failure.status}`;
  throw new RequestProblem({ ...failure, kind: 'fault', message });
}

function withFault(full: Reply, fault: Fault | undefined): Reply {
  const length = faultOf(fault, 'length');
  const reply = length ? shortened(full, length.afterChars) : full;
  return faultOf(fault, 'missingUsage') ? { ...reply, reportsUsage: false } : reply;
}

function billCall(
  state: PracticeState,
  { wire, model, stream }: PracticeCall,
  ended: Pick<BilledCall, 'id' | 'status' | 'usage'>,
): void {
  const nanoUsd = chargeFor(model, ended.usage);
  const at = state.now().toISOString();
  state.bill({ ...ended, wire, model, stream, nanoUsd, at });
}

export function checkKey(expected: string | undefined, given: string | undefined): void {
  if (expected === undefined || given === expected) return;
  throw given === undefined
    ? new RequestProblem({ kind: 'noKey', status: 401, message: 'No API key provided.' })
    : new RequestProblem({ kind: 'badKey', status: 401, message: 'Incorrect API key provided.' });
}

export function modelNamed(id: string, wire: Wire): PracticeModel {
  const model = practiceModels.find((known) => known.id === id);
  if (model) return model;
  const message =
    wire.name === 'anthropic'
      ? `model: ${id}`
      : `The model \`${id}\` does not exist or you do not have access to it.`;
  throw new RequestProblem({ kind: 'modelNotFound', status: 404, message });
}

const signInPage = '<!doctype html><title>Sign in</title><p>Sign in to the network to go on.';
