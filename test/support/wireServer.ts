import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

export interface WireServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly WireRequest[];
  /** Times (performance.now) at which clients closed their sockets. */
  readonly closed: Promise<number>;
  /** Resolves when a request has arrived. */
  readonly asked: Promise<void>;
  close(): Promise<void>;
}

/** Writes arbitrary bytes to the socket. */
export type Script = (socket: Socket, request: WireRequest) => void | Promise<void>;

/** A server on loopback that reads requests properly and answers with exactly the scripted bytes. */
export async function startWireServer(script: Script): Promise<WireServer> {
  const requests: WireRequest[] = [];
  const sockets = new Set<Socket>();
  const closed = Promise.withResolvers<number>();
  const asked = Promise.withResolvers<void>();

  const server = createServer((incoming, response) => {
    void (async () => {
      const request = await readRequest(incoming);
      requests.push(request);
      asked.resolve();
      response.detachSocket(incoming.socket);
      await script(incoming.socket, request);
    })();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => closed.resolve(performance.now()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    closed: closed.promise,
    asked: asked.promise,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers as Record<string, string>,
    text,
    body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

const statusLine = (status: number) => `HTTP/1.1 ${status} Status\r\nconnection: close\r\n`;

/** A complete answer that is not streamed. */
export function plainAnswer(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Script {
  const lines = Object.entries({
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return (socket) => void socket.end(`${statusLine(status)}${lines.join('')}\r\n${body}`);
}

export const eventStreamHead = `${statusLine(200)}content-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n`;

export function chunk(bytes: string | Uint8Array): Buffer {
  const data = Buffer.from(bytes as string);
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
}

/** How the server closes the connection after the last event. */
export type Ending = 'clean' | 'cut' | 'reset' | 'open';

/** An event stream of these chunks. */
export function eventStream(
  chunks: readonly (string | Uint8Array)[],
  ending: Ending = 'clean',
): Script {
  return async (socket) => {
    socket.write(eventStreamHead);
    for (const bytes of chunks) {
      if (bytes.length > 0) await written(socket, chunk(bytes));
    }
    if (ending === 'clean') socket.end('0\r\n\r\n');
    if (ending === 'cut') socket.end();
    if (ending === 'reset') socket.resetAndDestroy();
  };
}

/** Resolves when the operating system has the bytes, so that a reset does not overtake them. */
function written(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    socket.write(bytes, () => setImmediate(resolve));
  });
}
