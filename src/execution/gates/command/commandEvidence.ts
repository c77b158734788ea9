import { realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { Finding } from '../../../routing/verdict.ts';
import { isInside } from '../../sandbox/paths.ts';
import { type ReferencePattern, referencePatterns } from './commandPatterns.ts';

// Chosen by judgement: enough for the next model to fix the failure, without flooding its prompt.
const limits = { references: 10, messageLines: 10, tailLines: 30, lineLength: 400 };

export interface FailedCommand {
  readonly name: string;
  readonly code: number;
  readonly output: string;
  /** The copy; absolute. */
  readonly folder: string;
  /** The folder in the copy where the command ran; absolute. */
  readonly cwd: string;
}

/** The findings of a failed command: the places that it named, then its last lines. */
export async function commandEvidence(failed: FailedCommand): Promise<Finding[]> {
  const lines = linesOf(failed);
  const references: Finding[] = [];
  for (const [at, line] of lines.entries()) {
    if (references.length === limits.references) break;
    const found = await referenceAt(lines, at, line, failed);
    const isRepeated = references.some(({ message }) => message === found?.message);
    if (found && !isRepeated) references.push(found);
  }
  const tail = lines.slice(-limits.tailLines).join('\n');
  const message = `"${failed.name}" ended with exit code ${failed.code}.${tail && `\n${tail}`}`;
  return [...references, { message }];
}

/** The output without colours and without the copy's folder, whose path means nothing to readers. */
function linesOf({ output, folder }: FailedCommand): string[] {
  return stripVTControlCharacters(output)
    .replaceAll(`${pathToFileURL(folder).href}/`, '')
    .replaceAll(folder + sep, '')
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.slice(0, limits.lineLength));
}

async function referenceAt(
  lines: readonly string[],
  at: number,
  line: string,
  failed: FailedCommand,
): Promise<Finding | undefined> {
  for (const pattern of referencePatterns) {
    const groups = pattern.at.exec(line)?.groups;
    if (!groups) continue;
    const message = groups['message'] ?? messageNear(lines, at, pattern);
    const printedPath = groups['path'] ?? pathAbove(lines, at, pattern);
    if (message === undefined || printedPath === undefined) continue;
    const path = await pathInCopy(printedPath, failed);
    if (path !== undefined) return { path, line: Number(groups['line']), message };
  }
  return undefined;
}

function messageNear(
  lines: readonly string[],
  at: number,
  { messageAt }: ReferencePattern,
): string | undefined {
  if (!messageAt) return undefined;
  const step = messageAt.where === 'above' ? -1 : 1;
  for (let away = 1; away <= messageAt.within; away += 1) {
    const first = at + step * away;
    const message = messageAt.line.exec(lines[first] ?? '')?.groups?.['message'];
    if (message === undefined) continue;
    const rest = lines.slice(first + 1, first + limits.messageLines);
    const end = rest.findIndex((line) => messageAt.until.test(line));
    const more = end === -1 ? rest : rest.slice(0, end);
    return [message, ...more].filter((line) => line.trim() !== '').join('\n');
  }
  return undefined;
}

function pathAbove(
  lines: readonly string[],
  at: number,
  { pathAbove }: ReferencePattern,
): string | undefined {
  const header = pathAbove && lines.slice(0, at).findLast((line) => pathAbove.test(line));
  return header === undefined ? undefined : pathAbove?.exec(header)?.groups?.['path'];
}

/** The path relative to the copy, with forward slashes; undefined for a file outside the project. */
async function pathInCopy(
  printedPath: string,
  { folder, cwd }: FailedCommand,
): Promise<string | undefined> {
  for (const from of [cwd, folder]) {
    const real = await realpath(join(from, printedPath)).catch(() => undefined);
    if (real && isInside(folder, real)) return relative(folder, real).split(sep).join('/');
  }
  return undefined;
}
