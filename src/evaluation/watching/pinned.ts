import type { ModelUse, Workflow } from '../../execution/workflow/definition.ts';
import type { Policy, Rule, When } from '../../routing/policy/policy.ts';
import type { TaskType } from '../../routing/task.ts';
import type { Candidate } from '../candidate.ts';
import type { FixtureSubject } from '../fixture.ts';
import type { Report } from '../report.ts';

/** What the policy, or the workflow, names for a subject. */
export interface Named {
  readonly names: readonly string[];
  readonly together: boolean;
}

/**
 * The candidate that was found to be the smallest that passes and that the policy names for the same work:
 * the model that stands there because of the evaluation. Undefined when the policy names something else.
 */
export function pinnedCandidate(
  { result }: Pick<Report, 'result'>,
  named: Named | undefined,
  policy: Policy,
): Candidate | undefined {
  const candidate = result.smallest?.candidate;
  return candidate && named && isNamed(candidate, named, policy) ? candidate : undefined;
}

/** What is named for this work now; shipped rules name nothing because of an evaluation. */
export function namedFor(
  subject: FixtureSubject,
  policy: Policy,
  workflow: Workflow | undefined,
): Named | undefined {
  if (subject.kind === 'taskType') return ofRule(ruleFor(subject.taskType, policy));
  const choices = policy.workflows?.[subject.workflow];
  const own = choices?.steps?.[subject.step] ?? choices?.everywhere;
  const step = workflow?.steps.find(({ name }) => name === subject.step);
  return ofStep(own ?? (step?.kind === 'model' ? step.model : undefined));
}

function ruleFor(taskType: TaskType, { rules }: Policy): Rule | undefined {
  return rules.find(({ when, origin }) => origin !== 'shipped' && isAbout(when, taskType));
}

/** Whether a rule is about a task type as a whole, and not about some of its files or sizes. */
function isAbout({ taskType, critical, ...narrower }: When, wanted: TaskType): boolean {
  return taskType?.includes(wanted) === true && !critical && Object.keys(narrower).length === 0;
}

function ofRule(rule: Rule | undefined): Named | undefined {
  if (!rule) return undefined;
  const { use } = rule;
  if (typeof use === 'string') return { names: [use], together: false };
  if ('fastest' in use) return undefined;
  return 'cascade' in use
    ? { names: use.cascade, together: false }
    : { names: use.speculate, together: true };
}

/** What only a run or a measurement finds out names nothing. */
function ofStep(use: ModelUse | undefined): Named | undefined {
  if (!use || use.kind === 'auto' || use.kind === 'from' || use.kind === 'fastest')
    return undefined;
  if (use.kind === 'named') return { names: [use.name], together: false };
  return { names: use.names, together: use.kind === 'speculate' };
}

function isNamed({ subject }: Candidate, { names, together }: Named, policy: Policy): boolean {
  if (together) return false;
  if (subject.kind === 'cascade') return names.join('\n') === subject.tiers.join('\n');
  const [name] = names;
  if (names.length !== 1 || name === undefined) return false;
  if (subject.kind === 'tier') return name === subject.tier;
  const { reference, effort } = subject.choice;
  const first = policy.tiers.find((tier) => tier.name === name)?.choices[0];
  const isFirst = first?.reference === reference && first.effort === effort;
  return isFirst || name === (effort ? `${reference}@${effort}` : reference);
}
