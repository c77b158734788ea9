import type { KnownStatement } from '../../ledger/facts.ts';
import { LedgerError } from '../../ledger/ledger.ts';
import { calibrate } from '../../routing/evidence/calibrate.ts';
import { displayName } from '../../routing/models/catalog.ts';
import type { ModelReference } from '../../routing/models/model.ts';
import { couldNotRun, type Verdict } from '../../routing/verdict.ts';
import type { Candidate, Gate } from './gate.ts';

/** What the gate needs. Both functions reject with LedgerError when the ledger cannot be used. */
export interface ConfidenceGateContext {
  /** What the model said of earlier answers whose worth is known. */
  statements(model: ModelReference): Promise<readonly KnownStatement[]>;
  /** Keeps what the model said of this answer, in whole per cent. */
  record(attemptId: string, percent: number): Promise<void>;
  /** The least probability of being right that passes, 0 to 1. */
  readonly floor?: number;
  /** With fewer known answers of the model, at least 1, the gate has no opinion. */
  readonly leastKnown?: number;
}

/** Weighs how sure the model says it is against how often it was right when it said so before. */
export function createConfidenceGate({
  statements,
  record,
  floor = 0.7,
  leastKnown = 10,
}: ConfidenceGateContext): Gate {
  async function judge({ origin }: Candidate, signal: AbortSignal): Promise<Verdict> {
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
        ? `It said ${percent} %, less than ${name} said of any known answer: ${share} are likely right`
        : `It said ${percent} %; of answers like this by ${name}, ${share} turned out right (n = ${basedOn})`;
    return { gate: 'confidence', kind: 'fail', evidence: [{ message }] };
  }

  return {
    name: 'confidence',
    async check(candidate, signal) {
      signal.throwIfAborted();
      try {
        return await judge(candidate, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof LedgerError)) throw error;
        return couldNotRun('confidence', error.message);
      }
    },
  };
}
