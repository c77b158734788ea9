import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../../routing/input/objects.ts';
import type { Report } from '../report.ts';
import { fromPlain } from './plainData.ts';
import { factIn, linesIn } from './readFacts.ts';

const ending = '.jsonl';

/** The file that holds the facts of an evaluation. */
export function factsPath(folder: string, evaluation: string): string {
  return join(folder, `${encodeURIComponent(evaluation)}${ending}`);
}

/**
 * The reports that are kept in a folder, the newest last: of one evaluation, or of all. Of a run that ended
 * more than once, the last one. A line that was cut off, or that another version of Tierwise wrote in another
 * form, is passed over and stays in its file.
 */
export async function readReports(folder: string, evaluation?: string): Promise<readonly Report[]> {
  const paths = evaluation === undefined ? await pathsIn(folder) : [factsPath(folder, evaluation)];
  const byRun = new Map<string, Report>();
  for (const path of paths) {
    for await (const { text } of linesIn(path)) {
      const report = reportIn(text);
      if (report) byRun.set(report.runId, report);
    }
  }
  return [...byRun.values()].toSorted((a, b) => a.endedAtMs - b.endedAtMs);
}

async function pathsIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function reportIn(line: string): Report | undefined {
  // Most lines are trials and answers, which need not be read as a whole.
  if (!line.startsWith('{"kind":"ended"')) return undefined;
  const fact = factIn(line);
  if (fact?.kind !== 'ended') return undefined;
  const report: Partial<Report> = fromPlain(fact.report);
  return isReport(report) ? report : undefined;
}

function isReport(report: Partial<Report> | null): report is Report {
  return (
    isRecord(report) &&
    typeof report.runId === 'string' &&
    typeof report.evaluation === 'string' &&
    typeof report.endedAtMs === 'number' &&
    isRecord(report.fingerprint) &&
    Array.isArray(report.trials) &&
    Array.isArray(report.candidates) &&
    Array.isArray(report.result?.rows)
  );
}
