import { languageOfPath } from '../../../routing/reading/languageOfPath.ts';
import type { Task } from '../../../routing/task.ts';
import type { Verdict } from '../../../routing/verdict.ts';
import type { Candidate, Gate } from '../gate.ts';
import { type CheckedPart, verdictOf } from './verdictOf.ts';
import type { EditedFile, EditedFiles } from './editedFiles.ts';

/** Checks that each file parses after the edits as well as before them. */
export function createFileParses(edited: EditedFiles, syntax: Gate): Gate {
  return {
    name: 'fileParses',
    async check(candidate, signal) {
      const found: CheckedPart[] = [];
      for (const file of await edited(candidate, signal)) {
        found.push(...(await foundIn(file, candidate, { syntax, signal })));
      }
      signal.throwIfAborted();
      return verdictOf('fileParses', found);
    },
  };
}

async function foundIn(
  { path, before = '', outcome }: EditedFile,
  { task, outcome: ended }: Candidate,
  { syntax, signal }: { readonly syntax: Gate; readonly signal: AbortSignal },
): Promise<readonly CheckedPart[]> {
  if (outcome.kind !== 'applies' || !outcome.isExact || path === undefined) {
    return [{ kind: 'couldNotRun', why: 'It is not known what the file becomes.' }];
  }
  const asTask = taskOf(task, { path, text: before });
  return asFound(
    await syntax.check({ task: asTask, text: '', fileText: outcome.text, outcome: ended }, signal),
  );
}

/** The whole file as the target of an edit, which is what the syntax gate knows. */
function taskOf(
  task: Task,
  { path, text }: { readonly path: string; readonly text: string },
): Task {
  const { conversation: _, turn: __, ...rest } = task;
  return {
    ...rest,
    answerKind: 'edit',
    path,
    language: languageOfPath(path) ?? '',
    fileText: text,
    target: { startLine: 1, endLine: text.split('\n').length, text },
  };
}

function asFound(verdict: Verdict): CheckedPart[] {
  if (verdict.kind !== 'fail') return [verdict];
  return verdict.evidence.map((finding) => ({ kind: 'fail', finding }));
}
