import type { Socket } from 'node:net';
import type { Provider } from '../../src/providers/provider.ts';
import { chunk, eventStreamHead, plainAnswer, startWireServer } from './wireServer.ts';
import { providerFor, type WireFormat } from './wires.ts';

/** What a model does next. A character is a token here, so that bills and counts can be compared. */
export type Act =
  | { readonly thinks: string }
  | { readonly says: string }
  | { readonly calls: string; readonly given: object }
  /** A call that is never whole: the model writes on at it until it is cancelled. */
  | { readonly begins: string; readonly given: object };

/** What a model does when it is asked, and how the connection ends. */
export interface Answer {
  readonly acts: readonly Act[];
  /** `fails` says an error after the acts; a number refuses with this status before them. */
  readonly ends?: 'whole' | 'fails' | number;
}

/** What is asked: the model, how often it was asked before, and the request. */
export interface Asked {
  readonly model: string;
  readonly before: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the server charges for one call, tokens. */
export interface Bill {
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Less than any prompt here has, because wires wrap the same prompt differently. */
const billedInputTokens = 20;
/** 200 tokens a second, less than the fastest model. */
const msPerToken = 5;

interface Write {
  readonly bytes: string;
  readonly tokens: number;
  /** A part of the answer comes out of it, which must be taken before the model goes on. */
  readonly isShown: boolean;
}

/** One call as the server sees it. */
interface Line {
  readonly bill: { model: string; inputTokens: number; outputTokens: number };
  /** The reader has taken what was shown last. */
  goOn: () => void;
  hungUp: boolean;
}

/**
 * Models behind a server on loopback that write on only when what they wrote was taken. So it is known what
 * was made, and billed, when a reader stops.
 */
export interface PacedModels {
  /** A provider for one call. */
  connect(): Provider;
  /** The bills, in the order of `connect`; undefined where nothing was asked. */
  bills(): readonly (Bill | undefined)[];
  /** Says that the reader has stopped: nothing may be asked from now on. */
  readerStopped(): void;
  /** How many calls were made and sent all the same; one that was being sent then may arrive. */
  sentAfterwards(): number;
  /** Milliseconds that the models have been writing. */
  now(): number;
  /** Resolves when every connection is closed. */
  closed(): Promise<void>;
  close(): Promise<void>;
}

export async function startPacedModels(
  wire: WireFormat,
  answerOf: (asked: Asked) => Answer,
): Promise<PacedModels> {
  let clock = 0;
  let madeBefore: number | undefined;
  const lines: Line[] = [];
  const connections: Promise<unknown>[] = [];

  const server = await startWireServer((socket, { headers, body }) => {
    socket.resume();
    connections.push(new Promise((resolve) => socket.once('close', resolve)));
    const line = lines[Number(headers['x-line'])]!;
    const model = String(body['model']);
    const before = lines.filter((each) => each !== line && each.bill.model === model).length;
    const { acts, ends = 'whole' } = answerOf({ model, before, body });
    line.bill.model = model;
    if (typeof ends === 'number') {
      const refusal = { error: { type: 'overloaded_error', message: 'Overloaded' } };
      return void plainAnswer(ends, JSON.stringify(refusal))(socket, {} as never);
    }
    line.bill.inputTokens = billedInputTokens;
    socket.write(eventStreamHead);
    for (const bytes of wire.opening) socket.write(chunk(bytes));
    const writes = acts.flatMap((act, index) => writesOf(wire, act, index));
    line.goOn = () => writeOn(socket, line, writes, () => end(socket, line, acts, ends));
    line.goOn();
  });

  function writeOn(socket: Socket, line: Line, writes: Write[], end: () => void): void {
    for (;;) {
      if (line.hungUp) return;
      const next = writes.shift();
      if (!next) return end();
      line.bill.outputTokens += next.tokens;
      clock += next.tokens * msPerToken;
      socket.write(chunk(next.bytes));
      if (next.isShown) return;
    }
  }

  function end(socket: Socket, line: Line, acts: readonly Act[], ends: string): void {
    line.goOn = () => undefined;
    if (ends === 'fails') {
      const failure = { type: 'overloaded_error', code: 'server_error', message: 'Overloaded' };
      socket.write(chunk(wire.error(failure)));
      return void socket.end('0\r\n\r\n');
    }
    const [input, output] = wire.totals;
    const usage = { [input]: line.bill.inputTokens, [output]: line.bill.outputTokens };
    const callsTools = acts.some((act) => 'calls' in act);
    const word = callsTools ? wordForCalls[wire.name]! : wire.words.stop;
    for (const bytes of wire.closing(word, usage)) socket.write(chunk(bytes));
    socket.end('0\r\n\r\n');
  }

  return {
    connect() {
      const line: Line = {
        bill: { model: '', inputTokens: 0, outputTokens: 0 },
        goOn: () => undefined,
        hungUp: false,
      };
      const headers = { plain: { 'x-line': String(lines.push(line) - 1) }, secret: {} };
      return tapped(providerFor(wire, server.url, { headers: () => headers }), line);
    },
    bills: () => lines.map(({ bill }) => (bill.model === '' ? undefined : bill)),
    readerStopped() {
      madeBefore ??= lines.length;
    },
    sentAfterwards: () =>
      lines.slice(madeBefore ?? lines.length).filter(({ bill }) => bill.model !== '').length,
    now: () => clock,
    async closed() {
      await Promise.all(connections);
    },
    close: () => server.close(),
  };
}

const wordForCalls: Readonly<Record<string, string>> = {
  anthropic: 'tool_use',
  openai: 'completed',
  openaiCompatible: 'tool_calls',
};

function writesOf(wire: WireFormat, act: Act, index: number): Write[] {
  if ('thinks' in act) {
    return [{ bytes: wire.reasoning(act.thinks), tokens: act.thinks.length, isShown: true }];
  }
  if ('says' in act) {
    return [{ bytes: wire.text(act.says), tokens: act.says.length, isShown: true }];
  }
  const isWhole = 'calls' in act;
  const name = isWhole ? act.calls : act.begins;
  const whole = JSON.stringify(act.given);
  const pieces = [whole.slice(0, 5), whole.slice(5)];
  const at = wire.name === 'openaiCompatible' ? index : index + 1;
  const events = wire.toolCall({ id: `call_${index}`, name, pieces, index: at });
  const tokens = name.length + whole.length;
  if (!isWhole) {
    return [{ bytes: events.slice(0, -1).join(''), tokens, isShown: true }];
  }
  return events.map((bytes, nth) => ({
    bytes,
    // All at once: a call is not shown before it is whole.
    tokens: nth === 0 ? tokens : 0,
    // The Chat Completions API does not say when a call is whole.
    isShown: nth === events.length - 1 && wire.name !== 'openaiCompatible',
  }));
}

/** Tells the server what was taken, and at once when the reader has stopped. */
function tapped(provider: Provider, line: Line): Provider {
  return {
    ...provider,
    async *stream(call, signal) {
      const hangUp = () => void (line.hungUp = true);
      if (signal.aborted) hangUp();
      signal.addEventListener('abort', hangUp);
      try {
        for await (const part of provider.stream(call, signal)) {
          yield part;
          if (part.kind !== 'usage' && part.kind !== 'state' && part.kind !== 'finish') line.goOn();
        }
      } finally {
        hangUp();
        signal.removeEventListener('abort', hangUp);
      }
    },
  };
}
