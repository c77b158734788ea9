import type { TaskType } from '../task.ts';
import type { Classification } from './classify.ts';

/** Task types by how strong a model they call for, the strongest first. */
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
const medium = 2 / 3;

/**
 * What to go by when nobody could make a doubtful classification sure: among the types that are at
 * least half as likely as the likeliest, the one that calls for the strongest model; and a need for
 * reasoning that is medium at least.
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
    reasoning: Math.max(doubtful.reasoning, medium),
    signals: ['unsure: the stronger side', ...doubtful.signals],
  };
}
