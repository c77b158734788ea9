import { createServer, type TlsOptions } from 'node:tls';
import type { AddressInfo, Socket } from 'node:net';

/** A server that speaks TLS, and what came to it. */
export interface TlsServer {
  /** Its address under a host name that leads to this computer. */
  origin(host?: string): string;
  /** Connections that were begun, also those whose handshake failed. */
  connections(): number;
  /** Bytes that came through an accepted handshake: a key or a prompt would be among them. */
  received(): number;
  close(): Promise<void>;
}

/** Answers each connection with `answer`, once a request has come. */
export async function startTlsServer(options: TlsOptions, answer: string): Promise<TlsServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let received = 0;
  const server = createServer(options, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      received += bytes.length;
      socket.end(answer);
    });
  });
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: (host = '127.0.0.1') => `https://${host}:${port}`,
    connections: () => connections,
    received: () => received,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
