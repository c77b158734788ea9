import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BilledCall } from './billing.ts';
import { chargeFor } from './billing.ts';
import { deliver } from './deliver.ts';
import { faultOf } from './faults.ts';
import { readJson, sendJson } from './http.ts';
import { practiceModels, type PracticeModel } from './models.ts';
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
  const headers = { [wire.requestIdHeader]: `req_practice_${number}` };
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });

  try {
    const body = await readJson(request);
    const { headers: sent } = request;
    state.remember({
      wire: wire.name,
      headerNames: Object.keys(sent).toSorted(),
      keyPresent: wire.keyIn(sent) !== undefined,
      body,
    });
    checkKey(state.keys[wire.name], wire.keyIn(sent));

    const fault = state.nextFault();
    const redirect = faultOf(fault, 'redirect');
    if (redirect) {
      response.writeHead(307, { location: redirect.to }).end();
      return;
    }
    if (faultOf(fault, 'html')) {
      response.writeHead(200, { 'content-type': 'text/html' }).end(signInPage);
      return;
    }
    const failure = faultOf(fault, 'status');
    if (failure) {
      const message = `A practice fault: the next call fails with ${failure.status}`;
      throw new RequestProblem({ ...failure, kind: 'fault', message });
    }

    const call = wire.parse(body, sent);
    const model = modelNamed(call.model, wire);
    const full = makeReply(call, model, `${wire.idPrefix}${number}`, state.cache, state.now());
    const length = faultOf(fault, 'length');
    const ended = length ? shortened(full, length.afterChars) : full;
    const reply = faultOf(fault, 'missingUsage') ? { ...ended, reportsUsage: false } : ended;
    const bill = (status: BilledCall['status'], usage: BilledCall['usage']) => {
      const nanoUsd = chargeFor(call.model, usage);
      const at = state.now().toISOString();
      const { wire: wireName, stream } = call;
      state.bill({
        id: reply.id,
        wire: wireName,
        model: call.model,
        stream,
        usage,
        nanoUsd,
        status,
        at,
      });
    };
    await deliver({
      response,
      wire,
      model,
      reply,
      streams: call.stream,
      headers,
      fault,
      pace: state.pace,
      gone: gone.signal,
      bill,
    });
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    const { problem } = error;
    const wait = problem.retryAfterSeconds;
    sendJson(response, problem.status, wire.errorBody(problem, `req_practice_${number}`), {
      ...headers,
      ...(wait !== undefined && { 'retry-after': String(wait) }),
    });
  }
}

function checkKey(expected: string | undefined, given: string | undefined): void {
  if (expected === undefined || given === expected) return;
  throw given === undefined
    ? new RequestProblem({ kind: 'noKey', status: 401, message: 'No API key provided.' })
    : new RequestProblem({ kind: 'badKey', status: 401, message: 'Incorrect API key provided.' });
}

function modelNamed(id: string, wire: Wire): PracticeModel {
  const model = practiceModels.find((known) => known.id === id);
  if (model) return model;
  const message =
    wire.name === 'anthropic'
      ? `model: ${id}`
      : `The model \`${id}\` does not exist or you do not have access to it.`;
  throw new RequestProblem({ kind: 'modelNotFound', status: 404, message });
}

const signInPage = '<!doctype html><title>Sign in</title><p>Sign in to the network to go on.';
