/** What a model said of an answer, in per cent, and whether the answer turned out right. */
interface Known {
  readonly percent: number;
  readonly right: boolean;
}

/** What a statement is worth. */
export interface Calibrated {
  /** How likely the answer is right; above 0 and below 1. */
  readonly probability: number;
  /** How many answers with a statement like this are known; 0 when the model never said so little. */
  readonly basedOn: number;
}

/** Neighbouring statements that count as one, from `low` to `high` per cent. */
interface Block {
  readonly low: number;
  readonly high: number;
  readonly right: number;
  readonly count: number;
}

/** So many answers of the overall share are added to each block. */
const overallWeight = 4;

/**
 * How often a model was right when it said what it says now. A higher statement never gives less.
 *
 * Isotonic regression: neighbouring statements are pooled until the share of right answers rises with
 * them. Each share is drawn toward the model's overall share, and toward a half (Laplace's rule), which
 * tells where few answers are known. Between two blocks lies a straight line; below the lowest one the
 * probability falls off toward a statement of 0 %.
 */
export function calibrate(statedPercent: number, known: readonly Known[]): Calibrated {
  if (known.length === 0) return { probability: 1 / 2, basedOn: 0 };
  const overall = (rightOf(known) + 1) / (known.length + 2);
  const smoothed = ({ right, count }: Block): number =>
    (right + overallWeight * overall + 1) / (count + overallWeight + 2);

  // Smoothing may bring the pooled shares out of order again, hence the second time.
  const blocks = pool(
    pool(levels(known), ({ right, count }) => right / count),
    smoothed,
  );
  const below = blocks.findLast(({ low }) => low <= statedPercent);
  const above = blocks.find(({ high }) => high >= statedPercent);
  if (!below) {
    const { low } = above!;
    return { probability: (smoothed(above!) * (statedPercent + 1)) / (low + 1), basedOn: 0 };
  }
  if (!above || above === below) return { probability: smoothed(below), basedOn: below.count };
  const way = (statedPercent - below.high) / (above.low - below.high);
  return {
    probability: smoothed(below) + way * (smoothed(above) - smoothed(below)),
    basedOn: below.count + above.count,
  };
}

/** One block for each statement, lowest first. */
function levels(known: readonly Known[]): Block[] {
  const byPercent = Map.groupBy(known, ({ percent }) => percent);
  return [...byPercent]
    .map(([percent, same]) => ({
      low: percent,
      high: percent,
      right: rightOf(same),
      count: same.length,
    }))
    .toSorted((one, other) => one.low - other.low);
}

function rightOf(known: readonly Known[]): number {
  return known.filter(({ right }) => right).length;
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
