import { couldNotRun, describeEvidence, type Verdict } from '../../routing/verdict.ts';
import { ProjectCopyError } from '../sandbox/paths.ts';
import type { Candidate, Gate } from './gate.ts';

/**
 * Runs the gates in order and stops at the first failure. A gate that throws could not run: the answer is
 * paid for by then, so it is judged by the other gates. `report` hears of each bug once.
 *
 * A syntax failure alone does not fail an answer that a language server accepts, because grammars
 * reject some valid modern code. It is held back until the diagnostics gate has run, if there is one.
 */
export async function* runGates(
  candidate: Candidate,
  gates: readonly Gate[],
  signal: AbortSignal,
  report: (bug: unknown) => void,
): AsyncGenerator<Verdict> {
  let heldBack: Verdict | undefined;
  for (const [index, gate] of gates.entries()) {
    const verdict = await checked(gate, candidate, signal, report);
    if (verdict.gate === 'syntax' && verdict.kind === 'fail' && hasDiagnostics(gates, index)) {
      heldBack = verdict;
      continue;
    }
    if (heldBack && verdict.gate === 'diagnostics') {
      yield verdict.kind === 'pass' ? { gate: 'syntax', kind: 'pass' } : heldBack;
      if (verdict.kind === 'couldNotRun') return;
      heldBack = undefined;
    }
    yield verdict;
    if (verdict.kind === 'fail') return;
  }
}

async function checked(
  gate: Gate,
  candidate: Candidate,
  signal: AbortSignal,
  report: (bug: unknown) => void,
): Promise<Verdict> {
  try {
    return await gate.check(candidate, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    // What keeps a project from being copied is said in plain words; everything else is a bug.
    if (thrown instanceof ProjectCopyError) return couldNotRun(gate.name, thrown.message);
    report(thrown);
    return couldNotRun(
      gate.name,
      'Tierwise made a mistake while checking; the log says which one.',
    );
  }
}

function hasDiagnostics(gates: readonly Gate[], after: number): boolean {
  return gates.slice(after + 1).some(({ name }) => name === 'diagnostics');
}

/** Describes a failed verdict in one sentence, for the next model and the developer. */
export function describeFailure({ gate, evidence }: Extract<Verdict, { kind: 'fail' }>): string {
  const shown = evidence.slice(0, 5).map(describeEvidence);
  const more = evidence.length - shown.length;
  return `The ${gate} check failed: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}
