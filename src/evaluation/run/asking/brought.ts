import type { SettlementFact } from '../../../ledger/facts.ts';
import type { Part } from '../../../providers/provider.ts';
import type { Model } from '../../../routing/models/model.ts';
import type { Cost } from '../../../routing/models/money.ts';
import { costAt } from '../../../routing/models/hours.ts';
import { priceOn } from '../../../routing/models/price.ts';
import { dayOf } from '../../../routing/time.ts';
import type { KeptResult } from '../../batch/batchFacts.ts';
import { sumOf } from './readReply.ts';

/** What a batch has brought for one trial. */
export type Brought =
  | {
      readonly kind: 'answered';
      readonly result: Extract<KeptResult, { kind: 'answered' }>;
      readonly cost: Cost;
      /** What the answer costs when it is asked at once. */
      readonly atOnce: Cost;
    }
  /** It brought no answer, and what that cost. The trial is asked at once. */
  | { readonly kind: 'unanswered'; readonly cost: Cost }
  /** Nothing can be asked now. */
  | { readonly kind: 'failed'; readonly why: string; readonly isOverBudget?: true };

/** @param settlements one for each time that the batch asked, oldest first */
export function broughtBy(
  result: KeptResult,
  settlements: readonly SettlementFact[],
  model: Model,
): Brought {
  const cost = sumOf(settlements.map((each) => each.cost));
  if (result.kind !== 'answered') return { kind: 'unanswered', cost };
  return { kind: 'answered', result, cost, atOnce: atOnce(settlements.at(-1), model) };
}

function atOnce(settlement: SettlementFact | undefined, model: Model): Cost {
  const { usage, cost, atMs = 0 } = settlement ?? {};
  if (!usage || cost?.source !== 'computed') return { source: 'unknown' };
  const { serviceTier: _, ...tokens } = usage;
  // A batch does not tell at which hour it would have been asked.
  return costAt(tokens, priceOn(model.prices, dayOf(atMs)), 'computed');
}

/** The text of a whole answer. */
export function textOf(parts: readonly Part[]): string {
  return parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('');
}
