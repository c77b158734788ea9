/** Why a request is refused before it reaches a model. */
export type ProblemKind = 'badKey' | 'noKey' | 'modelNotFound' | 'badRequest' | 'fault';

export interface Problem {
  readonly kind: ProblemKind;
  readonly status: number;
  readonly message: string;
  readonly retryAfterSeconds?: number | undefined;
}

export class RequestProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function badRequest(message: string): RequestProblem {
  return new RequestProblem({ kind: 'badRequest', status: 400, message });
}

export function tooLarge(): RequestProblem {
  const message = 'Request exceeds the maximum allowed number of bytes.';
  return new RequestProblem({ kind: 'badRequest', status: 413, message });
}
