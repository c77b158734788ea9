/** A place that the grammar cannot parse; rows count from 0. */
export interface ParseError {
  readonly row: number;
  readonly endRow: number;
  readonly column: number;
  readonly message: string;
  /** What is wrong, wherever it stands: `missing ;`. */
  readonly kind: string;
  /** The broken code itself on one line, to find the same error again. */
  readonly text: string;
}
