import type { Account, SettledRow } from './moneyWorld.ts';
import type { Bill, PacedModels } from './pacedModels.ts';

/** How a reader of events stops. Only who aborts reads on, to the end. */
export const ways = ['returns', 'throws', 'aborts'] as const;
export type Way = (typeof ways)[number];

/** Stops after the event with this number, from 1. */
export interface Stop {
  readonly way: Way;
  readonly after: number;
}

class Stopped extends Error {}

/** Reads events, and stops. Resolves with those that were read. */
export async function readUntil<Event>(
  events: AsyncIterable<Event>,
  { way, after }: Stop,
  { user, models }: { readonly user: AbortController; readonly models: PacedModels },
): Promise<Event[]> {
  const seen: Event[] = [];
  try {
    for await (const event of events) {
      seen.push(event);
      if (seen.length !== after) continue;
      models.readerStopped();
      if (way === 'throws') throw new Stopped();
      if (way === 'returns') return seen;
      user.abort();
    }
  } catch (thrown) {
    const isOwn =
      thrown instanceof Stopped || (user.signal.aborted && thrown === user.signal.reason);
    if (!isOwn) throw thrown;
  }
  return seen;
}

const inputRate = 1_000;
const outputRate = 5_000;

/** What a call costs at the prices of `modelWith`, nano-dollars. */
function dueFor(bill: Bill | undefined): number {
  return bill ? bill.inputTokens * inputRate + bill.outputTokens * outputRate : 0;
}

/**
 * What is wrong with the money of a run that has ended: a call that is still open, a computed row that
 * differs from the bill, an estimated one under the bill or over the worst case, a bill without a row, a call
 * that was sent after the stop.
 */
export async function moneyWrongs(
  { rows, open, held }: Account,
  { bills, closed, sentAfterwards }: PacedModels,
): Promise<string[]> {
  const booked = rows();
  const states = [
    ...(open() === 0 ? [] : [`${open()} calls are open`]),
    ...(held() === 0 ? [] : [`${held()} nano-dollars are held`]),
    ...(sentAfterwards() === 0 ? [] : [`${sentAfterwards()} calls were sent after the stop`]),
  ];
  await closed();
  const billed = bills();
  const models = new Set([
    ...booked.map(({ model }) => model),
    ...billed.flatMap((bill) => (bill ? [`p/${bill.model}`] : [])),
  ]);
  return [
    ...states,
    ...[...models].flatMap((model) =>
      rowWrongs(
        booked.filter((row) => row.model === model),
        billed.filter((bill) => `p/${bill?.model}` === model),
      ).map((wrong) => `${model}: ${wrong}`),
    ),
  ];
}

function rowWrongs(rows: readonly SettledRow[], bills: readonly (Bill | undefined)[]): string[] {
  if (bills.length > rows.length) return [`${bills.length} bills and ${rows.length} rows`];
  return rows.flatMap(({ source, nanoUsd, worstCaseNanoUsd }, nth) => {
    const due = dueFor(bills[nth]);
    const isRight =
      source === 'computed'
        ? nanoUsd === due
        : source === 'estimated' && nanoUsd! >= due && nanoUsd! <= worstCaseNanoUsd;
    return isRight ? [] : [`${source} ${nanoUsd} for ${due}, at worst ${worstCaseNanoUsd}`];
  });
}
