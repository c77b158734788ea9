import type { Gate } from '../../execution/gates/gate.ts';
import { couldNotRun } from '../../routing/verdict.ts';

/** A gate that judges whole files. The text of one cell is no notebook, and must not be written over one. */
export function notInCells(gate: Gate): Gate {
  return {
    name: gate.name,
    async check(candidate, signal) {
      return candidate.task.cell === undefined
        ? gate.check(candidate, signal)
        : couldNotRun(gate.name, 'One cell of a notebook cannot be judged without the others.');
    },
  };
}
