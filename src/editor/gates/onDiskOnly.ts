import type { Uri } from 'vscode';
import type { Gate } from '../../execution/gates/gate.ts';
import { couldNotRun } from '../../routing/verdict.ts';
import { whyNotOnDisk } from '../platform/workspacePaths.ts';

/** A gate that works in a copy of the folder on disk. Where the folder is elsewhere, it asks for no approval first. */
export function onDiskOnly(gate: Gate, folder: Uri | undefined): Gate {
  const why = folder && whyNotOnDisk(folder);
  if (why === undefined) return gate;
  return { name: gate.name, check: async () => couldNotRun(gate.name, why) };
}
