/** The confidence that a model stated for an answer, in per cent, and whether the answer was right. */
interface Outcome {
  readonly percent: number;
  readonly right: boolean;
}

/** What a stated confidence means. */
export interface Calibrated {
  /** The probability that the answer is right; above 0 and below 1. */
  readonly probability: number;
  /** Number of known outcomes with a similar statement; 0 when all earlier statements were higher. */
  readonly basedOn: number;
}

/** Neighbouring statements that are pooled, from `low` to `high` per cent. */
interface Block {
  readonly low: number;
  readonly high: number;
  readonly right: number;
  readonly count: number;
}

/** Each block is smoothed with this many answers at the overall share. Chosen by judgement. */
const overallWeight = 4;

/**
 * Turns a stated confidence into a probability, from how often the model was right when it stated about
 * the same. A higher statement never gives a lower probability.
 *
 * This is isotonic regression: neighbouring statements are pooled until the share of right answers rises
 * with the statement. Each share is shrunk toward the model's overall share and toward a half (Laplace's
 * rule), which matters when few outcomes are known. Between two blocks the probability is interpolated;
 * below the lowest block it falls toward a statement of 0 %.
 */
export function calibrate(statedPercent: number, outcomes: readonly Outcome[]): Calibrated {
  if (outcomes.length === 0) return { probability: 1 / 2, basedOn: 0 };
  const overall = (rightOf(outcomes) + 1) / (outcomes.length + 2);
  const smoothed = ({ right, count }: Block): number =>
    (right + overallWeight * overall + 1) / (count + overallWeight + 2);

  // Smoothing can put the pooled shares out of order, so they are pooled a second time.
  const blocks = pool(
    pool(levels(outcomes), ({ right, count }) => right / count),
    smoothed,
  );
  const below = blocks.findLast(({ low }) => low <= statedPercent);
  const above = blocks.find(({ high }) => high >= statedPercent);
  if (!below) {
    const { low } = above!;
    return { probability: (smoothed(above!) * (statedPercent + 1)) / (low + 1), basedOn: 0 };
  }
  if (!above || above === below) return { probability: smoothed(below), basedOn: below.count };
  const fraction = (statedPercent - below.high) / (above.low - below.high);
  return {
    probability: smoothed(below) + fraction * (smoothed(above) - smoothed(below)),
    basedOn: below.count + above.count,
  };
}

/** One block for each statement, lowest first. */
function levels(outcomes: readonly Outcome[]): Block[] {
  const byPercent = Map.groupBy(outcomes, ({ percent }) => percent);
  return [...byPercent]
    .map(([percent, same]) => ({
      low: percent,
      high: percent,
      right: rightOf(same),
      count: same.length,
    }))
    .toSorted((one, other) => one.low - other.low);
}

function rightOf(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ right }) => right).length;
}

/** Pools neighbours until the value rises from each block to the next. */
function pool(blocks: readonly Block[], valueOf: (block: Block) => number): Block[] {
  const pooled: Block[] = [];
  for (let block of blocks) {
    let last = pooled.at(-1);
    while (last && valueOf(last) >= valueOf(block)) {
      block = {
        low: last.low,
        high: block.high,
        right: last.right + block.right,
        count: last.count + block.count,
      };
      pooled.pop();
      last = pooled.at(-1);
    }
    pooled.push(block);
  }
  return pooled;
}
