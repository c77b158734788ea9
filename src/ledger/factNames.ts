import type { CallName } from './workerMessages.ts';

/** The calls that record a fact. Repeating one records nothing twice. */
const factNames = [
  'recordRequest',
  'reserve',
  'settle',
  'recordVerdict',
  'recordChosen',
  'recordStatement',
  'recordOutcome',
  'recordTurnOutcome',
] as const satisfies readonly CallName[];
export type FactName = (typeof factNames)[number];

export function isFactName(name: CallName): name is FactName {
  return factNames.some((each) => each === name);
}
