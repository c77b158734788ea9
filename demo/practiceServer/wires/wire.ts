import type { IncomingHttpHeaders } from 'node:http';
import type { PracticeCall, Reply, WireName } from '../call.ts';
import type { Frame } from '../http.ts';
import type { Problem } from '../problem.ts';

/*
 * This folder has the providers' wire formats, one file each. A wire parses a request into a call, and
 * turns a reply or a problem into the provider's own response, whole or streamed.
 */

/** Whose habits the server of the Chat Completions API has. */
export const compatibleManners = ['plain', 'mistral', 'deepseek', 'gemini'] as const;
export type CompatibleManner = (typeof compatibleManners)[number];

/** The HTTP interface of one provider. */
export interface Wire {
  readonly name: WireName;
  readonly path: string;
  /** The prefix of every reply's id, as in the provider's own ids. */
  readonly idPrefix: string;
  readonly requestIdHeader: string;
  /** A sign of life in a stream: bytes that say nothing. */
  readonly ping: string;
  keyIn(headers: IncomingHttpHeaders): string | undefined;
  /** @throws RequestProblem for a request that the provider would refuse with 400. */
  parse(body: unknown, headers: IncomingHttpHeaders, manner: CompatibleManner): PracticeCall;
  errorBody(problem: Problem, requestId: string): unknown;
  wholeReply(reply: Reply, manner: CompatibleManner): unknown;
  streamedReply(reply: Reply, manner: CompatibleManner): StreamedReply;
}

/** The frames of a stream, in the order of these four. */
export interface StreamedReply {
  /** As soon as the request is accepted. */
  begin(): Frame[];
  /** When reasoning ends. */
  beginText(): Frame[];
  text(part: string): Frame[];
  end(): Frame[];
}

export function bearerToken(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
}
