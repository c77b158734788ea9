import { casesOf } from './shapes.ts';
import { lossCode1 } from './lossCode1.ts';
import { lossCode2 } from './lossCode2.ts';
import { lossCode3 } from './lossCode3.ts';
import { lossCode4 } from './lossCode4.ts';
import { lossCode5 } from './lossCode5.ts';
import { lossElsewhere1 } from './lossElsewhere1.ts';
import { lossElsewhere2 } from './lossElsewhere2.ts';
import { lossElsewhere3 } from './lossElsewhere3.ts';
import { lossElsewhere4 } from './lossElsewhere4.ts';
import { lossPages1 } from './lossPages1.ts';
import { lossPages2 } from './lossPages2.ts';
import { lossPages3 } from './lossPages3.ts';
import { lossPages4 } from './lossPages4.ts';
import type { ReportedEdit } from './reportedCase.ts';
import { scopeCases } from './scope.ts';
import { caseOf } from './snippets.ts';
import { syntaxC } from './syntaxC.ts';
import { syntaxOthers } from './syntaxOthers.ts';

/** Reported edits about code that is lost, left out, repeated or broken. */
export const contentCases: readonly ReportedEdit[] = [
  ...[
    ...lossCode1,
    ...lossCode2,
    ...lossCode3,
    ...lossCode4,
    ...lossCode5,
    ...lossElsewhere1,
    ...lossElsewhere2,
    ...lossElsewhere3,
    ...lossElsewhere4,
    ...lossPages1,
    ...lossPages2,
    ...lossPages3,
    ...lossPages4,
  ].flatMap(casesOf),
  ...scopeCases,
  ...[...syntaxC, ...syntaxOthers].map(caseOf),
];
