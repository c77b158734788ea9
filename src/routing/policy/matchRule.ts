import { compileGlob, type Glob } from '../globs/glob.ts';
import type { Task } from '../task.ts';
import type { Policy, Rule, When } from './policy.ts';

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

/** Whether one of the globs matches the task's path or that of a file attached to it. */
function matchesGlob({ path, attachments = [] }: Task, globs: readonly string[]): boolean {
  const paths = [path, ...attachments.map((attached) => attached.path)];
  return globs.some((glob) => paths.some((each) => globMatcher(glob)(each)));
}

/** Whether a task is critical: by itself, or because the policy says so for one of its paths. */
export function isCritical(policy: Policy, task: Task): boolean {
  return task.critical === true || matchesGlob(task, policy.critical);
}

/** The first rule that matches a task; undefined when none does. */
export function matchRule(policy: Policy, task: Task): Rule | undefined {
  const critical = isCritical(policy, task);
  return policy.rules.find((rule) => matches(rule.when, task, critical));
}

function matches(when: When, task: Task, critical: boolean): boolean {
  const lines = task.target.endLine - task.target.startLine + 1;
  return (
    (!when.taskType || when.taskType.includes(task.type)) &&
    (!when.language || when.language.includes(task.language)) &&
    (!when.path || matchesGlob(task, when.path)) &&
    (when.minLines === undefined || lines >= when.minLines) &&
    (when.maxLines === undefined || lines <= when.maxLines) &&
    (!when.keywords || when.keywords.some((word) => wordPattern(word).test(task.instruction))) &&
    (when.critical === undefined || when.critical === critical)
  );
}

function remembered<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    const fresh = make(text);
    made.set(text, fresh);
    return fresh;
  };
}
