/**
 * The behaviour of a practice model. Times are milliseconds at pace 1. When asked with effort `high` or
 * above, a model that can reason answers with the next higher skill, so that raising the effort helps.
 */
export interface PracticeModel {
  readonly id: string;
  /** At the efforts below high. */
  readonly skill: Skill;
  readonly firstTextMs: number;
  readonly chunkMs: number;
  /** The share of prompts that it answers as well as its skill lets it, 0 to 1; undefined: all of them. */
  readonly rightShare?: number;
  /** Whether the model thinks when the request does not name an effort; undefined: never thinks. */
  readonly thinksUnasked: boolean | undefined;
}

/** From weakest to strongest; a model sees what its own and the weaker skills see. */
export const skills = ['plain', 'subtle', 'deep'] as const;
export type Skill = (typeof skills)[number];

export const practiceModels: readonly PracticeModel[] = [
  {
    id: 'practice-small',
    skill: 'plain',
    firstTextMs: 150,
    chunkMs: 8,
    thinksUnasked: undefined,
  },
  {
    id: 'practice-medium',
    skill: 'subtle',
    firstTextMs: 400,
    chunkMs: 18,
    thinksUnasked: false,
  },
  {
    id: 'practice-large',
    skill: 'deep',
    firstTextMs: 900,
    chunkMs: 35,
    thinksUnasked: true,
  },
];

const effortFactors: Readonly<Record<string, number>> = {
  none: 0,
  minimal: 0.25,
  low: 0.5,
  medium: 1,
  high: 2,
  xhigh: 3,
  max: 4,
};

/** Tokens of hidden reasoning: more for a longer prompt and a higher effort. */
export function reasoningTokensOf(
  model: PracticeModel,
  inputTokens: number,
  effort: string | undefined,
): number {
  if (model.thinksUnasked === undefined) return 0;
  const factor = effort === undefined ? Number(model.thinksUnasked) : (effortFactors[effort] ?? 1);
  return Math.round(factor * (120 + inputTokens / 4));
}

const strongEfforts = ['high', 'xhigh', 'max'];

/** The skill that a model answers with when it is asked with an effort. */
export function skillAt(
  { skill, thinksUnasked }: PracticeModel,
  effort: string | undefined,
): Skill {
  const thinksHard = thinksUnasked !== undefined && strongEfforts.includes(effort ?? '');
  return (thinksHard && skills[skills.indexOf(skill) + 1]) || skill;
}

export function canSee(model: Skill, needed: Skill): boolean {
  return skills.indexOf(model) >= skills.indexOf(needed);
}
