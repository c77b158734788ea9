import type { InputProblem } from '../input/problems.ts';
import { inEnglish, type Say } from '../say.ts';

/** Which of two task types counts where the classifier is unsure: the one that needs more, or the likelier one. */
export const unsureGuessNames = ['stronger', 'likeliest'] as const;
export type UnsureGuesses = (typeof unsureGuessNames)[number];

/** A wrong answer of a model that is too weak costs more than a strong model does. Chosen by judgement. */
export const shippedUnsureGuesses: UnsureGuesses = 'stronger';

/** Reads `tierwise.unsureGuesses`. Anything else is a problem, and the shipped one holds meanwhile. */
export function parseUnsureGuesses(
  written: unknown,
  say: Say = inEnglish,
): {
  readonly unsureGuesses: UnsureGuesses | undefined;
  readonly problems: readonly InputProblem[];
} {
  const unsureGuesses = unsureGuessNames.find((name) => name === written);
  if (unsureGuesses !== undefined || written === undefined) return { unsureGuesses, problems: [] };
  const message = say('Write one of {0}.', unsureGuessNames.join(', '));
  return { unsureGuesses, problems: [{ path: [], message }] };
}
