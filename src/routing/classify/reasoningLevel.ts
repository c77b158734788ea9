import { inEnglish, type Say, toSay } from '../say.ts';

/** How much reasoning a task needs, as rules name it; none at all is `low` as well. */
export const reasoningLevels = ['low', 'medium', 'high'] as const;
export type ReasoningLevel = (typeof reasoningLevels)[number];

/** The scores that people's labels have in the training, 0 to 1. */
export const scoreOfLevel: Readonly<Record<ReasoningLevel, number>> = {
  low: 1 / 3,
  medium: 2 / 3,
  high: 1,
};

/*
 * Chosen on the project's labelled prompts, each scored by weights that were not trained on it (`training/`). Such
 * scores lie closer together than the labels. From 0.49 on, the fewest prompts (15 %) are on the wrong side of what
 * people called at least medium. From 0.7 on are 56 % of what they called high, 3 % of medium and hardly any of low:
 * rather too few than too many, because `high` is what rules send to the most expensive model. It is also above two
 * thirds, the score of a small model's opinion that the need is medium.
 */
const thresholds: Readonly<Record<'medium' | 'high', number>> = { medium: 0.49, high: 0.7 };

/** The level of the classifier's score, 0 to 1. */
export function reasoningLevelOf(score: number): ReasoningLevel {
  if (score >= thresholds.high) return 'high';
  return score >= thresholds.medium ? 'medium' : 'low';
}

const levelNames: Readonly<Record<ReasoningLevel, string>> = {
  low: toSay('low'),
  medium: toSay('medium'),
  high: toSay('high'),
};

/** `high (0.82)`, or `unknown` without a score. */
export function describeReasoning(score: number | undefined, say: Say = inEnglish): string {
  if (score === undefined) return say('unknown');
  return `${say(levelNames[reasoningLevelOf(score)])} (${score.toFixed(2)})`;
}
