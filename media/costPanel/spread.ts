/** Pixels that a label takes. */
const labelWidth = 70;

/** Which of so many rows have their label written, so that none touches another. */
export function spread(rows: number, width: number): number[] {
  const fitting = Math.max(1, Math.floor(width / labelWidth));
  const step = Math.max(1, Math.ceil(rows / fitting));
  const first = Math.floor(((rows - 1) % step) / 2);
  return Array.from({ length: rows }, (_, index) => index).filter(
    (index) => index >= first && (index - first) % step === 0,
  );
}
