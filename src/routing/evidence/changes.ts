import type { RungChange, Experience, RungKey } from './evidence.ts';

/**
 * How many times more likely the outcomes must be with a change than without one; its logarithm. Tuned on
 * `npm run bench routing`: a lower one notices sooner, and sees changes where there are none.
 */
const evidenceNeeded = Math.log(100);
/** Outcomes after a change before it can be noticed. Chosen by judgement. */
const fewest = 5;

/** The changes that the experiences show, given newest first; at most the newest one of each rung. */
export function changesIn(experiences: readonly Experience[]): RungChange[] {
  return [...outcomesByRung(experiences)].flatMap(([rung, outcomes]) => {
    const found = newestChange(outcomes);
    if (!found) return [];
    const since = experiences[found.newer - 1]?.day;
    return { rung, ...found, ...(since !== undefined && { since }) };
  });
}

/** The key of what a rung was before it changed: it counts as another model that is like it. People read it. */
export function earlierOf(rung: RungKey): RungKey {
  return `${rung} before it changed`;
}

/** The experience with the answers of rungs that changed since under the keys of what they were then. */
export function beforeChanges<Kind extends Experience>(
  experience: Kind,
  newer: number,
  changes: readonly RungChange[],
): Kind {
  const changed = changes.filter((change) => change.newer <= newer).map(({ rung }) => rung);
  if (changed.length === 0) return experience;
  const answers = experience.answers.map((answer) =>
    changed.includes(answer.rung) ? { ...answer, rung: earlierOf(answer.rung) } : answer,
  );
  return { ...experience, answers };
}

/** One thing that was seen of an answer. */
interface Outcome {
  /** So many experiences are newer. */
  readonly newer: number;
  /**
   * Only outcomes of the same kind are compared: other work is harder or easier, and so are the tasks of a rung that
   * is asked after another one.
   */
  readonly kind: string;
  readonly good: boolean;
  /** It may turn out bad yet, so that the newest ones look better than they are. */
  readonly mayTurn: boolean;
}

function outcomesByRung(experiences: readonly Experience[]): Map<RungKey, Outcome[]> {
  const byRung = new Map<RungKey, Outcome[]>();
  experiences.forEach(({ answers, taken, wrong, ...work }, newer) => {
    let kind = [work.taskType, work.language, work.repository].join('\n');
    answers.forEach(({ rung, passed }, place) => {
      const own = byRung.get(rung) ?? [];
      byRung.set(rung, own);
      if (passed !== undefined) own.push({ newer, kind, good: passed, mayTurn: false });
      if (passed !== false && place === taken) {
        own.push({ newer, kind: `${kind}\ntaken`, good: !wrong, mayTurn: true });
      }
      kind += `\n${rung}`;
    });
  });
  return byRung;
}

/** Outcomes of one kind, after a possible change and all. */
interface Counts {
  readonly mayTurn: boolean;
  readonly recent: [bad: number, good: number];
  readonly all: [bad: number, good: number];
}

/** The place where a change explains the outcomes best, if it explains them much better than none. */
function newestChange(
  outcomes: readonly Outcome[],
): Pick<RungChange, 'better' | 'newer'> | undefined {
  const countsOf = new Map<string, Counts>();
  for (const { kind, good, mayTurn } of outcomes) {
    const counts = countsOf.get(kind) ?? { mayTurn, recent: [0, 0], all: [0, 0] };
    countsOf.set(kind, counts);
    counts.all[Number(good)]! += 1;
  }
  let evidence = 0;
  let most = evidenceNeeded;
  let best: Pick<RungChange, 'better' | 'newer'> | undefined;
  outcomes.forEach(({ kind, good, newer }, place) => {
    const counts = countsOf.get(kind)!;
    evidence -= evidenceIn(counts);
    counts.recent[Number(good)]! += 1;
    evidence += evidenceIn(counts);
    const isLastOfTask = outcomes[place + 1]?.newer !== newer;
    if (place + 1 < fewest || !isLastOfTask || evidence <= most) return;
    most = evidence;
    best = { newer: newer + 1, better: isBetter([...countsOf.values()]) };
  });
  return best;
}

/** How much better two shares explain the outcomes than one does: the logarithm of a Bayes factor. */
function evidenceIn({ recent, all, mayTurn }: Counts): number {
  const [bad, good] = recent;
  const [badBefore, goodBefore] = [all[0] - bad, all[1] - good];
  if (mayTurn && bad * goodBefore <= badBefore * good) return 0;
  return (
    logLikelihood(bad, good) + logLikelihood(badBefore, goodBefore) - logLikelihood(all[0], all[1])
  );
}

function isBetter(kinds: readonly Counts[]): boolean {
  const gains = kinds.map(({ recent: [bad, good], all }) => {
    const before = all[0] + all[1] - bad - good;
    return before === 0 ? 0 : good - ((bad + good) * (all[1] - good)) / before;
  });
  return gains.reduce((sum, gain) => sum + gain, 0) > 0;
}

/** The logarithm of the likelihood of outcomes in this order, over all shares of good ones alike. */
function logLikelihood(bad: number, good: number): number {
  return logFactorial(bad) + logFactorial(good) - logFactorial(bad + good + 1);
}

const logFactorials = [0];

function logFactorial(count: number): number {
  for (let next = logFactorials.length; next <= count; next += 1) {
    logFactorials.push(logFactorials[next - 1]! + Math.log(next));
  }
  return logFactorials[count]!;
}
