import type { InputProblem } from '../input/problems.ts';
import { inEnglish, type Say } from '../say.ts';

/** What counts for the planner, in one word. */
export const aimNames = ['save', 'balanced', 'careful'] as const;
export type AimName = (typeof aimNames)[number];

/** The aim of a user who has not chosen one. */
export const shippedAim: AimName = 'balanced';

/** The limits that the planner keeps. Quality is relative to always asking the strongest rung. */
export interface Aims {
  /** The lowest mean quality over the developer's work. */
  readonly floor: number;
  /** The lowest quality of one task type, if it turns out one standard deviation lower than expected. */
  readonly worst: number;
  /** What exploring may cost on top of always asking the strongest rung, as a share of that cost. */
  readonly exploringShare: number;
}

/** Chosen by judgement. */
const shippedExploringShare = 0.005;

// The floors are chosen by judgement. The values of `worst` were tuned on `npm run bench routing`.
const limitsOf: Readonly<Record<AimName, Pick<Aims, 'floor' | 'worst'>>> = {
  save: { floor: 0.97, worst: 0.85 },
  balanced: { floor: 0.99, worst: 0.9 },
  careful: { floor: 0.99, worst: 0.98 },
};

/** Reads the user's aim. Anything but an aim is a problem, and the shipped one holds meanwhile. */
export function parseAim(
  written: unknown,
  say: Say = inEnglish,
): {
  readonly aim: AimName | undefined;
  readonly problems: readonly InputProblem[];
} {
  if (written === undefined) return { aim: undefined, problems: [] };
  const aim = aimNames.find((name) => name === written);
  if (aim) return { aim, problems: [] };
  return { aim, problems: [{ path: [], message: say('Write one of {0}.', aimNames.join(', ')) }] };
}

/** The limits of an aim, with what a policy says in their place. */
export function aimsOf(aim: AimName, auto: Partial<Aims> = {}): Aims {
  const usual = limitsOf[aim];
  const floor = auto.floor ?? usual.floor;
  return {
    floor,
    // A lower floor would mean little if one task type had to keep a higher one.
    worst: auto.worst ?? Math.min(usual.worst, floor - (usual.floor - usual.worst)),
    // A repository may lower the share for exploring but not raise it: the developer pays.
    exploringShare: Math.min(shippedExploringShare, auto.exploringShare ?? shippedExploringShare),
  };
}
