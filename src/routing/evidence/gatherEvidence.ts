import type { TaskType } from '../task.ts';
import { beforeChanges, changesIn } from './changes.ts';
import type {
  About,
  AnswerSeen,
  Evidence,
  Experience,
  Explored,
  Mean,
  PastRequest,
  RungChange,
  RungFigures,
  RungKey,
  Tally,
} from './evidence.ts';

/**
 * An experience counts half after this many newer ones, because models and work change slowly as well. Chosen by
 * judgement.
 */
const halfLife = 700;
/** An experience with another task type counts this much. Chosen by judgement. */
export const otherTypeWorth = 0.1;
/**
 * With this many experiences in the same language and repository, the others count a third. Chosen by
 * judgement.
 */
const enoughOfTheSame = 30;
const otherPlaceWorth = 1 / 3;

/** The factor by which each newer experience reduces an experience's weight. */
export const fading = 2 ** (-1 / halfLife);

const nothingExplored: Explored = { requests: 0, loss: 0, nanoUsd: 0 };

/** Counts experiences for the tasks that `about` describes. */
export type Gatherer = (about: About, explorationCost?: Explored) => Evidence;

/**
 * Looks once for changes in experiences, given newest first, and gathers evidence from them for any tasks. Answers
 * of a rung from before it changed count as those of another rung.
 */
export function gathererOf(experiences: readonly Experience[]): Gatherer {
  const changes = changesIn(experiences);
  return (about, explored = nothingExplored) => gather(experiences, about, { explored, changes });
}

/** The same for one kind of tasks. */
export function gatherEvidence(
  experiences: readonly Experience[],
  about: About,
  explorationCost?: Explored,
): Evidence {
  return gathererOf(experiences)(about, explorationCost);
}

function gather(
  experiences: readonly Experience[],
  about: About,
  { explored, changes }: { readonly explored: Explored; readonly changes: readonly RungChange[] },
): Evidence {
  const same = experiences.filter((each) => isSameType(each, about) && isSamePlace(each, about));
  const placeWorth = same.length >= enoughOfTheSame ? otherPlaceWorth : 1;
  const book = emptyBook();
  experiences.forEach((experience, newer) => {
    const typeWeight = isSameType(experience, about) ? 1 : otherTypeWorth;
    const placeWeight = isSamePlace(experience, about) ? 1 : placeWorth;
    const weight = fading ** newer * typeWeight * placeWeight;
    addExperience(book, beforeChanges(experience, newer, changes), weight);
  });
  return {
    tallies: [...book.tallies.values()],
    figures: book.figures,
    explorationCost: explored,
    ...(changes.length > 0 && { changes }),
  };
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

/** Evidence that is still being gathered. */
export interface EvidenceBook {
  readonly tallies: Map<string, Tally>;
  readonly figures: Map<RungKey, RungFigures>;
}

export function emptyBook(): EvidenceBook {
  return { tallies: new Map(), figures: new Map() };
}

/** Counts one more experience. */
export function addExperience(
  { tallies, figures }: EvidenceBook,
  experience: Experience,
  weight: number,
): void {
  const { taken, wrong } = experience;
  count(tallies, experience, weight);
  experience.answers.forEach((answer, place) => {
    const known = figures.get(answer.rung) ?? nothingKnown;
    const isTaken = taken === place;
    figures.set(answer.rung, withAnswer(known, answer, { wrong, weight, place, isTaken }));
  });
}

/** Corrects an experience that was added with `weight` as not wrong and was later found to be wrong. */
export function correctExperience(
  { tallies, figures }: EvidenceBook,
  experience: Experience,
  weight: number,
): void {
  count(tallies, { ...experience, wrong: false }, -weight);
  count(tallies, { ...experience, wrong: true }, weight);
  const taken = experience.answers[experience.taken ?? -1];
  const known = taken?.passed ? figures.get(taken.rung) : undefined;
  if (!taken || !known) return;
  figures.set(taken.rung, { ...known, wrongAccepts: known.wrongAccepts + weight });
}

function count(tallies: Map<string, Tally>, experience: Experience, weight: number): void {
  const { taken, wrong } = experience;
  const answers = experience.answers.map(({ rung, passed }) => ({
    rung,
    ...(passed !== undefined && { passed }),
  }));
  const key = JSON.stringify([answers, taken, wrong]);
  const before = tallies.get(key)?.weight ?? 0;
  tallies.set(key, {
    answers,
    wrong,
    weight: before + weight,
    ...(taken !== undefined && { taken }),
  });
}

/** Multiplies all weights so far by `share`. */
export function fade({ tallies, figures }: EvidenceBook, share: number): void {
  for (const [key, tally] of tallies) tallies.set(key, { ...tally, weight: tally.weight * share });
  for (const [rung, known] of figures) figures.set(rung, faded(known, share));
}

const nothingKnown: RungFigures = { tries: 0, passes: 0, accepts: 0, wrongAccepts: 0 };

function withAnswer(
  known: RungFigures,
  { passed, nanoUsd, ms }: AnswerSeen,
  {
    wrong,
    weight,
    place,
    isTaken,
  }: { wrong: boolean; weight: number; place: number; isTaken: boolean },
): RungFigures {
  const accepted = isTaken && passed === true ? weight : 0;
  const cost = place === 0 ? 'firstCost' : 'climbCost';
  return {
    ...known,
    tries: known.tries + (passed === undefined ? 0 : weight),
    passes: known.passes + (passed ? weight : 0),
    accepts: known.accepts + accepted,
    wrongAccepts: known.wrongAccepts + (wrong ? accepted : 0),
    ...(nanoUsd !== undefined && { [cost]: withValue(known[cost], nanoUsd, weight) }),
    ...(ms !== undefined && { ms: withValue(known.ms, ms, weight) }),
  };
}

function withValue(known: Mean | undefined, value: number, weight: number): Mean {
  const before = known ?? { mean: 0, weight: 0 };
  const total = before.weight + weight;
  return { mean: before.mean + ((value - before.mean) * weight) / total, weight: total };
}

function faded({ firstCost, climbCost, ms, ...counts }: RungFigures, share: number): RungFigures {
  const less = (mean: Mean) => ({ ...mean, weight: mean.weight * share });
  return {
    tries: counts.tries * share,
    passes: counts.passes * share,
    accepts: counts.accepts * share,
    wrongAccepts: counts.wrongAccepts * share,
    ...(firstCost && { firstCost: less(firstCost) }),
    ...(climbCost && { climbCost: less(climbCost) }),
    ...(ms && { ms: less(ms) }),
  };
}

/** What the planner's choices for a task type have cost, by their own expectations. */
export function exploredIn(past: readonly PastRequest[], taskType: TaskType): Explored {
  let [requests, loss, nanoUsd] = [0, 0, 0];
  for (const { planned, answers, ...request } of past) {
    if (!planned || request.taskType !== taskType) continue;
    requests += 1;
    loss += planned.loss;
    if (planned.strongestNanoUsd === undefined) continue;
    const spent = answers.reduce((sum, answer) => sum + (answer.nanoUsd ?? 0), 0);
    nanoUsd += spent - planned.strongestNanoUsd;
  }
  return { requests, loss, nanoUsd };
}
