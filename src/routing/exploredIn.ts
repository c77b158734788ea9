import type { Explored, PastRequest } from './evidence.ts';
import type { TaskType } from './task.ts';

/** What the planner's choices for a task type have cost, as they expected it themselves. */
export function exploredIn(past: readonly PastRequest[], taskType: TaskType): Explored {
  let [requests, loss, nanoUsd] = [0, 0, 0];
  for (const { planned, answers, ...request } of past) {
    if (!planned || request.taskType !== taskType) continue;
    requests += 1;
    loss += planned.loss;
    if (planned.strongestNanoUsd === undefined) continue;
    const spent = answers.reduce((sum, answer) => sum + (answer.nanoUsd ?? 0), 0);
    nanoUsd += spent - planned.strongestNanoUsd;
  }
  return { requests, loss, nanoUsd };
}
