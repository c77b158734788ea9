import { harder } from '../candidates/tries.ts';
import type { Choice } from '../decision.ts';
import type { Evidence, RungKey } from '../evidence/evidence.ts';
import type { Tier } from '../policy/policy.ts';

/** A tier that can be asked now. */
export interface ReadyRung {
  readonly tier: Tier;
  readonly choice: Choice;
  /** What an answer costs as far as list prices tell; nano-dollars. */
  readonly guess: number;
  /** The same for an answer of a fixed size, whatever the task. */
  readonly price: number;
}

/** One way to use ready rungs. */
export interface Variant {
  /** Places among the ready rungs. */
  readonly rungs: readonly number[];
  readonly retry: boolean;
  readonly raiseEffort: boolean;
  /** The same step by step, as places in the ladder of all that may be asked. */
  readonly sequence: Sequence;
  /** It has steps that nobody knows yet: each is taken to be like another first try of its model. */
  readonly trial?: true;
}

export interface Variants {
  /** Everything that may be asked; the strongest rung is last. */
  readonly ladder: readonly {
    readonly key: RungKey;
    /** Whose model it is, a place among the ready rungs. */
    readonly rung: number;
  }[];
  readonly all: readonly Variant[];
}

/** From so many tries on, evidence says what a step is worth; before, it is a trial where its model is known. */
const enoughTries = 5;

export function keyOf({ model, effort }: Choice): RungKey {
  return effort ? `${model.reference}@${effort}` : model.reference;
}

export function retryOf(key: RungKey): RungKey {
  return `${key}+retry`;
}

/**
 * Every plan over the rungs: each alone, every cascade, and the cascades with a retry or more effort
 * before each climb: where evidence knows what those are worth, and as a trial where it does not yet.
 */
export function planSpaceOver(rungs: readonly ReadyRung[], { figures }: Evidence): Variants {
  const isKnown = (key: RungKey) => (figures.get(key)?.tries ?? 0) >= enoughTries;
  const steps = rungs.map(({ choice }, rung) => {
    const key = keyOf(choice);
    const thinking = harder(choice);
    // Its model stands in for a step that nobody knows.
    const known = (step: RungKey | undefined) => {
      if (step === undefined) return undefined;
      if (isKnown(step)) return step;
      return isKnown(key) ? key : undefined;
    };
    return {
      key,
      rung,
      retry: known(retryOf(key)),
      effort: known(thinking && keyOf(thinking)),
    };
  });
  // Beside each other stands what is alike.
  const ladder = steps.flatMap(({ retry, effort, rung, key: own }) => {
    const extras = rung < steps.length - 1 ? [retry, effort] : [];
    const keys = extras.filter((key) => key !== undefined && key !== own);
    return [...keys, own].map((key) => ({ key: key!, rung }));
  });
  const place = (key: RungKey) => ladder.findIndex((each) => each.key === key);

  const all = sequencesOver(rungs.length).flatMap((sequence) => {
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
        const [first, ...rest] = [...asked, steps[sequence.at(-1)!]!.key].map(place);
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
  });
  return { ladder, all };
}

/** Places in the ladder in the order they are asked; the answer of the last one is taken as it is. */
export type Sequence = readonly [number, ...number[]];

/**
 * Every way to use a ladder: each rung alone, and every cascade over some of them, upwards. A plan
 * that does not reach the top gives up early.
 */
export function sequencesOver(rungs: number): Sequence[] {
  return Array.from({ length: 2 ** rungs - 1 }, (_, index) => {
    const chosen = index + 1;
    return Array.from({ length: rungs }, (_, rung) => rung).filter(
      (rung) => Math.floor(chosen / 2 ** rung) % 2 === 1,
    ) as unknown as Sequence;
  });
}
