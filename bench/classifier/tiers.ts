import type { Classification } from '../../src/routing/classify/classify.ts';
import { otherGuess } from '../../src/routing/classify/doubt.ts';
import { shippedAim } from '../../src/routing/policy/aims.ts';
import { uncheckedTier } from '../../src/routing/policy/policy.ts';
import {
  defaultTierName,
  shippedRules,
  shippedTiers,
} from '../../src/routing/policy/shippedPolicy.ts';
import type { TaskType } from '../../src/routing/task.ts';
import type { Guess } from './accuracy.ts';

const tiers = Object.keys(shippedTiers);
const rules = shippedRules(shippedAim, tiers);

/** The tier that answers a task type alone by the shipped rules, as in most chats: 0 is the cheapest. */
export function tierOf(type: TaskType): number {
  const rule = rules.find(({ when }) => when.taskType?.includes(type));
  return tiers.indexOf((rule && uncheckedTier(rule)) ?? defaultTierName);
}

/** The type by which the shipped rules decide: of an unsure guess the one that needs the stronger tier. */
export function decidingType(said: Classification): TaskType {
  const other = otherGuess(said);
  return other && tierOf(other) > tierOf(said.taskType) ? other : said.taskType;
}

/** The share of prompts that the shipped rules send to the right tier, whether or not the type is right. */
export function tierRightOf(guesses: readonly Guess[]): number {
  const right = guesses.filter((guess) => tierOf(guess.right) === tierOf(guess.said));
  return right.length / guesses.length;
}

/** The share of prompts that are sent to a cheaper tier than they belong to. */
export function sentTooLowOf(guesses: readonly Guess[]): number {
  return guesses.filter(({ right, said }) => tierOf(said) < tierOf(right)).length / guesses.length;
}

/** Of the prompts that belong to the strongest tier, the share that is sent to a cheaper one. */
export function hardSentTooLowOf(guesses: readonly Guess[]): number {
  return sentTooLowOf(guesses.filter(({ right }) => tierOf(right) === tiers.length - 1));
}
