import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt } from '../../src/execution/attempt/attempt.ts';
import type { AttemptContext } from '../../src/execution/attempt/attemptContext.ts';
import type { AttemptEnd } from '../../src/execution/events.ts';
import { openLedger } from '../../src/ledger/openLedger.ts';
import { createProvider } from '../../src/providers/createProvider.ts';
import type { ModelCall, Provider } from '../../src/providers/provider.ts';
import type { ApiFormat } from '../../src/providers/providerConfig.ts';
import type { Model } from '../../src/routing/models/model.ts';

/** One answer of a server, byte for byte. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** How an attempt went, and whether the developer was told that the model thinks. */
export interface Attempted {
  readonly end: AttemptEnd;
  readonly wasThinking: boolean;
}

/** A ledger and a server on loopback that gives the answer at hand. */
export interface World {
  attempt(wire: ApiFormat, answer: Answer): Promise<Attempted>;
  /** Calls the provider alone; `bodies` are the requests that reached the server. */
  provider(wire: ApiFormat, answer: Answer): { provider: Provider; bodies: readonly string[] };
  close(): Promise<void>;
}

export const call: Omit<ModelCall, 'model' | 'effort'> = {
  system: 'You are a careful programmer.',
  messages: [{ role: 'user', text: 'Do it, please.' }],
  maxOutputTokens: 4_000,
};

const basePaths: Record<ApiFormat, string> = {
  anthropic: '',
  openai: '/v1',
  openaiCompatible: '/v1',
  openaiDecisions: '/v1',
};

export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-bench-'));
  const ledger = openLedger({
    file: join(folder, 'ledger.sqlite'),
    workerUrl: new URL('../../src/ledger/ledgerWorker.ts', import.meta.url),
  });
  const served: { answer: Answer; bodies: string[] } = {
    answer: { status: 404, type: 'text/plain', body: '' },
    bodies: [],
  };
  const server = serverOf(served);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;

  function provider(wire: ApiFormat, answer: Answer) {
    served.answer = answer;
    served.bodies = [];
    const baseUrl = `http://127.0.0.1:${port}${basePaths[wire]}`;
    const config = { id: 'p', name: 'p', wire, baseUrl, discover: false, simulated: false };
    return { provider: createProvider(config, () => 'key'), bodies: served.bodies };
  }

  return {
    provider,
    async attempt(wire, answer) {
      const asked = provider(wire, answer).provider;
      const context: AttemptContext = {
        ledger,
        provider: async () => asked,
        countTokens: async (text) => Math.ceil(text.length / 4),
        now: Date.now,
        monotonic: () => performance.now(),
        newId: randomUUID,
        report(bug) {
          throw bug;
        },
      };
      const requestId = await recordRequest(ledger);
      return attempted(context, requestId);
    },
    async close() {
      await ledger.close();
      await new Promise((done) => server.close(done));
      rmSync(folder, { recursive: true });
    },
  };
}

function serverOf(served: { readonly answer: Answer; readonly bodies: string[] }): Server {
  return createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      served.bodies.push(Buffer.concat(pieces).toString('utf8'));
      const { status, type, body } = served.answer;
      response.writeHead(status, { connection: 'close', ...(type && { 'content-type': type }) });
      response.end(body);
    });
  });
}

async function recordRequest(ledger: ReturnType<typeof openLedger>): Promise<string> {
  const requestId = randomUUID();
  await ledger.recordRequest({
    requestId,
    sessionId: 'bench',
    atMs: Date.now(),
    workspace: 'bench',
    subject: 'bench',
    taskType: 'other',
    reason: 'bench',
  });
  return requestId;
}

async function attempted(context: AttemptContext, requestId: string): Promise<Attempted> {
  const model: Model = {
    reference: 'p/m',
    name: 'm',
    capabilities: {},
    simulated: false,
    prices: [{ from: '2026-01-01', source: 'bench', input: 1e9, output: 4e9, cacheRead: 1e8 }],
  };
  const choice = { tier: 'fast', model };
  const never = new AbortController().signal;
  const request = { requestId, choice, call, purpose: 'answer' } as const;
  let end: AttemptEnd | undefined;
  let wasThinking = false;
  for await (const event of attempt(request, context, never)) {
    wasThinking ||= event.kind === 'thinking';
    if (event.kind === 'attemptEnded') end = event.end;
  }
  return { end: end!, wasThinking };
}
