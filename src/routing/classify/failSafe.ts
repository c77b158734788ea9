import type { TaskType } from '../task.ts';
import type { Classification } from './classify.ts';
import { scoreOfLevel } from './reasoningLevel.ts';

/** Task types by how strong a model they need, strongest first. Chosen by judgement. */
const byNeed: readonly TaskType[] = [
  'design',
  'debug',
  'review',
  'feature',
  'refactor',
  'test',
  'explain',
  'docs',
  'boilerplate',
  'other',
];

/**
 * Decides a doubtful classification when there is no second opinion. Among the types that are at least
 * half as likely as the most likely one, it takes the type that needs the strongest model. The need for
 * reasoning is at least medium.
 */
export function failSafe(doubtful: Classification): Classification {
  const [first] = doubtful.likely;
  const close = doubtful.likely.filter(({ probability }) => probability >= first!.probability / 2);
  const chosen = close.toSorted(
    (a, b) => byNeed.indexOf(a.taskType) - byNeed.indexOf(b.taskType),
  )[0]!;
  return {
    ...doubtful,
    taskType: chosen.taskType,
    confidence: chosen.probability,
    reasoning: Math.max(doubtful.reasoning, scoreOfLevel.medium),
    signals: ['unsure: the stronger side', ...doubtful.signals],
  };
}
