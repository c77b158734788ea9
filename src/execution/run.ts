import type { RequestFact } from '../ledger/facts.ts';
import type { Plan } from '../routing/decision.ts';
import type { Model } from '../routing/model.ts';
import type { Task } from '../routing/task.ts';
import { attempt, recorded, type AttemptContext } from './attempt.ts';
import type { RunEvent } from './events.ts';
import { promptFor } from './prompt.ts';

export interface RunRequest {
  readonly task: Task;
  readonly plan: Extract<Plan, { kind: 'direct' }>;
  readonly baseline?: Model;
  readonly maxOutputTokens: number;
  readonly fact: RequestFact;
}

/** Runs a plan and tells what happens. Ends with `finished`; throws only on a bug. */
export async function* run(
  request: RunRequest,
  context: AttemptContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  yield* recorded(() => context.ledger.recordRequest(request.fact));
  const { choice } = request.plan;
  const { system, user } = promptFor(request.task);
  const end = yield* attempt(
    {
      requestId: request.fact.requestId,
      choice,
      call: {
        system,
        messages: [{ role: 'user', text: user }],
        maxOutputTokens: Math.min(
          request.maxOutputTokens,
          choice.model.maxOutputTokens ?? request.maxOutputTokens,
        ),
      },
      ...(request.baseline && { baseline: request.baseline }),
    },
    context,
    signal,
  );
  yield { kind: 'finished', end };
}
