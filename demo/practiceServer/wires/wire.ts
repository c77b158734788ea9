import type { IncomingHttpHeaders } from 'node:http';
import type { PracticeCall, Reply, WireName } from '../call.ts';
import type { Frame } from '../http.ts';
import type { Problem } from '../problem.ts';

/** How one provider's HTTP interface looks. */
export interface Wire {
  readonly name: WireName;
  readonly path: string;
  /** Starts the id of every reply, as the provider's own ids do. */
  readonly idPrefix: string;
  readonly requestIdHeader: string;
  keyIn(headers: IncomingHttpHeaders): string | undefined;
  /** Throws RequestProblem for a request that the provider would refuse with 400. */
  parse(body: unknown, headers: IncomingHttpHeaders): PracticeCall;
  errorBody(problem: Problem, requestId: string): unknown;
  wholeReply(reply: Reply): unknown;
  streamedReply(reply: Reply): StreamedReply;
}

/** The frames of a stream, in the order of these four. */
export interface StreamedReply {
  /** As soon as the request is accepted. */
  begin(): Frame[];
  /** When the thinking is over. */
  beginText(): Frame[];
  text(part: string): Frame[];
  end(): Frame[];
}

export function bearerToken(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
}
