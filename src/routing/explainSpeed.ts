import { displayName } from './models/catalog.ts';
import type { MeasuredTime, SpeedMeasure, TakenForSpeed } from './models/latency.ts';
import { inEnglish, type Say } from './say.ts';

/** Why a model was taken for its speed, with what was measured: `measured: 1.2 s to the first token, median of 14`. */
export function explainSpeed(speed: TakenForSpeed, say: Say = inEnglish): string {
  if (speed.kind === 'withinBudget') {
    const { budgetSeconds, usual, measured } = speed;
    return say(
      'you want an answer within {0} s, and {1} takes longer ({2}) than this one ({3})',
      budgetSeconds,
      displayName(usual.model),
      measuredWords(usual.measured, 'total', say),
      measuredWords(measured, 'total', say),
    );
  }
  const { by, measured, known, unknown } = speed;
  if (measured) {
    const words = measuredWords(measured, by, say);
    return unknown > 0
      ? say('the fastest of {0} measured, {1} not measured yet ({2})', known, unknown, words)
      : say('the fastest of {0} measured ({1})', known, words);
  }
  return known > 0
    ? say('not measured yet and tried now and then, to know how fast it is')
    : say('none is measured yet, so the first that is ready is asked');
}

function measuredWords({ ms, answers }: MeasuredTime, by: SpeedMeasure, say: Say): string {
  const seconds = (ms / 1000).toFixed(1);
  return by === 'firstToken'
    ? say('measured: {0} s to the first token, median of {1}', seconds, answers)
    : say('measured: {0} s for a whole answer, median of {1}', seconds, answers);
}
