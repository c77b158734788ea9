/** A share with its 95 % Wilson interval, all from 0 to 1. */
export interface Share {
  readonly hits: number;
  readonly tries: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

const z = 1.96;

export function shareOf(hits: number, tries: number): Share {
  if (tries === 0) return { hits, tries, share: 0, low: 0, high: 1 };
  const share = hits / tries;
  const scale = 1 + z ** 2 / tries;
  const centre = (share + z ** 2 / (2 * tries)) / scale;
  const reach = (z / scale) * Math.sqrt((share * (1 - share)) / tries + z ** 2 / (4 * tries ** 2));
  return {
    hits,
    tries,
    share,
    low: Math.max(0, centre - reach),
    high: Math.min(1, centre + reach),
  };
}

/** Such as `97.9 % (95.2–99.1) of 240`. */
export function formatShare({ tries, share, low, high }: Share): string {
  const percent = (value: number) => (value * 100).toFixed(1);
  return tries === 0 ? '–' : `${percent(share)} % (${percent(low)}–${percent(high)}) of ${tries}`;
}
