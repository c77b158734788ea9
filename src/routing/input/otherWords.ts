import { inEnglish, type Say } from '../say.ts';
import { didYouMean, nearestName, nearWords } from './didYouMean.ts';
import { own } from './objects.ts';

/** Words that people know from other tools. */
export interface OtherWords {
  /** Words, divided by blanks, that stand for the first of these keys that there is at their place. */
  readonly meanings: readonly (readonly [words: string, keys: readonly string[]])[];
  /** Words that no key stands for, with what to do instead: one sentence or two. */
  readonly absent: readonly (readonly [words: string, hint: string])[];
}

/** What is said of keys that are not known at their place. */
export interface KeyHints {
  /** The key that was meant. */
  meantKey(written: string, known: readonly string[]): string | undefined;
  /** What to write instead; begins with a blank. */
  insteadOf(written: string, known: readonly string[], say?: Say): string;
}

export function createKeyHints({ meanings, absent }: OtherWords): KeyHints {
  const pairs = meanings.flatMap(([words, keys]) =>
    words.split(' ').map((word) => ({ word, keys })),
  );
  const hintsByWord = Object.fromEntries(
    absent.flatMap(([words, hint]) => words.split(' ').map((word) => [word, hint])),
  );
  const foreign = (written: string, known: readonly string[]) =>
    pairs
      .filter(({ word }) => word === written)
      .flatMap(({ keys }) => keys)
      .find((key) => known.includes(key));
  return {
    meantKey: (written, known) => foreign(written, known) ?? nearestName(written, known),
    insteadOf(written, known, say = inEnglish) {
      const near = nearestName(written, known);
      const meant = foreign(written, known);
      if (meant !== undefined && meant !== near) return say(' Write `{0}`.', meant);
      if (near !== undefined) return nearWords(written, known, { say });
      const hint = own(hintsByWord, written);
      if (hint !== undefined) return ` ${say(hint)}`;
      return didYouMean(written, known, say) || say(' Remove it or check its spelling.');
    },
  };
}
