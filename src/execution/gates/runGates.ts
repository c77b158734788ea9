import { describeEvidence, type Verdict } from '../../routing/verdict.ts';
import type { Candidate, Gate } from './gate.ts';

/**
 * Asks the gates in their order and stops at the first failure.
 *
 * A syntax finding alone does not fail an answer that a language server accepts: grammars reject some
 * valid modern code. So it waits for the diagnostics gate, where there is one that can run.
 */
export async function* runGates(
  candidate: Candidate,
  gates: readonly Gate[],
  signal: AbortSignal,
): AsyncGenerator<Verdict> {
  let doubted: Verdict | undefined;
  for (const [index, gate] of gates.entries()) {
    const verdict = await gate.check(candidate, signal);
    if (verdict.gate === 'syntax' && verdict.kind === 'fail' && hasDiagnostics(gates, index)) {
      doubted = verdict;
      continue;
    }
    if (doubted && verdict.gate === 'diagnostics') {
      yield verdict.kind === 'pass' ? { gate: 'syntax', kind: 'pass' } : doubted;
      if (verdict.kind === 'couldNotRun') return;
      doubted = undefined;
    }
    yield verdict;
    if (verdict.kind === 'fail') return;
  }
}

function hasDiagnostics(gates: readonly Gate[], after: number): boolean {
  return gates.slice(after + 1).some(({ name }) => name === 'diagnostics');
}

/** A failed verdict in a sentence that the next model and the developer understand. */
export function describeFailure({ gate, evidence }: Extract<Verdict, { kind: 'fail' }>): string {
  const shown = evidence.slice(0, 5).map(describeEvidence);
  const more = evidence.length - shown.length;
  return `The ${gate} check failed: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}
