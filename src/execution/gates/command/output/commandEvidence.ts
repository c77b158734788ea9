import type { Finding } from '../../../../routing/verdict.ts';
import { messageOf, saysWarning, withoutLabel } from './messages.ts';
import { outputLines, outputTail } from './outputLines.ts';
import { pathAlone, placesIn, rowBelow } from './places.ts';
import { createFindPath, type FindPath } from './projectPaths.ts';

/*
 * This folder reads what a failed command wrote. Tools have much in common in how they print places, so their
 * output is read by these forms and not by the names of tools: a path with a line (`places.ts`) that is a
 * file of the project (`projectPaths.ts`), and what is said of it beside, above or below (`messages.ts`).
 */

/** Chosen by judgement: enough for the next model to fix the failure, without flooding its prompt. */
export const mostReferences = 10;
/** Chosen by judgement: more than anyone leaves in a project. */
const mostCompared = 1_000;

export interface FailedCommand {
  readonly name: string;
  readonly code: number;
  readonly output: string;
  /** The copy; absolute, without links. */
  readonly folder: string;
  /** The folder in the copy where the command ran; absolute. */
  readonly cwd: string;
}

/** A place with what is said of it. */
interface Reference extends Required<Finding> {
  readonly isWarning: boolean;
  readonly isShared: boolean;
}

/** The findings of a failed command: the places that it named, then its last lines. */
export async function commandEvidence(failed: FailedCommand): Promise<Finding[]> {
  const lines = outputLines(failed.output, failed.folder);
  const tail = outputTail(failed.output, failed.folder);
  const message = `"${failed.name}" ended with exit code ${failed.code}.${tail && `\n${tail}`}`;
  const found = await referencesIn(lines, failed, mostReferences);
  const errors = found.filter(({ isWarning }) => !isWarning);
  const shown = errors.length > 0 ? errors : found.slice(0, mostReferences);
  return [...shown.map(asFinding), { message }];
}

/** All places of errors that a failed command named. */
export async function errorsIn(failed: FailedCommand): Promise<Required<Finding>[]> {
  const lines = outputLines(failed.output, failed.folder);
  const found = await referencesIn(lines, failed, mostCompared);
  return found.filter(({ isWarning }) => !isWarning).map(asFinding);
}

const asFinding = ({ path, line, message }: Reference): Required<Finding> => ({
  path,
  line,
  message,
});

/** The places that output names, up to a number of errors. */
async function referencesIn(
  lines: readonly string[],
  { folder, cwd }: FailedCommand,
  mostErrors: number,
): Promise<Reference[]> {
  const findPath = createFindPath({ folder, cwd }, lines.join('\n'));
  const references: Reference[] = [];
  let errors = 0;
  let header: string | undefined;
  for (const [at, line] of lines.entries()) {
    if (errors === mostErrors) break;
    header = (await headerIn(line, findPath)) ?? header;
    const found = rowIn(line, header) ?? (await referenceAt(lines, at, findPath));
    if (found === undefined || references.some((each) => isSame(each, found))) continue;
    references.push(found);
    if (!found.isWarning) errors += 1;
  }
  return references;
}

/** Frames of one stack, and places that are told twice, such as in a summary. */
function isSame(one: Reference, other: Reference): boolean {
  if (one.message === other.message && one.isShared) return true;
  const isOnePlace = one.path === other.path && one.line === other.line;
  return isOnePlace && (one.message.includes(other.message) || other.message.includes(one.message));
}

async function headerIn(line: string, findPath: FindPath): Promise<string | undefined> {
  const path = pathAlone(line);
  return path === undefined ? undefined : findPath(path, '');
}

function rowIn(line: string, path: string | undefined): Reference | undefined {
  const row = path === undefined ? undefined : rowBelow(line);
  if (path === undefined || row === undefined) return undefined;
  const isWarning = saysWarning(row.message);
  return { path, line: row.line, message: withoutLabel(row.message), isWarning, isShared: false };
}

async function referenceAt(
  lines: readonly string[],
  at: number,
  findPath: FindPath,
): Promise<Reference | undefined> {
  for (const place of placesIn(lines[at]!)) {
    for (const printed of place.paths) {
      const path = await findPath(printed, lines[at]!.replace(printed, ''));
      const said = path === undefined ? undefined : messageOf(lines, at, place);
      if (path === undefined || said === undefined) continue;
      const { text: message, isWarning, isShared } = said;
      return { path, line: place.line, message, isWarning, isShared };
    }
  }
  return undefined;
}
