import { displayName } from './models/catalog.ts';
import type { MeasuredTime, SpeedMeasure, TakenForSpeed } from './models/latency.ts';

/** Why a model was taken for its speed, with what was measured: `measured: 1.2 s to the first token, median of 14`. */
export function explainSpeed(speed: TakenForSpeed): string {
  if (speed.kind === 'withinBudget') {
    const { budgetSeconds, usual, measured } = speed;
    return `you want an answer within ${budgetSeconds} s, and ${displayName(usual.model)} takes longer (${measuredWords(usual.measured, 'total')}) than this one (${measuredWords(measured, 'total')})`;
  }
  const { by, measured, known, unknown } = speed;
  if (measured) {
    const others = unknown > 0 ? `, ${unknown} not measured yet` : '';
    return `the fastest of ${known} measured${others} (${measuredWords(measured, by)})`;
  }
  return known > 0
    ? 'not measured yet and tried now and then, to know how fast it is'
    : 'none is measured yet, so the first that is ready is asked';
}

function measuredWords({ ms, answers }: MeasuredTime, by: SpeedMeasure): string {
  const until = by === 'firstToken' ? 'to the first token' : 'for a whole answer';
  return `measured: ${(ms / 1000).toFixed(1)} s ${until}, median of ${answers}`;
}
