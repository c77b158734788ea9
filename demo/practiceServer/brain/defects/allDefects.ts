import { changedArgument } from './changedArgument.ts';
import type { Defect } from './defect.ts';
import { floatMoney } from './floatMoney.ts';
import { looseEquality } from './looseEquality.ts';
import { lostCents } from './lostCents.ts';
import { lostUpdate } from './lostUpdate.ts';
import { missingAwait } from './missingAwait.ts';
import { pastTheEnd } from './pastTheEnd.ts';
import { styleSlip } from './styleSlip.ts';
import { swallowedError } from './swallowedError.ts';
import { unawaitedLoop } from './unawaitedLoop.ts';

/*
 * This folder knows the kinds of defects that the practice models can find. Each file recognises one kind in
 * the syntax tree, says which skill sees it, and offers the right fix and plausible wrong ones. Debug, review
 * and the judge use the list.
 */

/** Small fixes come first, because the last ones move whole bodies. */
export const allDefects: readonly Defect[] = [
  looseEquality,
  pastTheEnd,
  styleSlip,
  missingAwait,
  changedArgument,
  floatMoney,
  lostCents,
  unawaitedLoop,
  swallowedError,
  lostUpdate,
];
