import { changeCases } from './changes.ts';
import { encodingCases } from './encodings.ts';
import { nearMisses1 } from './nearMisses1.ts';
import { nearMisses2 } from './nearMisses2.ts';
import { noteCases } from './notes.ts';
import { noteCasesElsewhere } from './notesElsewhere.ts';
import { wrapperCases } from './wrappers.ts';
import { contentCases } from './contentCases.ts';
import { deletionCases } from './deletions.ts';
import { fenceCases } from './fences.ts';
import { indentCases } from './indents.ts';
import { markCases } from './marks.ts';
import { readingCases } from './readings.ts';
import type { ReportedCase } from './reportedCase.ts';
import { textCases } from './texts.ts';
import { thoughtCases } from './thoughts.ts';

/** The project's own table: shapes of answers that people have reported, in our own words and code. */
export const reportedCases: readonly ReportedCase[] = [
  ...fenceCases,
  ...indentCases,
  ...textCases,
  ...deletionCases,
  ...markCases,
  ...thoughtCases,
  ...readingCases,
  ...contentCases,
  ...changeCases,
  ...encodingCases,
  ...nearMisses1,
  ...nearMisses2,
  ...noteCases,
  ...noteCasesElsewhere,
  ...wrapperCases,
];
