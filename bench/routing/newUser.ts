import { playPlan, type Played } from '../../src/evaluation/simulation/playPlan.ts';
import { answeredByAll, type DrawnTask, drawTruth } from '../../src/evaluation/simulation/truth.ts';
import { triesOf } from '../../src/routing/candidates/tries.ts';
import { decide } from '../../src/routing/decide/decide.ts';
import { shadowGates } from '../../src/routing/decide/shadowGates.ts';
import type { Decision } from '../../src/routing/decision.ts';
import type { AnswerSeen, PastRequest, RungKey } from '../../src/routing/evidence/evidence.ts';
import { exploredIn, gatherEvidence } from '../../src/routing/evidence/gatherEvidence.ts';
import type { ModelReference } from '../../src/routing/models/model.ts';
import { keyOf, retryOf, type Sequence } from '../../src/routing/planner/planSpace.ts';
import { standardSize } from '../../src/routing/planner/planner.ts';
import { randomFrom } from '../../src/routing/planner/random.ts';
import type { AimName } from '../../src/routing/policy/aims.ts';
import { autoUse, type Policy, type Rule } from '../../src/routing/policy/policy.ts';
import { shippedRules, toTiers } from '../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../src/routing/situation.ts';
import { answerKinds, defaultInstructions } from '../../src/routing/taskTypes.ts';
import { modelWith, situationWith, taskWith } from '../../test/support/tasks.ts';
import { meanNanoUsd } from './models.ts';
import type { OutcomesFile } from './outcomesFile.ts';
import { judgingIn, type World } from './worlds.ts';

/** A new user's first tasks. */
export const firstTasks = 30;

/** The shipped rules until the planner knows enough; or the planner from the first task on. */
export const starts = ['as shipped', 'planner at once'] as const;
export type Start = (typeof starts)[number];

export interface NewUserPlay {
  readonly file: string;
  readonly ladder: readonly string[];
  readonly worlds: readonly World[];
  readonly aim: AimName;
  readonly start: Start;
  readonly seeds: number;
}

/** The first tasks of one row; for each seed relative to asking the strongest model for all of them. */
export interface NewUser extends Omit<NewUserPlay, 'worlds' | 'seeds'> {
  readonly world: World;
  readonly bySeed: readonly { readonly quality: number; readonly cost: number }[];
}

/**
 * Lets the product decide about a new user's first tasks, one after the other. Its tiers are the models of the
 * ladder at the mean prices of the file. Answers are judged where the product judges them, all gates being set up,
 * and a developer may find that an answer is wrong before the next task.
 */
export function playNewUsers({ tasks }: OutcomesFile, play: NewUserPlay): NewUser[] {
  const { worlds, seeds, ...row } = play;
  const answered = answeredByAll(tasks, play.ladder);
  const prices = play.ladder.map((model) => meanNanoUsd(answered, model));
  const situation = situationOf(prices, play);
  return worlds.map((world) => ({
    ...row,
    world,
    bySeed: Array.from({ length: seeds }, (_, seed) => {
      const judging = judgingIn(world, play.ladder.length);
      const drawn = drawTruth(answered, play.ladder, { judging, random: randomFrom(2 * seed) });
      return relativeOf(drawn.slice(0, firstTasks), situation);
    }),
  }));
}

/** The tiers' names of a new user, for so many models. */
const tierNames: Readonly<Record<number, readonly string[]>> = {
  2: ['fast', 'reasoning'],
  3: ['fast', 'balanced', 'reasoning'],
  4: ['fast', 'balanced', 'strong', 'reasoning'],
};

const planAll: Rule = { name: 'plan all', when: {}, use: autoUse, origin: 'settings' };

function situationOf(
  prices: readonly number[],
  { aim, start }: Pick<NewUserPlay, 'aim' | 'start'>,
): Situation {
  const names = tierNames[prices.length]!;
  const references = names.map((name): ModelReference => `p/${name}`);
  const written = Object.fromEntries(names.map((name, rung) => [name, [references[rung]!]]));
  const policy: Policy = {
    tiers: toTiers(written),
    rules: start === 'as shipped' ? shippedRules(aim, names) : [planAll],
    critical: [],
    aim,
  };
  const { inputTokens, outputTokens } = standardSize;
  const models = references.map((reference, rung) => {
    const rate = Math.round((prices[rung]! / (inputTokens + outputTokens)) * 1e6);
    const price = { from: '2026-01-01', source: 'the outcomes', input: rate, output: rate };
    return modelWith(reference, { prices: [price] });
  });
  return situationWith({
    policy,
    catalog: new Map(models.map((model) => [model.reference, model])),
  });
}

function relativeOf(
  tasks: readonly DrawnTask[],
  situation: Situation,
): { quality: number; cost: number } {
  const past: PastRequest[] = [];
  const sums = { good: 0, nanoUsd: 0, strongestGood: 0, strongestNanoUsd: 0 };
  for (const drawn of tasks) {
    const { good, nanoUsd } = playOne(drawn, situation, past);
    const strongest = drawn.answers.at(-1)!;
    sums.good += Number(good);
    sums.nanoUsd += nanoUsd;
    sums.strongestGood += Number(strongest.good);
    sums.strongestNanoUsd += strongest.nanoUsd;
  }
  // A model that solves none of the few tasks cannot be fallen short of.
  const base = Math.max(1, sums.strongestGood);
  return { quality: sums.good / base, cost: sums.nanoUsd / sums.strongestNanoUsd };
}

/** Decides about one task, plays the plan, and adds what came of it to the newest of the past. */
function playOne(drawn: DrawnTask, situation: Situation, past: PastRequest[]): Played {
  const { taskType: type } = drawn;
  const evidence = gatherEvidence(past, { taskType: type }, exploredIn(past, type));
  const task = taskWith({
    type,
    answerKind: answerKinds[type],
    instruction: drawn.prompt ?? defaultInstructions[type],
  });
  const decision = decide(task, { ...situation, evidence: new Map([[type, evidence]]) });
  const steps = stepsOf(decision, situation);
  const isJudged =
    decision.plan.kind === 'cascade' || shadowGates(task, decision, () => true) !== undefined;
  const played = playPlan(drawn, steps.map(({ rung }) => rung) as unknown as Sequence);
  const answers = played.asked.map(({ passed, nanoUsd }, place): AnswerSeen => ({
    rung: steps[place]!.key,
    nanoUsd,
    ...(isJudged && { passed }),
  }));
  const planned = plannedOf(decision);
  const last = played.asked.at(-1)!;
  past.unshift({
    taskType: type,
    answers,
    taken: answers.length - 1,
    wrong: last.foundWrong,
    ...(planned && { planned }),
  });
  return played;
}

/** The rungs that a plan asks, each with its key. A retry gives the same answer: a file has no other. */
function stepsOf(
  { plan }: Decision,
  { policy }: Situation,
): readonly { readonly rung: number; readonly key: RungKey }[] {
  const rungOf = (tier: string) => policy.tiers.findIndex(({ name }) => name === tier);
  if (plan.kind === 'direct') {
    const { choice } = plan;
    return [{ rung: rungOf(choice.tier), key: keyOf(choice) }];
  }
  if (plan.kind !== 'cascade') throw new Error(`A new user has the plan ${plan.kind}.`);
  return triesOf(plan).map(({ choice, how }) => ({
    rung: rungOf(choice.tier),
    key: how === 'retry' ? retryOf(keyOf(choice)) : keyOf(choice),
  }));
}

function plannedOf({ reason, plan }: Decision): PastRequest['planned'] {
  if (reason.kind !== 'planned') return undefined;
  const { quality, exploring, strongestNanoUsd } = reason;
  const loss = exploring ? quality.loss : 0;
  return { loss, ...(plan.kind !== 'direct' && { strongestNanoUsd }) };
}
