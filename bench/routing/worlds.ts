import type { Judging } from '../../src/evaluation/simulation/judging.ts';

/** How accurately gates and developers judge answers. */
export interface World {
  readonly feedback: number;
  readonly sensitivity: number;
  readonly falseAccept: number;
  /** A property of the world that the planner's own model cannot express. */
  readonly twist: Twist;
}

export type Twist = (typeof twists)[number];
export const twists = [
  'none',
  'late feedback',
  'gates kind to the cheapest',
  'gates kind to the strongest',
  'gates err on all rungs together',
  'gates err in stretches',
  'late, kind to the cheapest, in stretches',
] as const;

/** Late feedback arrives this many requests later: about a week or two of a team's. Chosen by judgement. */
const late = 100;
/** Requests in a row with the same gate error, as when a test suite is broken. Chosen by judgement. */
const stretch = 20;

/** The shares that the shipped priors assume. */
export const home = { feedback: 0.5, sensitivity: 0.9 };

const feedbacks = [0.5, 0.1, 0.05];
const sensitivities = [0.95, 0.9, 0.7];
const falseAccepts = [0.05, 0.2, 0.5];
/** The shares with which twists are played. */
const twistedFeedbacks = [0.5, 0.1];
const twistedFalseAccepts = [0.2, 0.5];

/** Every combination of the shares without a twist, and every twist on some of them. */
export function allWorlds(): World[] {
  const plain = feedbacks.flatMap((feedback) =>
    sensitivities.flatMap((sensitivity) =>
      falseAccepts.map((falseAccept): World => ({
        feedback,
        sensitivity,
        falseAccept,
        twist: 'none',
      })),
    ),
  );
  const untwisted = plain.filter(takesTwists);
  const twisted = twists
    .filter((twist) => twist !== 'none')
    .flatMap((twist) => untwisted.map((world): World => ({ ...world, twist })));
  return [...plain, ...twisted];
}

/** Worlds for comparing twists: each twist is played with the same shares. */
export function takesTwists({ feedback, sensitivity, falseAccept }: World): boolean {
  return (
    sensitivity === home.sensitivity &&
    twistedFeedbacks.includes(feedback) &&
    twistedFalseAccepts.includes(falseAccept)
  );
}

export function isHome({ feedback, sensitivity, twist }: World): boolean {
  return feedback === home.feedback && sensitivity === home.sensitivity && twist === 'none';
}

/** The same shares for each of a ladder's rungs. */
export function judgingIn(world: World, rungs: number): Judging {
  const { feedback, sensitivity, falseAccept, twist } = world;
  const plain = { feedback, sensitivity, falseAccept };
  switch (twist) {
    case 'none':
      return plain;
    case 'late feedback':
      return { ...plain, delay: late };
    case 'gates kind to the cheapest':
      return { ...plain, ...tilted(world, rungs) };
    case 'gates kind to the strongest':
      return { ...plain, ...tilted(world, rungs, -1) };
    case 'gates err on all rungs together':
      return { ...plain, correlation: 1 };
    case 'gates err in stretches':
      return { ...plain, correlation: 1, stretch };
    case 'late, kind to the cheapest, in stretches':
      return { ...plain, ...tilted(world, rungs), delay: late, correlation: 1, stretch };
  }
}

/**
 * Gates that accept 1.5 times as many bad answers of the cheapest rung and half as many of the strongest,
 * evenly spaced along the ladder in between; for rejected good answers it is the other way round.
 */
function tilted({ sensitivity, falseAccept }: World, rungs: number, direction: 1 | -1 = 1) {
  const tilts = Array.from({ length: rungs }, (_, rung) => direction * (0.5 - rung / (rungs - 1)));
  return {
    sensitivity: tilts.map((tilt) => 1 - (1 - sensitivity) * (1 - tilt)),
    falseAccept: tilts.map((tilt) => falseAccept * (1 + tilt)),
  };
}

export function describeWorld({ feedback, sensitivity, falseAccept, twist }: World): string {
  const shares = `feedback ${feedback}, sensitivity ${sensitivity}, false accepts ${falseAccept}`;
  return twist === 'none' ? shares : `${shares}, ${twist}`;
}
