import { harder } from '../candidates/tries.ts';
import type { Choice } from '../decision.ts';
import { earlierOf } from '../evidence/changes.ts';
import type { Evidence, RungKey } from '../evidence/evidence.ts';
import type { Tier } from '../policy/policy.ts';

/** A tier whose model is ready. */
export interface ReadyRung {
  readonly tier: Tier;
  readonly choice: Choice;
  /** What an answer to this task costs by list price, nano-dollars. */
  readonly guess: number;
  /** What an answer of a fixed size costs, whatever the task; nano-dollars. */
  readonly price: number;
}

/** One way to use the ready rungs. */
export interface Variant {
  /** Places among the ready rungs. */
  readonly rungs: readonly number[];
  readonly retry: boolean;
  readonly raiseEffort: boolean;
  /** The same, step by step: places in the ladder of everything that may be asked. */
  readonly sequence: Sequence;
  /** Some steps have no evidence yet; each is assumed to be as good as a first try of its model. */
  readonly trial?: true;
}

export interface Variants {
  /** Everything that may be asked, and what some of it was before it changed; the strongest rung is last. */
  readonly ladder: readonly {
    readonly key: RungKey;
    /** The place of its model among the ready rungs. */
    readonly rung: number;
  }[];
  readonly all: readonly Variant[];
}

/** A step with this many tries has evidence of its own; with fewer it is a trial. Chosen by judgement. */
const enoughTries = 5;

export function keyOf({ model, effort }: Choice): RungKey {
  return effort ? `${model.reference}@${effort}` : model.reference;
}

export function retryOf(key: RungKey): RungKey {
  return `${key}+retry`;
}

/** A rung with the keys of its steps. */
interface RungSteps {
  readonly key: RungKey;
  readonly rung: number;
  /** Whose evidence the step uses; omitted when the step cannot be planned. */
  readonly retry: RungKey | undefined;
  readonly effort: RungKey | undefined;
}

/**
 * Lists every plan over the rungs: each rung alone, every cascade, and every cascade with a retry or
 * more effort before each climb. Such a step needs evidence of its own; without it, the plan is a trial
 * if there is evidence about the step's model.
 */
export function planSpaceOver(rungs: readonly ReadyRung[], evidence: Evidence): Variants {
  const steps = rungs.map((ready, rung) => stepsOf(ready, rung, evidence));
  // Similar steps stand next to each other: the prior links neighbours.
  const ladder = steps.flatMap(({ retry, effort, rung, key: own }) => {
    const extras = rung < steps.length - 1 ? [retry, effort] : [];
    const asked = [...extras.filter((key) => key !== undefined && key !== own), own];
    const earlier = asked.map((key) => earlierOf(key!)).filter((key) => evidence.figures.has(key));
    return [...earlier, ...asked].map((key) => ({ key: key!, rung }));
  });
  const placeOf = (key: RungKey) => ladder.findIndex((each) => each.key === key);
  const all = sequencesOver(rungs.length).flatMap((sequence) =>
    variantsOf(sequence, steps, placeOf),
  );
  return { ladder, all };
}

function stepsOf({ choice }: ReadyRung, rung: number, { figures }: Evidence): RungSteps {
  const hasEvidence = (key: RungKey) => (figures.get(key)?.tries ?? 0) >= enoughTries;
  const key = keyOf(choice);
  const thinking = harder(choice);
  // A step without evidence uses the evidence of its model's first try.
  const evidenceFor = (step: RungKey | undefined) => {
    if (step === undefined) return undefined;
    if (hasEvidence(step)) return step;
    return hasEvidence(key) ? key : undefined;
  };
  return {
    key,
    rung,
    retry: evidenceFor(retryOf(key)),
    effort: evidenceFor(thinking && keyOf(thinking)),
  };
}

/** A sequence of rungs without and, where possible, with a retry or more effort before each climb. */
function variantsOf(
  sequence: Sequence,
  steps: readonly RungSteps[],
  placeOf: (key: RungKey) => number,
): Variant[] {
  const climbs = sequence.slice(0, -1).map((rung) => steps[rung]!);
  const mayRetry = climbs.length > 0 && climbs.every(({ retry }) => retry !== undefined);
  const mayThink = climbs.length > 0 && climbs.every(({ effort }) => effort !== undefined);
  return [false, true].flatMap((retry) =>
    [false, true].flatMap((raiseEffort): Variant[] => {
      if ((retry && !mayRetry) || (raiseEffort && !mayThink)) return [];
      const asked = climbs.flatMap((step) => [
        step.key,
        ...(retry ? [step.retry!] : []),
        ...(raiseEffort ? [step.effort!] : []),
      ]);
      const [first, ...rest] = [...asked, steps[sequence.at(-1)!]!.key].map(placeOf);
      const isTrial = new Set(asked).size < asked.length;
      return [
        {
          rungs: sequence,
          retry,
          raiseEffort,
          sequence: [first!, ...rest] as const,
          ...(isTrial && { trial: true as const }),
        },
      ];
    }),
  );
}

/** Places in the ladder in the order they are asked; the last one's answer is taken unchecked. */
export type Sequence = readonly [number, ...number[]];

/**
 * Lists every way to use a ladder: each rung alone, and every upward cascade over some of the rungs. A
 * plan that does not reach the top gives up early.
 */
export function sequencesOver(rungs: number): Sequence[] {
  return Array.from({ length: 2 ** rungs - 1 }, (_, index) => {
    const chosen = index + 1;
    return Array.from({ length: rungs }, (_, rung) => rung).filter(
      (rung) => Math.floor(chosen / 2 ** rung) % 2 === 1,
    ) as unknown as Sequence;
  });
}
