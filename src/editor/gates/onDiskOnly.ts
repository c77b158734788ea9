import type { Uri } from 'vscode';
import type { Gate } from '../../execution/gates/gate.ts';
import { couldNotRun } from '../../routing/verdict.ts';
import { notOnDisk } from '../platform/workspacePaths.ts';

/** A gate that works in a copy of the folder on disk. Where the folder is elsewhere, it asks for no approval first. */
export function onDiskOnly(gate: Gate, folder: Uri | undefined): Gate {
  if (!folder || folder.scheme === 'file') return gate;
  return { name: gate.name, check: async () => couldNotRun(gate.name, notOnDisk) };
}
