import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { leasePathOf } from '../../execution/workflow/journal/leasePath.ts';

/** The journals of one workspace, with a folder for each workflow. */
export interface Journals {
  /** The paths of a workflow's journals, newest first. */
  list(workflow: string): Promise<string[]>;
  /** The path for a new journal. Removes the oldest ones, so that 20 are left with the new one. */
  begin(workflow: string, nowMs: number): Promise<string>;
  remove(path: string): Promise<void>;
}

/** Journals that are kept for each workflow. Chosen by judgement. */
const keptJournals = 20;

/** @param folder is created when it is needed */
export function journalsIn(folder: string): Journals {
  const folderOf = (workflow: string) => join(folder, ...workflow.split('/'));
  async function list(workflow: string): Promise<string[]> {
    const names = await readdir(folderOf(workflow)).catch(() => []);
    return names
      .filter((name) => name.endsWith('.jsonl'))
      .toSorted()
      .toReversed()
      .map((name) => join(folderOf(workflow), name));
  }
  const remove = async (path: string): Promise<void> => {
    await rm(path, { force: true });
    await rm(leasePathOf(path), { force: true });
  };
  return {
    list,
    remove,
    async begin(workflow, nowMs) {
      await mkdir(folderOf(workflow), { recursive: true });
      const old = (await list(workflow)).slice(keptJournals - 1);
      await Promise.all(old.map(remove));
      const name = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
      return join(folderOf(workflow), `${name}.jsonl`);
    },
  };
}
