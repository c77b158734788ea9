import type { AnswerSeen, Experience, Mean, RungFigures, RungKey, Tally } from './evidence.ts';

/** Evidence while it is gathered. */
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

/** An experience that was added with `weight` as not wrong has turned out wrong since. */
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
    ...{ answers, wrong, weight: before + weight },
    ...(taken !== undefined && { taken }),
  });
}

/** Lets everything so far weigh less: `share` of what it did. */
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
