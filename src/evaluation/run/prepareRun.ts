import { callFor } from '../../execution/attempt/prompt.ts';
import type { ModelStep } from '../../execution/workflow/definition.ts';
import { StepFailure } from '../../execution/workflow/stepFailure.ts';
import { TemplateError } from '../../execution/workflow/values/template.ts';
import type { Plan } from '../../routing/decision.ts';
import { explain } from '../../routing/explain.ts';
import { batchTier } from '../../routing/models/batchPrice.ts';
import type { Model } from '../../routing/models/model.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import { priceOn } from '../../routing/models/price.ts';
import type { Situation } from '../../routing/situation.ts';
import { batchPriced } from '../batch/batchMoney.ts';
import type { Evaluation } from '../files/evaluation.ts';
import type { Fixture } from '../fixture.ts';
import { hashOf, trialKey } from '../hash.ts';
import {
  promptTokensOf,
  rungCostsOf,
  type TrialCalls,
  trialCallsOf,
  worstCaseOfTrial,
} from './candidateCosts.ts';
import {
  type Contestant,
  contestantsOf,
  choiceName,
  decideContestant,
  type LeftOut,
} from './contestants.ts';
import type { EvaluationHost } from './evaluationHost.ts';
import { EvaluationProblem } from './evaluationProblem.ts';
import { scorerHashOf } from './fixtureScorers.ts';
import { type FixtureWork, fixtureWork, modelStepNamed } from './fixtureWork.ts';

/** A candidate that a run asks, with what is known of it before the first call. */
export interface PreparedCandidate extends Contestant {
  /** By the id of a fixture. */
  readonly keys: ReadonlyMap<string, string>;
  /** What each rung is likely to cost, the mean over the fixtures; undefined without a price. */
  readonly rungCosts: readonly (NanoUsd | undefined)[];
  readonly worstCaseNanoUsd: NanoUsd | undefined;
  /** The same where the first answer comes by a batch; undefined where none can bring it. */
  readonly batchWorstNanoUsd: NanoUsd | undefined;
}

export interface PreparedRun {
  /** The workflow's step, for an evaluation of a step. */
  readonly step: ModelStep | undefined;
  /** When the run was prepared. */
  readonly situation: Situation;
  readonly candidates: readonly PreparedCandidate[];
  readonly leftOut: readonly LeftOut[];
}

/** The step of an evaluation; undefined for a task type, or when there is no such step. */
export async function stepOf(
  { subject }: Pick<Evaluation, 'subject'>,
  host: Pick<EvaluationHost, 'workflow'>,
): Promise<ModelStep | undefined> {
  if (subject.kind === 'taskType') return undefined;
  const workflow = await host.workflow(subject.workflow);
  return workflow && modelStepNamed(workflow, subject.step);
}

/** Finds what can be asked, at which worst case and under which keys. Makes no call. */
export async function prepareRun(
  evaluation: Evaluation,
  fixtures: readonly Fixture[],
  host: EvaluationHost,
): Promise<PreparedRun> {
  const { subject } = evaluation;
  const step = await stepOf(evaluation, host);
  if (subject.kind === 'step' && !step) {
    throw new EvaluationProblem(
      `The workflow “${subject.workflow}” has no step “${subject.step}” that asks a model. Correct \`workflow\` and \`step\` of the evaluation.`,
    );
  }
  const situation = await host.situation('plaintext');
  const { contestants, leftOut } = contestantsOf(evaluation.candidates, situation);
  const drafts = contestants.map((each) => createDraft(each, situation, host));
  for (const fixture of fixtures) {
    const work = await workOf(fixture, step);
    const { task } = work;
    const scorerHash = scorerHashOf({ evaluation, fixture, task, situation }, host);
    const { id: _, tags: __, ...content } = fixture;
    for (const draft of drafts)
      draft.add(fixture.id, work, { scorerHash, fixtureHash: hashOf(content) });
  }
  const made = drafts.map((draft) => draft.candidate());
  return {
    step,
    situation,
    candidates: made.flatMap((each) => ('keys' in each ? each : [])),
    leftOut: [...leftOut, ...made.flatMap((each) => ('why' in each ? each : []))],
  };
}

async function workOf(fixture: Fixture, step: ModelStep | undefined): Promise<FixtureWork> {
  try {
    return await fixtureWork(fixture, step);
  } catch (error) {
    if (!(error instanceof TemplateError) && !(error instanceof StepFailure)) throw error;
    throw new EvaluationProblem(
      `The fixture “${fixture.id}” does not fit the step “${step!.name}”. ${error.message} Correct its \`values\` or \`files\`.`,
    );
  }
}

/** Gathers what is known of a candidate, fixture by fixture. */
function createDraft(contestant: Contestant, situation: Situation, host: EvaluationHost) {
  const { rungs, named } = contestant;
  const { maxOutputTokens } = host;
  const { today } = situation;
  const keys = new Map<string, string>();
  const sums = rungs.map((): NanoUsd | undefined => 0);
  let plan: Exclude<Plan, { kind: 'refuse' }> | undefined;
  let refusal = '';
  let hasOutput = false;
  let isDirect = rungs.length === 1;
  let promptTokens = 0;
  return {
    add(
      id: string,
      work: FixtureWork,
      hashes: Pick<Parameters<typeof trialKey>[0], 'scorerHash' | 'fixtureHash'>,
    ) {
      const { decision } = decideContestant(work, contestant, situation);
      const model = rungs.length === 1 ? rungs[0].model.reference : rungs.map(nameOf).join(' > ');
      const effort = rungs.length === 1 ? rungs[0].effort : undefined;
      keys.set(
        id,
        trialKey({
          model,
          ...(effort && { effort }),
          ...hashes,
          promptHash: promptHashOf(work, contestant, maxOutputTokens),
          settingsHash: settingsHashOf(work, decision.plan, host),
        }),
      );
      if (decision.plan.kind === 'refuse') {
        refusal = explain(work.task, decision);
        return;
      }
      plan ??= decision.plan;
      isDirect &&= decision.plan.kind === 'direct';
      hasOutput ||= work.output !== undefined;
      promptTokens = Math.max(promptTokens, promptTokensOf(work, rungs[0].model, maxOutputTokens));
      for (const [place, cost] of rungCostsOf(decision.plan, work, today).entries()) {
        sums[place] = plusKnown(sums[place], cost);
      }
    },
    candidate(): PreparedCandidate | LeftOut {
      if (!plan) return { name: named.name, why: refusal };
      const count = Math.max(1, keys.size);
      const calls = trialCallsOf(plan, hasOutput);
      const limits = { maxOutputTokens, today };
      return {
        ...contestant,
        keys,
        rungCosts: sums.map((sum) => sum && sum / count),
        worstCaseNanoUsd: worstCaseOfTrial(calls, promptTokens, limits),
        batchWorstNanoUsd: isDirect
          ? batchWorst(rungs[0].model, calls, promptTokens, limits)
          : undefined,
      };
    },
  };
}

/** Undefined where the price of a batch is unknown. */
function batchWorst(
  model: Model,
  { answers, judges }: TrialCalls,
  promptTokens: number,
  limits: { readonly maxOutputTokens: number; readonly today: string },
): NanoUsd | undefined {
  const price = priceOn(batchPriced(model).prices, limits.today);
  if (price?.tiers?.[batchTier] === undefined) return undefined;
  const calls = { answers: answers.map(batchPriced), judges };
  return worstCaseOfTrial(calls, promptTokens, { ...limits, serviceTier: batchTier });
}

function plusKnown(sum: NanoUsd | undefined, cost: NanoUsd | undefined): NanoUsd | undefined {
  return sum === undefined || cost === undefined ? undefined : sum + cost;
}

function nameOf({ model, effort }: Contestant['rungs'][number]): string {
  return choiceName({ reference: model.reference, ...(effort && { effort }) });
}

function promptHashOf(
  { task }: FixtureWork,
  { rungs: [{ model }] }: Contestant,
  maxOutputTokens: number,
): string {
  const { system, messages, outputSchema } = callFor(task, model, { maxOutputTokens });
  return hashOf({ system, messages, outputSchema });
}

function settingsHashOf(
  { checks, minConfidence, mustPass, maxSeconds, output }: FixtureWork,
  plan: Plan,
  { maxOutputTokens, commands }: Pick<EvaluationHost, 'maxOutputTokens' | 'commands'>,
): string {
  const gated = 'gates' in plan && {
    gates: plan.gates,
    ...(plan.gates.includes('command') && { commands: commands?.() }),
    rubric: plan.rubric,
    judges: plan.judges.map(({ model }) => model.reference),
  };
  return hashOf({ checks, minConfidence, mustPass, maxSeconds, output, maxOutputTokens, gated });
}
