import { realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { Finding } from '../../../routing/verdict.ts';
import { isInside } from '../../sandbox/paths.ts';
import { type ReferencePattern, referencePatterns } from './commandPatterns.ts';

const most = { references: 10, messageLines: 10, tailLines: 30, lineLength: 400 };

export interface FailedCommand {
  readonly name: string;
  readonly code: number;
  readonly output: string;
  /** Absolute: the copy, and the folder in it where the command ran. */
  readonly folder: string;
  readonly cwd: string;
}

/** What a failed command said: the places it named, then its last lines. */
export async function commandEvidence(failed: FailedCommand): Promise<Finding[]> {
  const lines = linesOf(failed);
  const references: Finding[] = [];
  for (const [at, line] of lines.entries()) {
    if (references.length === most.references) break;
    const found = await referenceAt(lines, at, line, failed);
    const known = references.some(({ message }) => message === found?.message);
    if (found && !known) references.push(found);
  }
  const tail = lines.slice(-most.tailLines).join('\n');
  const message = `"${failed.name}" ended with exit code ${failed.code}.${tail && `\n${tail}`}`;
  return [...references, { message }];
}

/** Without colours and without the name of the copy's folder, which nobody else knows. */
function linesOf({ output, folder }: FailedCommand): string[] {
  return stripVTControlCharacters(output)
    .replaceAll(`${pathToFileURL(folder).href}/`, '')
    .replaceAll(folder + sep, '')
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.slice(0, most.lineLength));
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
    const written = groups['path'] ?? pathAbove(lines, at, pattern);
    if (message === undefined || written === undefined) continue;
    const path = await pathInCopy(written, failed);
    if (path !== undefined) return { path, line: Number(groups['line']), message };
  }
  return undefined;
}

function messageNear(
  lines: readonly string[],
  at: number,
  { says }: ReferencePattern,
): string | undefined {
  if (!says) return undefined;
  const step = says.where === 'above' ? -1 : 1;
  for (let away = 1; away <= says.within; away += 1) {
    const first = at + step * away;
    const message = says.line.exec(lines[first] ?? '')?.groups?.['message'];
    if (message === undefined) continue;
    const rest = lines.slice(first + 1, first + most.messageLines);
    const end = rest.findIndex((line) => says.until.test(line));
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

/** Relative to the copy, with forward slashes; undefined for a file that is not the project's own. */
async function pathInCopy(
  written: string,
  { folder, cwd }: FailedCommand,
): Promise<string | undefined> {
  for (const from of [cwd, folder]) {
    const real = await realpath(join(from, written)).catch(() => undefined);
    if (real && isInside(folder, real)) return relative(folder, real).split(sep).join('/');
  }
  return undefined;
}
