import type { Gate } from '../gate.ts';
import { argumentsGate } from './arguments.ts';
import { createEditApplies } from './editApplies.ts';
import { createEditedFiles, type ReadFile } from './editedFiles.ts';
import { createFileParses } from './fileParses.ts';

/*
 * This folder checks the tool calls of an agent's turn before the agent gets them. A candidate with tool calls
 * comes in; verdicts go out: whether the arguments fit the tool's schema (`arguments.ts`), whether an edit
 * applies to the file as it is (`editApplies.ts`), and whether the file parses afterwards (`fileParses.ts`).
 * `routing/turns/editCall.ts` reads what a call edits, `applyEdit.ts` tries it, and nothing is written. Where one
 * cannot tell what a tool would do, the gate could not run.
 */

/** The gates of tool calls, cheapest first. */
export function createCallGates(parts: {
  /** How the files that the calls name are read. */
  readonly read: ReadFile;
  readonly syntax: Gate;
}): readonly Gate[] {
  const edited = createEditedFiles(parts.read);
  return [argumentsGate, createEditApplies(edited), createFileParses(edited, parts.syntax)];
}
