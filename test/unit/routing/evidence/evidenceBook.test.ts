import { expect, test } from 'vitest';
import type { Experience } from '../../../../src/routing/evidence/evidence.ts';
import {
  addExperience,
  correctExperience,
  emptyBook,
  type EvidenceBook,
  fade,
} from '../../../../src/routing/evidence/gatherEvidence.ts';

const climbed: Experience = {
  taskType: 'debug',
  answers: [
    { rung: 'p/small', passed: false, nanoUsd: 2 },
    { rung: 'p/large', passed: true, nanoUsd: 10 },
  ],
  taken: 1,
  wrong: false,
};
const unjudged: Experience = {
  taskType: 'debug',
  answers: [{ rung: 'p/small' }],
  taken: 0,
  wrong: false,
};

/** The tallies that count for something, in one order, and all figures. */
function contents({ tallies, figures }: EvidenceBook) {
  const rounded = (weight: number) => Number(weight.toFixed(9));
  return {
    tallies: [...tallies.values()]
      .map((tally) => ({ ...tally, weight: rounded(tally.weight) }))
      .filter(({ weight }) => weight !== 0)
      .toSorted((one, other) => one.weight - other.weight),
    figures: [...figures].map(([rung, known]) => ({
      rung,
      ...known,
      wrongAccepts: rounded(known.wrongAccepts),
    })),
  };
}

test.each([
  ['an accept', climbed],
  ['an answer that no gate judged', unjudged],
])('%s that turns out wrong later counts as if that had been known at once', (_, experience) => {
  const [later, atOnce] = [emptyBook(), emptyBook()];
  addExperience(later, experience, 0.5);
  addExperience(atOnce, { ...experience, wrong: true }, 0.5);
  for (const book of [later, atOnce]) {
    fade(book, 0.8);
    addExperience(book, climbed, 1);
  }
  correctExperience(later, experience, 0.5 * 0.8);
  expect(contents(later)).toEqual(contents(atOnce));
});
