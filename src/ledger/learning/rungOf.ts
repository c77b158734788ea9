import type { RungKey } from '../../routing/evidence/evidence.ts';
import type { AttemptColumns } from '../sql/columns.ts';

/** The rung that evidence counts an attempt for, as the planner names it. */
export function rungOf({
  model,
  effort,
  isRetry,
}: Pick<AttemptColumns, 'model' | 'effort'> & {
  /** The same model was asked before in the same request. */
  readonly isRetry: boolean;
}): RungKey {
  const rung = effort === null ? model : `${model}@${effort}`;
  return isRetry ? `${rung}+retry` : rung;
}
