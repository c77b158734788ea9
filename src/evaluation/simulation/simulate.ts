import { type Sequence, sequencesOver } from '../../routing/planner/planSpace.ts';
import { randomFrom } from '../../routing/planner/random.ts';
import type { Aims } from '../../routing/policy/aims.ts';
import { promptLength } from './beforeCall.ts';
import { type Interval, intervalOf } from '../statistics/interval.ts';
import type { Judging } from './judging.ts';
import type { OutcomeTask } from './outcomes.ts';
import { playForesight } from './playForesight.ts';
import { type Played, playOracle, playPlan } from './playPlan.ts';
import { playPlanner } from './playPlanner.ts';
import type { Regret } from './regret.ts';
import { answeredByAll, drawTruth } from './truth.ts';

/*
 * This folder simulates routing over tasks whose outcomes are known. A file of outcomes comes in: what models
 * answered in a benchmark, and at what cost (`outcomes.ts`). `truth.ts` draws from it what each rung would
 * answer, `playPlanner.ts` and the other `play…` files let the planner, fixed plans and an oracle choose, and
 * figures go out. No model is asked and no money is spent; the command line and the benches print the figures.
 */

/** Relative to always asking the strongest rung, on the same tasks and draws. */
export interface Relative {
  readonly quality: Interval;
  readonly cost: Interval;
}

export interface RelativePlan extends Relative {
  /** `direct(A)` or `cascade(A, B)`. */
  readonly plan: string;
}

export interface Simulation {
  readonly planner: Relative;
  readonly alwaysStrongest: Relative;
  /** The cheapest fixed plan that keeps the floor, in hindsight. */
  readonly bestFixed: RelativePlan;
  /** The cheapest model with a good answer, as if known in advance. */
  readonly oracle: Relative;
  /** All rungs, one after the other, for every task. */
  readonly cascade: RelativePlan;
  /** The cheapest rung for short prompts, the strongest for long ones; omitted when no task has a prompt. */
  readonly promptLength?: Relative;
  /** The cheapest or the strongest rung by chance, so often that it costs as much as the planner. */
  readonly random: Relative;
  /** Every single rung and every cascade. */
  readonly fixed: readonly RelativePlan[];
  /** The share of tasks for which the planner chose each plan. */
  readonly chosen: Readonly<Record<string, number>>;
  readonly regret: { readonly [Part in keyof Regret]: Interval };
}

export interface SimulationInput {
  /** Models from the cheapest to the strongest; at least one. */
  readonly ladder: readonly string[];
  readonly judging: Judging;
  /** What the planner keeps; its floor also says which fixed plans count as good enough. */
  readonly aims: Aims;
  readonly seeds: number;
  /** 0 by default; the other runs use the seeds that follow. */
  readonly firstSeed?: number;
}

interface Sums {
  good: number;
  nanoUsd: number;
}

interface Run {
  readonly fixed: readonly Sums[];
  readonly oracle: Sums;
  readonly promptLength?: Sums;
  readonly planner: Sums;
  readonly regret: Regret;
  readonly chosen: readonly number[];
}

/**
 * Plays the planner, every fixed plan and the oracle over the tasks that all models of the ladder
 * answered, once for each seed. Undefined when the strongest model solves no task or costs nothing,
 * because the results are relative to it.
 */
export function simulate(
  tasks: readonly OutcomeTask[],
  input: SimulationInput,
): Simulation | undefined {
  const answered = answeredByAll(tasks, input.ladder);
  const sequences = sequencesOver(input.ladder.length);
  const runs = Array.from({ length: input.seeds }, (_, seed) =>
    playSeed(answered, sequences, { ...input, seed: (input.firstSeed ?? 0) + seed }),
  );
  const strongest = sequences.findIndex((each) => isDirect(each, input.ladder.length - 1));
  const bases = runs.map(({ fixed }) => fixed[strongest]!);
  if (bases.some(({ good, nanoUsd }) => good === 0 || nanoUsd === 0)) return undefined;
  const names = sequences.map((sequence) => planName(sequence, input.ladder));
  return compared(runs, { names, strongest, floor: input.aims.floor });
}

/** All figures relative to the strongest rung of the same run. */
function compared(
  runs: readonly Run[],
  given: { readonly names: readonly string[]; readonly strongest: number; readonly floor: number },
): Simulation {
  const { names, strongest, floor } = given;
  const bases = runs.map(({ fixed }) => fixed[strongest]!);
  const relative = (sumsOf: (run: Run, seed: number) => Sums): Relative => ({
    quality: intervalOf(runs.map((run, seed) => sumsOf(run, seed).good / bases[seed]!.good)),
    cost: intervalOf(runs.map((run, seed) => sumsOf(run, seed).nanoUsd / bases[seed]!.nanoUsd)),
  });
  const regret = (part: keyof Regret) =>
    intervalOf(runs.map((run, seed) => run.regret[part] / bases[seed]!.nanoUsd));
  const fixed = names.map((plan, place) => ({ plan, ...relative((run) => run.fixed[place]!) }));
  const byLength = runs.flatMap((run) => run.promptLength ?? []);
  return {
    planner: relative(({ planner }) => planner),
    alwaysStrongest: relative((run) => run.fixed[strongest]!),
    bestFixed: fixed
      .filter(({ quality }) => quality.mean >= floor)
      .reduce((best, each) => (each.cost.mean < best.cost.mean ? each : best), fixed[strongest]!),
    oracle: relative(({ oracle }) => oracle),
    cascade: fixed.at(-1)!,
    ...(byLength.length === runs.length && {
      promptLength: relative((_, seed) => byLength[seed]!),
    }),
    random: relative((run) => mixAt(run.planner.nanoUsd, run.fixed[0]!, run.fixed[strongest]!)),
    fixed,
    chosen: chosenShares(names, runs),
    regret: {
      failedTries: regret('failedTries'),
      needlessStrong: regret('needlessStrong'),
    },
  };
}

function isDirect(sequence: Sequence, rung: number): boolean {
  return sequence.length === 1 && sequence[0] === rung;
}

function planName(sequence: Sequence, ladder: readonly string[]): string {
  const models = sequence.map((rung) => ladder[rung]).join(', ');
  return sequence.length === 1 ? `direct(${models})` : `cascade(${models})`;
}

function chosenShares(names: readonly string[], runs: readonly Run[]): Record<string, number> {
  const chosen = runs.flatMap((run) => run.chosen);
  const share = (place: number) => chosen.filter((each) => each === place).length / chosen.length;
  return Object.fromEntries(names.map((name, place) => [name, share(place)]));
}

function playSeed(
  answered: readonly OutcomeTask[],
  sequences: readonly Sequence[],
  { ladder, judging, aims, seed }: SimulationInput & { readonly seed: number },
): Run {
  const tasks = drawTruth(answered, ladder, { judging, random: randomFrom(2 * seed) });
  const fixed = sequences.map((sequence) => summed(tasks.map((task) => playPlan(task, sequence))));
  const oracle = summed(tasks.map(playOracle));
  const byLength = playForesight(tasks, promptLength, aims.floor);
  const random = randomFrom(2 * seed + 1);
  const { delay = 0 } = judging;
  const { played, ...rest } = playPlanner(tasks, sequences, { ladder, aims, random, delay });
  return {
    fixed,
    oracle,
    planner: summed(played),
    ...(byLength && { promptLength: summed(byLength) }),
    ...rest,
  };
}

/** What chance gives that takes two plans in such shares that they cost as much, as far as they can. */
function mixAt(nanoUsd: number, cheap: Sums, strong: Sums): Sums {
  const share = (nanoUsd - cheap.nanoUsd) / (strong.nanoUsd - cheap.nanoUsd || 1);
  const often = Math.min(1, Math.max(0, share));
  const mixed = (of: keyof Sums) => (1 - often) * cheap[of] + often * strong[of];
  return { good: mixed('good'), nanoUsd: mixed('nanoUsd') };
}

function summed(played: readonly Played[]): Sums {
  return {
    good: played.filter(({ good }) => good).length,
    nanoUsd: played.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0),
  };
}
