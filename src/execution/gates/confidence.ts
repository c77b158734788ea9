import type { KnownStatement } from '../../ledger/facts.ts';
import { LedgerError } from '../../ledger/ledger.ts';
import { calibrate } from '../../routing/evidence/calibrate.ts';
import { displayName } from '../../routing/models/catalog.ts';
import type { ModelReference } from '../../routing/models/model.ts';
import { couldNotRun, type Verdict } from '../../routing/verdict.ts';
import type { Candidate, Gate } from './gate.ts';

/** What the gate needs. Both functions reject with LedgerError when the ledger cannot be used. */
export interface ConfidenceGateContext {
  /** The confidence that the model stated for earlier answers, and whether they were right. */
  statements(model: ModelReference): Promise<readonly KnownStatement[]>;
  /** Records the confidence that the model states for this answer, in whole per cent. */
  record(attemptId: string, percent: number): Promise<void>;
  /** The lowest probability of being right that passes, 0 to 1. The default is chosen by judgement. */
  readonly floor?: number;
  /** The gate needs this many known outcomes of the model, at least 1. The default is by judgement. */
  readonly leastKnown?: number;
}

/** Compares the confidence that the model states with how often it was right at that confidence. */
export function createConfidenceGate(context: ConfidenceGateContext): Gate {
  return {
    name: 'confidence',
    async check(candidate, signal) {
      signal.throwIfAborted();
      try {
        return await weigh(candidate, context, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof LedgerError)) throw error;
        return couldNotRun('confidence', error.message);
      }
    },
  };
}

async function weigh(
  { origin }: Candidate,
  { statements, record, floor = 0.7, leastKnown = 10 }: ConfidenceGateContext,
  signal: AbortSignal,
): Promise<Verdict> {
  if (!origin) return couldNotRun('confidence', 'It is not known which model wrote the answer.');
  const { statedPercent: percent } = origin;
  if (percent === undefined)
    return couldNotRun('confidence', 'The answer does not say how sure the model is.');
  await record(origin.attemptId, percent);
  signal.throwIfAborted();

  const { model } = origin.choice;
  const known = await statements(model.reference);
  signal.throwIfAborted();
  const name = displayName(model);
  if (known.length < leastKnown) {
    return couldNotRun(
      'confidence',
      `Only ${known.length} of ${leastKnown} outcomes of ${name} are known yet.`,
    );
  }
  const { probability, basedOn } = calibrate(percent, known);
  if (probability >= floor) return { gate: 'confidence', kind: 'pass' };
  // Rounded down, so that a share below the floor never reads like the floor.
  const share = `about ${Math.floor(probability * 100)} %`;
  const message =
    basedOn === 0
      ? `It stated ${percent} % confidence, less than for any known answer of ${name}: ${share} of such answers are likely right`
      : `It stated ${percent} % confidence; ${share} of such answers by ${name} turned out right (n = ${basedOn})`;
  return { gate: 'confidence', kind: 'fail', evidence: [{ message }] };
}
