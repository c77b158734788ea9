import { reasoningLevelOf } from '../classify/reasoningLevel.ts';
import { compileGlob, type Glob } from '../globs/glob.ts';
import type { Task } from '../task.ts';
import { remembered } from '../input/remembered.ts';
import { insideFolder } from './folders.ts';
import type { Policy, Rule, When } from './policy.ts';
import { isOfLanguage, linesOfWork, pathsOfWork } from './workFiles.ts';

// Compiling is a hundred times slower than matching, and a policy is used many times.
const globMatcher = remembered((glob: string): Glob['matches'] => {
  const compiled = compileGlob(glob);
  // A pattern that is too complicated was reported when the policy was read, and is in none since.
  return 'matches' in compiled ? compiled.matches : () => false;
});
const wordPattern = remembered((word: string) => {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, 'iu');
});

/** Whether one of the globs matches a file that the task is about (`workFiles.ts`). */
export function matchesGlob(task: Task, globs: readonly string[], { folders }: Policy): boolean {
  const paths = pathsOfWork(task).map((each) => insideFolder(each, folders));
  return globs.some((glob) => paths.some((each) => globMatcher(glob)(each)));
}

/** Whether a task is critical: by itself, or because the policy says so for one of its paths. */
export function isCritical(policy: Policy, task: Task): boolean {
  return task.critical === true || matchesGlob(task, policy.critical, policy);
}

/** The first rule that matches a task; undefined when none does. */
export function matchRule(policy: Policy, task: Task): Rule | undefined {
  const critical = isCritical(policy, task);
  return policy.rules.find(({ when }) => matchesTask(policy, when, task, critical));
}

/** Whether a condition matches a task and one of the files that it is about. */
export function matchesTask(policy: Policy, when: When, task: Task, critical: boolean): boolean {
  return (
    matchesWork(when, task, critical) &&
    (!when.language || isOfLanguage(task, when.language)) &&
    (!when.path || matchesGlob(task, when.path, policy))
  );
}

/** Whether a condition matches the work itself, whatever files it is about. */
export function matchesWork(when: When, task: Task, critical: boolean): boolean {
  const { atLeast, atMost = Infinity } = linesOfWork(task);
  return (
    (!when.taskType || when.taskType.includes(task.type)) &&
    (when.minLines === undefined || atLeast >= when.minLines) &&
    (when.maxLines === undefined || atMost <= when.maxLines) &&
    (!when.keywords || when.keywords.some((word) => wordPattern(word).test(task.instruction))) &&
    (when.critical === undefined || when.critical === critical) &&
    (!when.reasoning ||
      (task.reasoning !== undefined && when.reasoning.includes(reasoningLevelOf(task.reasoning))))
  );
}
