/** Pixels for one label. */
const labelWidth = 70;

/** The indexes of the rows that get a label, evenly spread so that no labels touch. `width` is in pixels. */
export function spread(rows: number, width: number): number[] {
  const fitting = Math.max(1, Math.floor(width / labelWidth));
  const step = Math.max(1, Math.ceil(rows / fitting));
  const first = Math.floor(((rows - 1) % step) / 2);
  return Array.from({ length: rows }, (_, index) => index).filter(
    (index) => index >= first && (index - first) % step === 0,
  );
}
