/** Places in the ladder in the order they are asked; the answer of the last one is taken as it is. */
export type Sequence = readonly [number, ...number[]];

/**
 * Every way to use a ladder: each rung alone, and every cascade over some of them, upwards. A plan
 * that does not reach the top gives up early.
 */
export function sequencesOver(rungs: number): Sequence[] {
  return Array.from({ length: 2 ** rungs - 1 }, (_, index) => {
    const chosen = index + 1;
    return Array.from({ length: rungs }, (_, rung) => rung).filter(
      (rung) => Math.floor(chosen / 2 ** rung) % 2 === 1,
    ) as unknown as Sequence;
  });
}
