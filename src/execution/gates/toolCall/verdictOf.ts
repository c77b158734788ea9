import {
  type CallGateName,
  couldNotRun,
  type Finding,
  type Verdict,
} from '../../../routing/verdict.ts';

/** What was found about one call or file. */
export type CheckedPart =
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail'; readonly finding: Finding }
  | { readonly kind: 'couldNotRun'; readonly why: string };

/** One fault fails an answer; what cannot be told of a part keeps the rest from passing. */
export function verdictOf(gate: CallGateName, found: readonly CheckedPart[]): Verdict {
  const evidence = found.flatMap((each) => (each.kind === 'fail' ? [each.finding] : []));
  if (evidence.length > 0) return { gate, kind: 'fail', evidence };
  const open = found.find((each) => each.kind === 'couldNotRun');
  if (open) return couldNotRun(gate, open.why);
  return found.length > 0
    ? { gate, kind: 'pass' }
    : couldNotRun(gate, 'There is nothing to check.');
}
