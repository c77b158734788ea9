import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { leasePathOf } from '../../execution/workflow/journal/leasePath.ts';

/** The journals of one workspace, a folder for each workflow. */
export interface Journals {
  /** Newest first. */
  list(workflow: string): Promise<string[]>;
  /** Where a new one is to be written; older ones than the kept are removed. */
  begin(workflow: string, nowMs: number): Promise<string>;
  remove(path: string): Promise<void>;
}

const kept = 20;

/** @param folder is made when it is needed */
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
      const old = (await list(workflow)).slice(kept - 1);
      await Promise.all(old.map(remove));
      const name = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
      return join(folderOf(workflow), `${name}.jsonl`);
    },
  };
}
