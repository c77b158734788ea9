import type { Gate } from '../../execution/gates/gate.ts';
import { createCallGates } from '../../execution/gates/toolCall/callGates.ts';
import type { WorkerGates } from '../../execution/gates/workerGates.ts';
import { fileForGate } from '../reading/fileForGate.ts';

/** The gates of an agent's tool calls, for the files of the workspace. */
export function callGates({ gates, warmUp }: WorkerGates): readonly Gate[] {
  warmUp();
  return createCallGates({ read: fileForGate, syntax: gates.syntax });
}
