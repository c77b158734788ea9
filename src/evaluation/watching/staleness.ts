import { dayMs } from '../../routing/time.ts';
import type { Evaluation } from '../files/evaluation.ts';
import type { Report } from '../report.ts';
import type { Fingerprint } from '../fingerprint.ts';
import { inEnglish, listed, type Say, toSay } from '../../routing/say.ts';

/** A part that a result depends on and that has changed, or its age. */
export type Stale =
  | { readonly kind: keyof Fingerprint }
  | { readonly kind: 'age'; readonly days: number };

/** The order in which people are told: what they changed themselves comes first. */
const parts = ['fixtures', 'scorers', 'thresholds', 'prompts', 'models', 'prices'] as const;

/** A result is looked at again after three months at the latest. Chosen by judgement. */
export const usualMaxAgeDays = 90;

/** Why a result says little about now; empty while it stands. `nowMs`: milliseconds since the epoch. */
export function staleness(
  { fingerprint, endedAtMs }: Pick<Report, 'fingerprint' | 'endedAtMs'>,
  now: Fingerprint,
  nowMs: number,
  maxAgeDays = usualMaxAgeDays,
): Stale[] {
  const days = Math.floor((nowMs - endedAtMs) / dayMs);
  return [
    ...parts.filter((part) => fingerprint[part] !== now[part]).map((kind) => ({ kind })),
    ...(days >= maxAgeDays ? [{ kind: 'age', days } as const] : []),
  ];
}

const words: Readonly<Record<keyof Fingerprint, string>> = {
  fixtures: toSay('the fixtures have changed'),
  scorers: toSay('the scorers have changed'),
  thresholds: toSay('the thresholds have changed'),
  prompts: toSay('the prompts have changed'),
  models: toSay('the candidates stand for other models now'),
  prices: toSay('the prices have changed'),
};

/** The reasons in one sentence: `The result of triage is stale: the prompts have changed.` */
export function describeStale(
  evaluation: string,
  reasons: readonly Stale[],
  say: Say = inEnglish,
): string {
  const each = reasons.map((stale) =>
    stale.kind === 'age' ? say('it is {0} days old', stale.days) : say(words[stale.kind]),
  );
  return say('The result of {0} is stale: {1}.', evaluation, listed(each, 'and', say));
}

/**
 * The newest report that ran every candidate of an evaluation and came to an end: the one that its result is
 * read from. A watch run asks one candidate only, and a run of some fixtures shows too little.
 */
export function newestWhole(
  reports: readonly Report[],
  { candidates }: Pick<Evaluation, 'candidates'>,
): Report | undefined {
  return reports.findLast(
    (report) =>
      report.result.end === 'decided' &&
      candidates.every(({ id }) => report.candidates.some((each) => each.id === id)) &&
      !reports.some((other) => ranMoreOfTheSame(other, report)),
  );
}

function ranMoreOfTheSame(other: Report, report: Report): boolean {
  const isSame = other.fingerprint.fixtures === report.fingerprint.fixtures;
  return isSame && other.result.fixtures > report.result.fixtures;
}
