import type { Candidate } from '../../evaluation/candidate.ts';
import type { Evaluation } from '../../evaluation/files/evaluation.ts';
import type { FinderResult } from '../../evaluation/finder/result.ts';
import { fixtureTask } from '../../evaluation/run/fixtureTask.ts';
import type { ModelStep, Step, Workflow } from '../../execution/workflow/definition.ts';
import { innerSteps } from '../../execution/workflow/innerSteps.ts';
import { withModels } from '../../execution/workflow/steps/withModels.ts';
import { decide } from '../../routing/decide/decide.ts';
import { stepSituation } from '../../routing/decide/stepSituation.ts';
import type { Decision, Plan } from '../../routing/decision.ts';
import { describePlan } from '../../routing/explain.ts';
import { own } from '../../routing/input/objects.ts';
import type { Situation } from '../../routing/situation.ts';
import { conversationTask, type Task } from '../../routing/task.ts';
import type { PolicyCheck, PolicyChoice } from '../evaluated.ts';

/** What the policy uses now for the fixtures of an evaluation, and how that did in a run. */
export function checkPolicy(
  evaluation: Evaluation,
  {
    situation,
    workflow,
    result,
  }: {
    /** Every provider counts as ready: the policy is checked, not the keys of this machine. */
    readonly situation: Situation;
    /** The workflow of a step. */
    readonly workflow: Workflow | undefined;
    readonly result: FinderResult;
  },
): PolicyCheck {
  const decisions = decisionsOn(evaluation, situation, workflow);
  const choices = new Map<string, PolicyChoice>();
  let leftOpen = 0;
  for (const decision of decisions) {
    if (decision === undefined || decision.reason.kind === 'planned') {
      leftOpen += 1;
      continue;
    }
    const { plan } = decision;
    const words = plan.kind === 'refuse' ? 'no model' : describePlan(plan);
    const found = choices.get(words) ?? { words, fixtures: 0, ...verdictOn(plan, result) };
    choices.set(words, { ...found, fixtures: found.fixtures + 1 });
  }
  return { choices: [...choices.values()], leftOpen };
}

/** One for each fixture; undefined where an earlier step's value chooses the model. */
function decisionsOn(
  { subject, fixtures }: Evaluation,
  situation: Situation,
  workflow: Workflow | undefined,
): readonly (Decision | undefined)[] {
  if (subject.kind === 'taskType') {
    return fixtures.map((fixture) => decide(fixtureTask(fixture, subject.taskType), situation));
  }
  const moved =
    workflow && withModels(workflow, own(situation.policy.workflows, workflow.name) ?? {});
  const step = moved && stepNamed(moved.steps, subject.step);
  if (!step || step.model.kind === 'from') return fixtures.map(() => undefined);
  const { name, taskType, checks } = step;
  const choice = { name, taskType, use: step.model, checks };
  const decision = decide(stepTask(step), stepSituation(situation, choice));
  return fixtures.map(() => decision);
}

function stepTask({ name, taskType, critical }: ModelStep): Task {
  const head = { id: name, type: taskType, instruction: '', ...(critical && { critical }) };
  return conversationTask(head, { system: '', messages: [], tools: [] });
}

function stepNamed(steps: readonly Step[], name: string): ModelStep | undefined {
  for (const step of steps) {
    if (step.kind === 'model' && step.name === name) return step;
    const inner = step.kind === 'model' ? undefined : stepNamed(innerSteps(step), name);
    if (inner) return inner;
  }
  return undefined;
}

function verdictOn(
  plan: Plan,
  { rows }: FinderResult,
): Pick<PolicyChoice, 'candidateId' | 'verdict'> {
  const row = rows.find(({ candidate }) => standsFor(candidate, plan));
  if (!row) return { verdict: 'noCandidate' };
  return { candidateId: row.candidate.id, verdict: row.verdict };
}

function standsFor({ subject }: Candidate, plan: Plan): boolean {
  if (plan.kind === 'direct') {
    const { tier, model, effort } = plan.choice;
    if (subject.kind === 'tier') return subject.tier === tier;
    if (subject.kind !== 'model') return false;
    return subject.choice.reference === model.reference && subject.choice.effort === effort;
  }
  if (plan.kind !== 'cascade' || subject.kind !== 'cascade') return false;
  const tiers = plan.ladder.map(({ tier }) => tier);
  return isSame(subject.tiers, tiers) && isSame(subject.gates.toSorted(), plan.gates.toSorted());
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at]);
}
