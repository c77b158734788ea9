import { thresholdProblems } from '../thresholds.ts';
import { criteriaOf } from './criteria.ts';
import type { FinderInput } from './finder.ts';

/** Why a run cannot start, one sentence each; empty when it can. */
export function inputProblems({ candidates, fixtures, thresholds }: FinderInput): string[] {
  const problems = thresholdProblems(thresholds);
  if (candidates.length === 0)
    problems.push('No candidate is named. Name at least one tier or model.');
  if (fixtures.length === 0) problems.push('There is no fixture. Add at least one.');
  for (const id of twice(candidates.map((each) => each.id))) {
    problems.push(`The candidate ${id} is named twice. Take one out.`);
  }
  for (const id of twice(fixtures.map((each) => each.id))) {
    problems.push(`Two fixtures have the id ${id}. Give one of them another.`);
  }
  if (problems.length > 0) return problems;
  const unseen = criteriaOf(thresholds, fixtures, { passError: 0.05, failError: 0.05 }).filter(
    ({ planned }) => planned === 0,
  );
  return unseen.map(({ kind, label }) =>
    kind === 'recall'
      ? `minRecall names the class ${label}, but no fixture has this label. Add some or take it out.`
      : 'minAccuracy needs fixtures with a label, and none has one. Add labels or take it out.',
  );
}

function twice(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];
}
