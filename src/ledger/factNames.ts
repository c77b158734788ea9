import type { CallName } from './workerMessages.ts';

/** The calls that keep a fact, each of which may be made again. */
const factNames = [
  'recordRequest',
  'reserve',
  'settle',
  'recordVerdict',
  'recordChosen',
  'recordStatement',
  'recordOutcome',
] as const satisfies readonly CallName[];
export type FactName = (typeof factNames)[number];

export function isFactName(name: CallName): name is FactName {
  return factNames.some((each) => each === name);
}
