import type { About, Evidence, Experience, Explored } from './evidence.ts';
import { addExperience, emptyBook } from './evidenceBook.ts';

/** An experience weighs half after so many newer ones, so that a changed model is noticed. */
const halfLife = 700;
/** What other task types say is worth this much of one's own. */
export const otherTypeWorth = 0.1;
/** With so many of the same language and repository, the others are worth a third. */
const enoughOfTheSame = 30;
const otherPlaceWorth = 1 / 3;

/** What is left of an experience's weight after a newer one. */
export const fading = 2 ** (-1 / halfLife);

/** Counts experiences, newest first, for the tasks in question. */
export function evidenceOf(
  experiences: readonly Experience[],
  about: About,
  explored: Explored = { requests: 0, loss: 0, nanoUsd: 0 },
): Evidence {
  const same = experiences.filter((each) => isSameType(each, about) && isSamePlace(each, about));
  const placeWorth = same.length >= enoughOfTheSame ? otherPlaceWorth : 1;
  const book = emptyBook();
  experiences.forEach((experience, newer) => {
    const typeWeight = isSameType(experience, about) ? 1 : otherTypeWorth;
    const placeWeight = isSamePlace(experience, about) ? 1 : placeWorth;
    addExperience(book, experience, fading ** newer * typeWeight * placeWeight);
  });
  return { tallies: [...book.tallies.values()], figures: book.figures, explored };
}

function isSameType({ taskType }: Experience, about: About): boolean {
  return taskType === about.taskType;
}

function isSamePlace({ language, repository }: Experience, about: About): boolean {
  return (
    (about.language === undefined || language === about.language) &&
    (about.repository === undefined || repository === about.repository)
  );
}
