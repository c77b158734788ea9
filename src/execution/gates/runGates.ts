import { describeEvidence, type Verdict } from '../../routing/verdict.ts';
import type { Candidate, Gate } from './gate.ts';

/**
 * Runs the gates in order and stops at the first failure.
 *
 * A syntax failure alone does not fail an answer that a language server accepts, because grammars
 * reject some valid modern code. It is held back until the diagnostics gate has run, if there is one.
 */
export async function* runGates(
  candidate: Candidate,
  gates: readonly Gate[],
  signal: AbortSignal,
): AsyncGenerator<Verdict> {
  let heldBack: Verdict | undefined;
  for (const [index, gate] of gates.entries()) {
    const verdict = await gate.check(candidate, signal);
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

function hasDiagnostics(gates: readonly Gate[], after: number): boolean {
  return gates.slice(after + 1).some(({ name }) => name === 'diagnostics');
}

/** Describes a failed verdict in one sentence, for the next model and the developer. */
export function describeFailure({ gate, evidence }: Extract<Verdict, { kind: 'fail' }>): string {
  const shown = evidence.slice(0, 5).map(describeEvidence);
  const more = evidence.length - shown.length;
  return `The ${gate} check failed: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}
