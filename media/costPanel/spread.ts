/** The indexes of the rows that get a label, at most `most` and evenly spread. */
export function spread(rows: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(rows / most));
  const first = Math.floor(((rows - 1) % step) / 2);
  return Array.from({ length: rows }, (_, index) => index).filter(
    (index) => index >= first && (index - first) % step === 0,
  );
}
