import { canSee } from '../models.ts';
import { guardClauses } from './refactoring/guardClauses.ts';
import { loopOverElements } from './refactoring/loopOverElements.ts';
import { mapFunctions } from './refactoring/mapFunctions.ts';
import { steadyConstants } from './refactoring/steadyConstants.ts';
import { templateStrings } from './refactoring/templateStrings.ts';
import { targetText, type Source } from './source.ts';
import type { EditAnswer, Work } from './work.ts';

/** Rewrites that preserve behaviour; the small model knows only the superficial ones. */
export function refactor({ source, skill, model }: Work): EditAnswer {
  const knownSteps: ((source: Source) => Source)[] = [templateStrings];
  if (canSee(skill, 'subtle')) {
    knownSteps.push(loopOverElements, (before) =>
      mapFunctions(before, (node) => guardClauses(node, canSee(skill, 'deep'))),
    );
  }
  knownSteps.push(steadyConstants);
  const after = knownSteps.reduce((current, step) => step(current), source);
  const code = targetText(after);
  const unchanged = code === targetText(source);
  return { code, note: unchanged ? `${model.id} found nothing here that it can simplify.` : '' };
}
