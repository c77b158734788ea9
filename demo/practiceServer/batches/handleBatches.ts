import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkKey, sendFault } from '../handleCall.ts';
import { type Fault, faultOf } from '../faults.ts';
import { sendJson } from '../http.ts';
import { RequestProblem } from '../problem.ts';
import type { PracticeState } from '../state.ts';
import { anthropicWire } from '../wires/anthropic.ts';
import { openaiWire } from '../wires/openai.ts';
import type { Wire } from '../wires/wire.ts';
import { anthropicBatches } from './anthropic.ts';
import { openaiBatches } from './openai.ts';

/** What an endpoint answers: JSON, or a file of JSON lines. */
export type Answer = { readonly json: unknown } | { readonly file: string; readonly type: string };

/** The endpoints of one provider; undefined when there is none at this path. */
export type Endpoints = (
  state: PracticeState,
  path: string,
  request: IncomingMessage,
) => Promise<Answer | undefined>;

const rooms: readonly { readonly wire: Wire; readonly root: string; readonly ask: Endpoints }[] = [
  { wire: anthropicWire, root: '/anthropic/v1/messages/batches', ask: anthropicBatches },
  { wire: openaiWire, root: '/openai/v1/batches', ask: openaiBatches },
  { wire: openaiWire, root: '/openai/v1/files', ask: openaiBatches },
];

/** Handles a request about batches; false when it is about something else. */
export async function handleBatches(
  state: PracticeState,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const room = rooms.find(({ root }) => pathname === root || pathname.startsWith(`${root}/`));
  if (!room) return false;
  const { wire, ask } = room;
  try {
    checkKey(state.keys[wire.name], wire.keyIn(request.headers));
    const fault = state.nextFault();
    if (sendFault(fault, response)) return true;
    const answer = await ask(state, pathname, request);
    if (!answer) return false;
    if ('json' in answer) sendJson(response, 200, answer.json);
    else sendFile(response, answer, fault);
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    const { problem } = error;
    sendJson(response, problem.status, wire.errorBody(problem, 'req_practice_batch'));
  }
  return true;
}

function sendFile(
  response: ServerResponse,
  { file, type }: { readonly file: string; readonly type: string },
  fault: Fault | undefined,
): void {
  const cut = faultOf(fault, 'cutOff');
  response.writeHead(200, { 'content-type': type });
  if (!cut) response.end(file);
  else if (cut.how === 'end') response.end(file.slice(0, cut.afterChars));
  else response.write(file.slice(0, cut.afterChars), () => response.destroy());
}
