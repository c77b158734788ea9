import { canSee } from '../models.ts';
import { allDefects } from './defects/allDefects.ts';
import { applyEdits, lineOf, targetText, type Source } from './source.ts';
import { uncapitalised } from './words.ts';
import type { EditAnswer, Work } from './work.ts';

/** Fixes the defects that the model sees. If it sees only a symptom, it makes a plausible mistake. */
export function debug({ source, skill, model }: Work): EditAnswer {
  let fixed: Source = source;
  const notes: string[] = [];
  for (const defect of allDefects) {
    const sees = canSee(skill, defect.needs);
    const sightings = defect.find(fixed);
    const edits = sightings.flatMap(({ fix, mistakes }) =>
      sees ? fix : (mistakes?.[skill] ?? []),
    );
    if (edits.length === 0) continue;
    if (sees) notes.push(...defect.find(source).map(({ node, message }) => tell(node, message)));
    fixed = applyEdits(fixed, edits);
  }
  const changed = targetText(fixed) !== targetText(source);
  const unseen = changed
    ? ''
    : `${model.id} found no defect that it knows, so the code is unchanged.`;
  return { code: targetText(fixed), note: notes.join(' ') || unseen };
}

function tell(node: Parameters<typeof lineOf>[0], message: string): string {
  return `Line ${lineOf(node)}: ${uncapitalised(message)}`;
}
