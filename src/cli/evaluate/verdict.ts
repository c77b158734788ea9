import { cheaperInDoubt } from '../../evaluation/finder/explain.ts';
import { counted } from '../../routing/input/counted.ts';
import type { FinderResult, Row } from '../../evaluation/finder/result.ts';
import type { Report } from '../../evaluation/report.ts';
import type { Evaluated, LeftOut, PolicyCheck, PolicyChoice } from '../evaluated.ts';

/** How an evaluation came out, and why, from its report and what the policy uses now. */
export function verdictOf(
  report: Report,
  policy: PolicyCheck,
  leftOut: readonly LeftOut[],
): Pick<Evaluated, 'end' | 'why'> {
  const { result } = report;
  if (result.end === 'cancelled') {
    return { end: 'interrupted', why: 'The run was interrupted.' };
  }
  if (result.smallest) {
    const { end, why } = withPolicy(result.smallest, policy);
    return { end, why: [why, ...cheaperInDoubt(result)].join(' ') };
  }
  const open = result.rows.find((row) => !misses(row, report));
  if (open) return { end: 'undecided', why: whyOpen(open, report) };
  const [other] = leftOut;
  return other
    ? { end: 'undecided', why: `None of those asked passes, and ${other.name} was left out.` }
    : { end: 'missed', why: 'No candidate passes.' };
}

function withPolicy(smallest: Row, { choices, leftOpen }: PolicyCheck) {
  const { name } = smallest.candidate;
  const passes = `${name} is the smallest that passes`;
  const bad = choices.find(({ verdict }) => verdict !== 'passes');
  if (bad) {
    return {
      end: 'missed',
      why: `${passes}, but the policy uses ${bad.words}, which is not among those that pass: ${whyNot(bad, name)}.`,
    } as const;
  }
  const used = choices.map(({ words }) => words).join(' and ');
  const now =
    used === '' || leftOpen > 0
      ? '; the policy leaves the choice to the planner'
      : `; the policy uses ${used}`;
  return { end: 'proven', why: `${passes}${now}.` } as const;
}

function whyNot({ verdict }: PolicyChoice, smallest: string): string {
  switch (verdict) {
    case 'untried':
    case 'unfinished':
      return `it was not tried, because ${smallest} costs less and passes. Change the policy, or add --whole-grid to try every candidate`;
    case 'noCandidate':
      return 'it is no candidate of this evaluation. Add it, or change the policy';
    case 'unproven':
      return 'it is not proven. Change the policy, or add fixtures';
    default:
      return 'it misses the thresholds. Change the policy';
  }
}

/** Whether a candidate is known not to reach the thresholds. */
function misses(row: Row, { result, trials }: Report): boolean {
  if (row.verdict === 'fails') return true;
  const isHopeless = row.verdict === 'unproven' && !row.looksGood && result.provable;
  return isHopeless && withoutAnswer(row, trials) === 0;
}

/** Fixtures that were tried and never scored. */
function withoutAnswer({ candidate }: Row, trials: Report['trials']): number {
  const own = trials.filter(({ candidateId }) => candidateId === candidate.id);
  const scored = own.filter(({ outcome }) => outcome.kind === 'scored');
  const has = new Set(scored.map(({ fixtureId }) => fixtureId));
  return new Set(own.map(({ fixtureId }) => fixtureId).filter((id) => !has.has(id))).size;
}

function whyOpen(row: Row, { result, trials }: Report): string {
  const stopped = stops[result.end];
  if (stopped !== undefined) return stopped;
  const stuck = withoutAnswer(row, trials);
  if (stuck > 0) {
    return `${row.candidate.name} could not be scored on ${counted(stuck, 'fixture')}, so nothing is decided. Look at the errors, then run again.`;
  }
  return result.provable
    ? `${row.candidate.name} is too close to the thresholds to be sure. Add fixtures.`
    : 'There are not enough fixtures to prove every threshold. Add some.';
}

const stops: Partial<Readonly<Record<FinderResult['end'], string>>> = {
  callCap: 'The run reached its cap of calls before it could decide.',
  moneyCap: 'The run reached its cap of money before it could decide.',
  unpriced:
    'A candidate has no known price, so it is not asked under a cap of money. Give it a price in tierwise.models.',
  notReserved: 'There was no money left for the next call.',
};
