import type { Socket } from 'node:net';
import {
  eventStream,
  eventStreamHead,
  chunk,
  startWireServer,
  type WireRequest,
} from './wireServer.ts';
import { wires } from './wires.ts';

const wire = wires.find(({ name }) => name === 'openaiCompatible')!;

/** A model's answer; `hang` sends the text and then nothing more. */
export type ScriptedAnswer = string | { readonly hang: string };

export interface ScriptedModels {
  /** User settings with two tiers, `fast` and `reasoning`, whose models answer from the script. */
  readonly settings: Record<string, unknown>;
  /** Model calls so far; `model` is `small` or `large`. */
  readonly requests: readonly WireRequest[];
  /** Calls whose connection is still open. */
  open(): number;
  /** Sets the models' answers from now on, and clears the recorded calls. */
  answer(script: Readonly<Record<'small' | 'large', ScriptedAnswer>>): void;
  close(): Promise<void>;
}

/** Two models on loopback, over Chat Completions, that give the answers set by a test. */
export async function startScriptedModels(): Promise<ScriptedModels> {
  let script: Readonly<Record<string, ScriptedAnswer>> = {};
  const sockets = new Set<Socket>();
  const server = await startWireServer(async (socket, request) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A detached socket reports that the other side has closed only while it is read.
    socket.resume();
    const answer = script[String(request.body['model'])] ?? '';
    if (typeof answer === 'string') {
      const events = [...wire.opening, wire.text(answer), ...wire.closing('stop', wire.plainUsage)];
      return eventStream(events)(socket, request);
    }
    socket.write(eventStreamHead);
    for (const event of [...wire.opening, wire.text(answer.hang)]) socket.write(chunk(event));
  });
  let forgotten = 0;
  return {
    settings: {
      'tierwise.providers': {
        scripted: { wire: 'openaiCompatible', baseUrl: `${server.url}/v1`, auth: 'none' },
      },
      'tierwise.tiers': { fast: ['scripted/small'], reasoning: ['scripted/large'] },
    },
    get requests() {
      return server.requests.slice(forgotten);
    },
    open: () => sockets.size,
    answer(next) {
      script = next;
      forgotten = server.requests.length;
    },
    close: () => server.close(),
  };
}

/** An edit answer with this code. */
export function edit(code: string): string {
  return `\`\`\`\n${code}\n\`\`\``;
}
