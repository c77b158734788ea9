import type { Model, ModelReference } from '../../routing/models/model.ts';
import { formatUsd } from '../../routing/models/money.ts';
import type { AttemptContext } from './attemptContext.ts';

/** Bills differ a little by rounding and by fees for single calls. Chosen by judgement. */
const mostDifference = 0.05;

/**
 * Says once for each model when its provider's bill and the known price differ by more than 5 %, which
 * hints at a price that is out of date.
 */
export function createBillWatch(
  say: (line: string) => void,
): NonNullable<AttemptContext['noteBill']> {
  const told = new Set<ModelReference>();
  return ({ reference }: Model, { reported, computed }) => {
    const difference = Math.abs(reported - computed);
    if (difference <= mostDifference * reported || told.has(reference)) return;
    told.add(reference);
    say(
      `The provider charged ${formatUsd(reported)} for a call to ${reference}, and its tokens cost ${formatUsd(computed)} at the known price. The bill is what counts. Check the price in tierwise.models.`,
    );
  };
}
