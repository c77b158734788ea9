import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest, tooLarge } from './problem.ts';

const bodyLimit = 16 * 1024 * 1024;

export async function readJson(request: IncomingMessage): Promise<unknown> {
  return parsed((await readBytes(request, bodyLimit)).toString('utf8'));
}

/** The whole body. @throws RequestProblem when it is larger than `most` bytes. */
export async function readBytes(request: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('We could not parse the JSON body of your request.');
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** One server-sent event; a frame without a name has data only. */
export interface Frame {
  readonly event?: string;
  readonly data: unknown;
}

export function startStream(response: ServerResponse, headers: Record<string, string>): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    ...headers,
  });
}

export function sendFrames(response: ServerResponse, frames: readonly Frame[]): void {
  for (const { event, data } of frames) {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    response.write(`${event ? `event: ${event}\n` : ''}data: ${text}\n\n`);
  }
}
