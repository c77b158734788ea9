import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handleBatches } from './batches/handleBatches.ts';
import type { BatchPlan } from './batches/store.ts';
import type { BilledCall } from './billing.ts';
import type { Play } from './call.ts';
import { faultList, type Fault } from './faults.ts';
import { handleCall } from './handleCall.ts';
import { readJson, sendJson } from './http.ts';
import { modelsPath, sendModelList } from './modelList.ts';
import { RequestProblem } from './problem.ts';
import { createState, type PracticeKeys, type PracticeState, type SeenRequest } from './state.ts';
import { anthropicWire } from './wires/anthropic.ts';
import { compatibleWire } from './wires/compatible.ts';
import type { CompatibleManner } from './wires/wire.ts';
import { openaiWire } from './wires/openai.ts';
import { parseBody } from './wires/body.ts';

/*
 * The practice server imitates model providers for the demo and the tests. It accepts requests on the
 * wire formats in wires/, lets brain/ write the answer, and streams it at the pace of a real model. It
 * records a bill for every call, so that tests can compare Tierwise's own figures with it. Nothing here
 * calls a real model, and no cost is real money.
 */

export interface PracticeServerOptions {
  /** 0 or undefined: any free port. */
  readonly port?: number | undefined;
  /** A wire with a key refuses requests without it. */
  readonly keys?: PracticeKeys | undefined;
  /** Factor on every delay; 1 feels like real models. */
  readonly pace?: number | undefined;
  readonly now?: (() => Date) | undefined;
  /** Whose habits the Chat Completions wire has; those of no one in particular when undefined. */
  readonly compatibleAs?: CompatibleManner | undefined;
  /** How batches go; all requests succeed after a minute of `now` when undefined. */
  readonly batches?: BatchPlan | undefined;
  /** Answers calls that the brain does not know, such as those of an agent's loop. */
  readonly play?: Play | undefined;
  /** False where nobody may look into it: then it keeps no request, and has no `/practice` addresses. */
  readonly inspectable?: boolean | undefined;
}

export interface PracticeServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Calls that ended, oldest first. */
  billing(): BilledCall[];
  requests(): SeenRequest[];
  /** Applies the faults to the next model calls, one per call, in this order. */
  addFaults(...faults: Fault[]): void;
  /**
   * Makes a model such as `practice-small` worse from now on: it answers as well as it can for this share of
   * prompts, 0 to 1, and wrongly for the others. The same prompt stays right or wrong.
   */
  setSkill(model: string, rightShare: number): void;
  /** Deletes bills, requests, faults and the prompt cache; every model is as good as at first. */
  reset(): void;
  /** Resolves when no request is running, so that every abort has been billed. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const wires = [anthropicWire, openaiWire, compatibleWire];

/** Starts a practice model server on loopback. */
export async function startPracticeServer(
  options: PracticeServerOptions = {},
): Promise<PracticeServer> {
  const state = createState(
    options.keys ?? {},
    {
      pace: options.pace ?? 1,
      manner: options.compatibleAs ?? 'plain',
      batches: options.batches ?? {},
      play: options.play ?? (() => undefined),
      inspectable: options.inspectable ?? true,
    },
    options.now ?? (() => new Date()),
  );
  const inFlight = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const handled = handle(state, request, response).finally(() => inFlight.delete(handled));
    inFlight.add(handled);
  });
  // As long as providers keep them. After Node's five seconds, a window that stood still that long would send
  // its next call on a connection that is closed already.
  server.keepAliveTimeout = 65_000;
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    billing: state.billing,
    requests: state.requests,
    addFaults: (...faults) => state.addFaults(faults),
    setSkill: state.setSkill,
    reset: state.reset,
    idle: async () => {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(
  state: PracticeState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await route(state, request, response);
  } catch (error) {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const status = error instanceof RequestProblem ? error.problem.status : 500;
    const message = error instanceof Error ? error.message : String(error);
    sendJson(response, status, { error: { message } });
  }
}

async function route(
  state: PracticeState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const wire = wires.find(({ path }) => path === pathname);
  if (wire && request.method === 'POST') return handleCall(state, wire, request, response);
  const listed = wires.find((each) => modelsPath(each) === pathname);
  if (listed && request.method === 'GET') return sendModelList(state, listed, request, response);
  if (await handleBatches(state, pathname, request, response)) return;
  if (pathname.startsWith('/practice/') && !state.inspectable) return notFound(request, response);

  switch (`${request.method} ${pathname}`) {
    case 'GET /practice/billing':
      return sendJson(response, 200, state.billing());
    case 'GET /practice/requests':
      return sendJson(response, 200, state.requests());
    case 'POST /practice/reset':
      state.reset();
      return sendJson(response, 200, {});
    case 'POST /practice/faults':
      state.addFaults(parseBody(faultList, await readJson(request)).next);
      return sendJson(response, 200, {});
    default:
      return notFound(request, response);
  }
}

function notFound({ method, url }: IncomingMessage, response: ServerResponse): void {
  sendJson(response, 404, { error: { message: `The practice server has no ${method} ${url}` } });
}
