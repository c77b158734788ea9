import type { Gate } from '../gate.ts';
import { type CheckedPart, verdictOf } from './verdictOf.ts';
import type { EditedFile, EditedFiles } from './editedFiles.ts';

/** Checks that each edit applies: its old text is there as often as the tool wants it, and a patch finds its lines. */
export function createEditApplies(edited: EditedFiles): Gate {
  return {
    name: 'editApplies',
    async check(candidate, signal) {
      const files = await edited(candidate, signal);
      signal.throwIfAborted();
      return verdictOf('editApplies', files.map(foundOf));
    },
  };
}

function foundOf({ path, before, outcome }: EditedFile): CheckedPart {
  if (outcome.kind === 'unclear') return { kind: 'couldNotRun', why: outcome.why };
  if (outcome.kind === 'fails') {
    const { message, line } = outcome;
    const place = { ...(path !== undefined && { path }), ...(line !== undefined && { line }) };
    return { kind: 'fail', finding: { ...place, message } };
  }
  // Whether a tool may make a new file there is for the tool to say.
  if (before === undefined) return { kind: 'couldNotRun', why: 'There is no such file yet.' };
  return { kind: 'pass' };
}
